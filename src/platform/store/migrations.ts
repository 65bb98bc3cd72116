import type { DatabaseSync } from 'node:sqlite';
import { keptValueTables } from './kept-values.ts';
import { mediaIndexTables } from './media-index.ts';
import { outboxTables } from './outbox-records.ts';
import { playRecordTables } from './play-records.ts';
import { playlistRecordTables } from './playlist-records.ts';
import { trustAuditTables } from './trust-audit.ts';

/** Each step brings the schema from its index to the next; a released step is never edited. */
const steps: readonly string[] = [
  [
    keptValueTables,
    mediaIndexTables,
    playlistRecordTables,
    outboxTables,
    playRecordTables,
    trustAuditTables,
  ].join('\n'),
];

/** Brings `connection` to the newest schema, one transaction a step. */
export function migrate(connection: DatabaseSync): void {
  const row = connection.prepare('PRAGMA user_version').get();
  const current = Number(row?.['user_version'] ?? 0);
  for (const [index, step] of steps.entries()) {
    if (index < current) continue;
    connection.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
