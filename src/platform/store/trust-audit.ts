import type { PlayerDatabase } from './database.types.ts';

/** Triggers keep the table append-only, whatever code comes later. */
export type TrustDecision =
  | 'first-trust'
  | 'announced'
  | 'announcement-withdrawn'
  | 'followed-announced'
  | 'followed-same-key'
  | 'refused'
  | 'accepted'
  | 'pin-lost'
  | 'forgotten'
  | 'undone';

/** One decision about whom to trust. Fingerprints are 64 upper-case hex digits. */
export interface TrustAuditEntry {
  /** ISO 8601, UTC, by the player's own clock. */
  readonly at: string;
  readonly decision: TrustDecision;
  readonly by: 'installer' | 'technician' | 'file' | 'rotation';
  /** The server's origin. */
  readonly server: string;
  readonly before: string | null;
  readonly after: string | null;
  /** What else a reader should know, for example `provisioning, not compared`. */
  readonly note: string;
}

/** Every decision about trust, for good. */
export interface TrustAudit {
  append(entry: TrustAuditEntry): void;
  /** The newest entries first, at most `limit`. */
  list(limit: number): readonly TrustAuditEntry[];
}

/** The repository of {@link TrustAudit} in `database`. */
export function createTrustAudit(database: PlayerDatabase): TrustAudit {
  const insert = database.prepare(
    `INSERT INTO trust_audit (at, decision, decided_by, server, before_fingerprint, after_fingerprint, note)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const newest = database.prepare('SELECT * FROM trust_audit ORDER BY id DESC LIMIT ?');
  return {
    append: ({ at, decision, by, server, before, after, note }) => {
      insert.run(at, decision, by, server, before, after, note);
    },
    list: (limit) =>
      newest.all(limit).map((row) => ({
        at: String(row['at']),
        // Only `append` writes here, and nothing changes a row afterwards.
        decision: row['decision'] as TrustDecision,
        by: row['decided_by'] as TrustAuditEntry['by'],
        server: String(row['server']),
        before: textOrNull(row['before_fingerprint']),
        after: textOrNull(row['after_fingerprint']),
        note: String(row['note']),
      })),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
