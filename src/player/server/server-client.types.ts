import type { DateSample } from '../../playback/second-turn.ts';
import type { CallCode } from '../../shared/failure-codes.ts';
import type { Result } from '../../shared/result.ts';
import type { Orientation } from '../../shared/status.ts';

/**
 * The DigiServer as the rest of the player sees it. Every call is bounded in time and size, and fails with one of these
 * codes: `offline` (no answer), `timeout`, `untrusted` (the peer's certificate was refused; nothing was sent),
 * `unauthorized` (401/403), `not-found` (404/410), `rate-limited` (429/503, with `retryAfterSeconds` in params when the
 * server said so), `refused` (any other 4xx), `server-error` (5xx), `bad-answer` (not what docs/server-contract.md says), `too-large`.
 */
export interface ServerClient {
  readonly baseUrl: string;
  health(): Promise<Result<ServerHealth, CallCode>>;
  /** What `/api/certificate` announces; null when the server has no certificate file (404). */
  certificate(): Promise<Result<AnnouncedCertificate | null, CallCode>>;
  /** Exchanges the code or password for an auth code. `not-found` or `refused` 405: an older server. */
  authenticate(login: Login): Promise<Result<PlayerIdentity & { readonly authCode: string }, CallCode>>;
  /** Asks whether the auth code still stands; `unauthorized` when it does not. */
  verify(authCode: string): Promise<Result<PlayerIdentity, CallCode>>;
  playlist(access: PlaylistAccess, known?: Validators): Promise<Result<PlaylistAnswer, CallCode>>;
  feedback(report: FeedbackReport, authCode: string | null): Promise<Result<null, CallCode>>;
  /** Opens a media file for reading. Credentials go only to the paired server's own origin (docs/server-contract.md, `url`). */
  download(request: DownloadRequest): Promise<Result<DownloadAnswer, CallCode>>;
  /** Gives it a picture of the screen, a WebP; only to one that says it takes pictures. */
  screenshot(webp: Uint8Array, authCode: string): Promise<Result<null, CallCode>>;
  /** What its clock says now, in whole seconds, by the monotonic clock: one small request, which is never repeated. */
  time(signal: AbortSignal): Promise<Result<DateSample, CallCode>>;
  /** Ends every connection. */
  close(): void;
}

export interface ServerHealth {
  readonly version: string | null;
  /** What it can do beyond an unmodified server. */
  readonly capabilities: readonly string[];
  /** The server's clock minus ours in ms, from its Date header; null without one. */
  readonly clockSkewMs: number | null;
}

export interface AnnouncedCertificate {
  readonly pem: string;
}

export interface Login {
  readonly hostname: string;
  readonly quickconnectCode?: string;
  readonly password?: string;
}

export interface PlayerIdentity {
  readonly playerId: string;
  readonly playerName: string;
  readonly hostname: string;
  /** `group_id`, or `playlist_id` of newer servers. */
  readonly groupId: string | null;
  readonly orientation: Orientation | null;
}

/** The bearer, or the older way by host name and code. */
export type PlaylistAccess =
  | { readonly kind: 'bearer'; readonly playerId: string; readonly authCode: string }
  | { readonly kind: 'code'; readonly hostname: string; readonly quickconnectCode: string };

export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** `unchanged` on 304; else the parsed JSON as it came, for `playlist/` to normalise. */
export type PlaylistAnswer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'body'; readonly body: unknown; readonly validators: Validators };

/** The body of `/api/player-feedback`; field names as the wire has them (docs/server-contract.md, Statuses). */
export interface FeedbackReport {
  readonly hostname: string;
  readonly quickconnect_code?: string;
  readonly status: 'online' | 'playing' | 'restarting' | 'error';
  readonly message: string;
  /** UTC, ISO 8601 without zone. */
  readonly timestamp: string;
  readonly [extra: string]: unknown;
}

export interface DownloadRequest {
  readonly url: string;
  /** First byte wanted; 0 or absent asks for the whole file. Only sent together with `ifRange`. */
  readonly from?: number;
  /** A strong ETag, or a Last-Modified date. */
  readonly ifRange?: string;
  /** Asks for 304 when the file is still the same. */
  readonly known?: Validators;
  readonly signal: AbortSignal;
}

export interface DownloadAnswer {
  /** Where it came from at last, behind its redirects; absent where nobody needs to know. */
  readonly address?: string;
  /** 200, 206, 304. */
  readonly status: 200 | 206 | 304;
  readonly validators: Validators;
  readonly contentType: string | null;
  /** Bytes of this body by Content-Length; null when not said. */
  readonly contentLength: number | null;
  /** From Content-Range of a 206. */
  readonly range: { readonly start: number; readonly total: number | null } | null;
  /**
   * Ends with an error when the connection breaks or the length is not what was said. A chunk is valid until the next
   * one is asked for: its memory is used again.
   */
  readonly body: AsyncIterable<Uint8Array>;
}
