import { z } from 'zod';
import type { Failure, Result } from '../../shared/result.ts';
import type { PlaylistAccess, PlayerIdentity } from '../server/server-client.types.ts';

/** All that is needed to talk to the paired server as this screen; kept encrypted in `credentials.bin`. */
export const credentialsSchema = z.object({
  /** With scheme, without a slash at the end. */
  serverUrl: z.url({ protocol: /^https?$/ }),
  hostname: z.string().min(1),
  /** Null on an older server, which knows no sign-in. */
  playerId: z.string().nullable(),
  playerName: z.string(),
  groupId: z.string().nullable(),
  orientation: z.enum(['landscape', 'portrait']).nullable(),
  /** Null on an older server, and after the server refused it. */
  authCode: z.string().nullable(),
  quickconnectCode: z.string().nullable(),
  password: z.string().nullable(),
  /** ISO 8601, UTC. */
  pairedAt: z.string(),
});
export type Credentials = z.infer<typeof credentialsSchema>;

/**
 * What stood in the vault. `unreadable`: it was kept aside under that name, and content plays on without it. `unavailable`:
 * its key cannot be had just now; it is left as it is, to be read again.
 */
export type VaultReading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'credentials'; readonly credentials: Credentials }
  | { readonly kind: 'unreadable'; readonly keptAs: string }
  | { readonly kind: 'unavailable' };

/** The encrypted credentials. */
export interface Vault {
  /** Reads what is kept. What cannot be opened is kept aside, and what was kept aside is taken back as soon as it can. */
  open(): Promise<VaultReading>;
  /** Keeps a new pairing; durable when it resolves. Fails with `vault-not-written`. */
  write(credentials: Credentials): Promise<Result<null>>;
  /**
   * Keeps what changed in the pairing that is kept, and does nothing for another one: an answer of the old server that
   * comes late must not undo a new pairing, or an unpairing. Fails with `vault-not-written`.
   */
  update(credentials: Credentials): Promise<Result<null>>;
  clear(): Promise<void>;
}

/**
 * What a session begins with: a sign-in that was stored, or one that the server has just answered; `crowded`: its limit had
 * refused an earlier try, since other screens share the address.
 */
export type SessionBeginning = 'stored' | 'signed-in' | 'crowded';

/** How this screen stands with the server. */
export type AuthState = 'unknown' | 'authorized' | 'unauthorized';

export interface AuthStatus {
  readonly authState: AuthState;
  /** The older playlist call is in use, since the server has no sign-in. */
  readonly legacy: boolean;
  /** Why the last call failed; null after a success. */
  readonly problem: Failure | null;
}

export type AuthEvent =
  | { readonly kind: 'status'; readonly status: AuthStatus }
  /** Renamed, regrouped or turned on the server. */
  | { readonly kind: 'identity'; readonly now: Credentials };

/** The life cycle of this screen's sign-in on the paired server. */
export interface Auth {
  status(): AuthStatus;
  credentials(): Credentials;
  /** Verifies a stored sign-in soon, then every 5 minutes, or hourly where screens share the limit; waits for nothing. */
  start(): void;
  stop(): void;
  /** Verifies now because a person asked: waits only for the server's own limit. */
  verifyNow(): Promise<Result<PlayerIdentity | null>>;
  /**
   * Runs `call` with the access in force. When the server refuses it the sign-in is renewed, once and silently, and the
   * call runs again. Fails with what the call failed with, or `unauthorized`.
   */
  withAccess<Value>(call: (access: PlaylistAccess) => Promise<Result<Value>>): Promise<Result<Value>>;
  onChange(listener: (event: AuthEvent) => void): () => void;
}
