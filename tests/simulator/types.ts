import type { IncomingHttpHeaders } from 'node:http';
import type { SecureVersion } from 'node:tls';

/**
 * What tests, the demo and the benchmarks may say to the simulated DigiServer and hear from it.
 * The wire itself is described by docs/server-contract.md; nothing here is imported from the player.
 */

export type KeyType = 'rsa' | 'ecdsa' | 'ecdsa-p521' | 'ed25519' | 'ed448';
/** What a key may be used for, as a certificate restricts it (RFC 5280, 4.2.1.3). */
export type KeyUsage = 'digitalSignature' | 'keyCertSign';

export interface CertificateOptions {
  /** Subject's common name; `digiserver.local` unless told. */
  commonName?: string;
  /** DNS names and IP addresses; none unless told, as small offices have it. */
  subjectAlternativeNames?: readonly string[];
  /** RSA 2048 (the default), ECDSA P-256 or P-521, Ed25519 or Ed448. */
  keyType?: KeyType;
  /** The one use that the certificate permits; every use unless told. */
  keyUsage?: KeyUsage;
  /** Re-issue: a new certificate (new serial number, new fingerprint) over this certificate's key. */
  sameKeyAs?: Certificate;
  /** A day ago unless told. */
  notBefore?: Date;
  /** A year ahead unless told. */
  notAfter?: Date;
  /** The authority that signs; self-signed unless told. */
  issuer?: Certificate;
  /** Makes a certificate that may sign others; see `issuer`. */
  certificateAuthority?: boolean;
  /** With `issuer`: whether `chainPem`, which the server sends, also holds the issuer. True unless told. */
  includeChain?: boolean;
}

export interface Certificate {
  readonly commonName: string;
  readonly keyType: KeyType;
  /** The leaf alone. */
  readonly certificatePem: string;
  /** PKCS #8. */
  readonly privateKeyPem: string;
  /** What the server sends and, as nginx's file, announces: the leaf, then its issuers if they are included. */
  readonly chainPem: string;
  /** SHA-256 of the leaf, upper-case hex with colons, as Node's `fingerprint256`. */
  readonly fingerprint256: string;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), in the same form. */
  readonly publicKeyFingerprint256: string;
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface RateLimit {
  /** How many authentication calls one remote address may make in a window. */
  requests: number;
  windowMs: number;
}

export interface SimulatorOptions {
  /** 127.0.0.1 unless told. */
  host?: string;
  /** A free port unless told. */
  port?: number;
  /** `https` unless told. */
  protocol?: 'https' | 'http';
  /** A fresh RSA certificate with a CN and no SAN unless told. */
  certificate?: Certificate;
  minVersion?: SecureVersion;
  maxVersion?: SecureVersion;
  players?: readonly PlayerOptions[];
  /** 10 a minute unless told; `false` switches it off. */
  rateLimit?: RateLimit | false;
  /** Cost of hashing codes and passwords: 4 unless told (`npm run simulator` takes 12, as the server does). */
  bcryptCost?: number;
  /** An old server: `/api/auth/*` and `/api/playlists/{id}` are answered with 404 (`true`) or the status given. */
  legacy?: boolean | 404 | 405;
  /** Newer servers answer `playlist_id` where older ones answer `group_id`. */
  playlistIdInsteadOfGroupId?: boolean;
  /** What `/api/health` tells; 2.2.0 unless told. */
  version?: string;
  /** What `/api/health` says that it can do beyond an unmodified server: nothing, and it says nothing of it, unless told. */
  capabilities?: readonly string[];
  /** How long an idle connection is kept; 5000 unless told. */
  keepAliveTimeoutMs?: number;
  /** The clock of the rate limit; this process's own unless told. */
  monotonicMs?: () => number;
  /** Hears of every answer as its head is sent. */
  onAnswer?: (request: LoggedRequest) => void;
}

export interface PlayerOptions {
  hostname: string;
  /** Display name; the hostname unless told. */
  name?: string;
  code?: string;
  password?: string;
  orientation?: string;
  /** `group_id`, or `playlist_id` on a newer server; null unless told. */
  group?: number | null;
}

export interface SimulatedPlayer {
  readonly id: number;
  readonly hostname: string;
  readonly name: string;
  /** What a good sign-in is answered with until it is revoked: 32 random bytes, URL-safe base64. */
  readonly authCode: string;
  readonly orientation: string;
  readonly group: number | null;
}

export interface UploadOptions {
  /** Content-Type; from the name's extension unless told. */
  type?: string;
  lastModified?: Date;
  /** Whether the server sends an ETag, and of which kind; `strong` unless told. */
  etag?: 'strong' | 'weak' | 'none';
}

export interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly type: string;
  /** As sent, with quotes; null when the upload has none. */
  readonly etag: string | null;
  readonly lastModified: Date;
  /** `/static/uploads/{name}`, percent-encoded. */
  readonly path: string;
}

/** An item as the server writes it (docs/server-contract.md, The playlist body); tests may also put nonsense in. */
export type PlaylistItem = Readonly<Record<string, unknown>>;

export interface FaultMatch {
  /** Any method unless told. */
  method?: string;
  /** The whole path without its query, or an expression that is tried on it. */
  path: string | RegExp;
}

/**
 * `status`, `garbage-json`, `redirect` and a `reset` without `afterBytes` strike before the server has done
 * anything; under the others it has (a feedback is stored, a sign-in counted) and only the answer suffers.
 */
export type FaultEffect =
  /** Answers as usual, but this much later. */
  | { kind: 'latency'; milliseconds: number }
  | {
      kind: 'status';
      status: number;
      headers?: Readonly<Record<string, string>>;
      /** Sent as it is when a string, else as JSON; `{error}` unless told. */
      body?: unknown;
    }
  /** Breaks the connection (TCP RST): in place of any answer, or after its head and so many bytes of its body. */
  | { kind: 'reset'; afterBytes?: number }
  /** Declares the whole length, sends only so many bytes of the body and closes; half of them unless told. */
  | { kind: 'truncate'; afterBytes?: number }
  /** Sends the whole body under another Content-Length and closes. */
  | { kind: 'wrong-length'; declaredBytes: number }
  /** 200, `application/json` and text that is not JSON. */
  | { kind: 'garbage-json'; body?: string }
  /** The right length with one byte of the body (its middle) changed. */
  | { kind: 'corrupt' }
  /**
   * An answer that does not end: `silent` (the default) sends the head and half of the body and then nothing,
   * `flood` repeats the body without a length until the client hangs up.
   */
  | { kind: 'never-end'; mode?: 'silent' | 'flood' }
  /** 307 unless told. */
  | { kind: 'redirect'; location: string; status?: 301 | 302 | 303 | 307 | 308 };

export type FaultOptions = FaultEffect & {
  match: FaultMatch;
  /** How many requests it spoils; all of them unless told. */
  times?: number;
};

export interface ActiveFault {
  readonly hits: number;
  remove(): void;
}

/** One request, logged when its body has arrived and completed while it is answered. */
export interface LoggedRequest {
  /** 1 for the first request since the start; not reset by `clearRequests`. */
  readonly sequence: number;
  /** The connection (of `Simulator.connections`) that it came on. */
  readonly connection: number;
  readonly at: Date;
  readonly method: string;
  /** Without its query, still percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** JSON or a form as an object, other text as a string, nothing as null. */
  readonly body: unknown;
  /** Null until the answer's head is sent; stays null when the connection broke before. */
  readonly status: number | null;
  /** Bytes of the answer's body handed to the connection so far. */
  readonly bytesSent: number;
  /** The answer was sent in full, or its connection has closed. */
  readonly finished: boolean;
}

/** A feedback that was accepted. */
export interface FeedbackRecord {
  readonly at: Date;
  readonly hostname: string;
  readonly status: string;
  readonly message: string;
  readonly timestamp: string | null;
  readonly identifiedBy: 'bearer' | 'code';
  /** Everything that came. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ConnectionRecord {
  /** 1 for the first connection since the start. */
  readonly id: number;
  readonly openedAt: Date;
  readonly closed: boolean;
  /** The TLS handshake is done (or it is plain http). */
  readonly secured: boolean;
  /** For example `TLSv1.3`; null before the handshake and on plain http. */
  readonly tlsVersion: string | null;
  /** The name that the client asked for (SNI); null without one. */
  readonly serverName: string | null;
  /** The client resumed an earlier session, so that no certificate was shown. */
  readonly resumed: boolean;
  /** Application bytes: what remains when TLS is taken off. */
  readonly bytesReceived: number;
}

export interface Simulator {
  readonly host: string;
  /** Stays the same over `stop()` and `start()`. */
  readonly port: number;
  /** For example `https://127.0.0.1:40123`. */
  readonly origin: string;
  /** The one that the next handshake shows; also there, unused, on plain http. */
  readonly certificate: Certificate;
  readonly running: boolean;

  /** Listens again, on the same port. */
  start(): Promise<void>;
  /** Closes the port and breaks every connection; players, uploads and logs stay. */
  stop(): Promise<void>;

  addPlayer(player: PlayerOptions): SimulatedPlayer;
  /** Throws when there is no such player, as does everything that takes a `hostname`. */
  updatePlayer(hostname: string, changes: Partial<Omit<PlayerOptions, 'hostname'>>): SimulatedPlayer;
  removePlayer(hostname: string): void;
  player(hostname: string): SimulatedPlayer;
  /** The code in use stops working; the next sign-in is answered with a new one. */
  revokeAuthCode(hostname: string): void;

  /** `version`: one more than before unless told; `null` leaves `playlist_version` out. */
  setPlaylist(hostname: string, items: readonly PlaylistItem[], version?: number | string | null): void;
  /** The whole body of the playlist's answer, in any shape (`{items}`, a bare array, nonsense). */
  setPlaylistBody(hostname: string, body: unknown): void;
  /** Throws when the name is taken. */
  addUpload(name: string, bytes: Uint8Array, options?: UploadOptions): Upload;
  /** Other bytes (and so another ETag and Last-Modified) under the same name. */
  replaceUpload(name: string, bytes: Uint8Array, options?: UploadOptions): Upload;
  removeUpload(name: string): void;
  /** An item as the server writes it for an upload: absolute `url`, `type`, 10 s, an id and a position of its own. */
  itemFor(uploadName: string, fields?: PlaylistItem): PlaylistItem;

  /**
   * The next handshake shows this certificate. Live connections are closed unless `keepConnections`.
   * `/api/certificate` follows, unless `announceCertificate` fixed what it says.
   */
  swapCertificate(certificate: Certificate, options?: { keepConnections?: boolean }): void;
  /** What `/api/certificate` says from now on: a PEM, any other text, or null for 404. */
  announceCertificate(pem: string | null): void;
  /** `/api/certificate` shows the live certificate again. */
  announceLiveCertificate(): void;

  addFault(fault: FaultOptions): ActiveFault;
  clearFaults(): void;
  /** Bytes per second of each download under /static/uploads; null for no limit. */
  setThrottle(bytesPerSecond: number | null): void;
  setRateLimit(limit: RateLimit | false): void;
  /** Forgets the calls counted so far. */
  resetRateLimit(): void;
  /** Moves the Date header by so many milliseconds from the machine's time (the last call counts). */
  shiftClock(milliseconds: number): void;

  /** Oldest first. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  /**
   * The first request, logged already or to come, for which the predicate holds. It is asked when a request
   * arrives and whenever its answer moves on. Rejects after `timeoutMs` (5000 unless told).
   */
  waitForRequest(predicate: (request: LoggedRequest) => boolean, timeoutMs?: number): Promise<LoggedRequest>;
  readonly feedback: readonly FeedbackRecord[];
  /** The pictures of screens that it took, oldest first. */
  readonly screenshots: readonly Buffer[];
  waitForFeedback(
    predicate: (feedback: FeedbackRecord) => boolean,
    timeoutMs?: number,
  ): Promise<FeedbackRecord>;
  readonly connections: readonly ConnectionRecord[];
}

export interface RecorderOptions {
  /** Plain TCP without one. */
  certificate?: Certificate;
  /** 127.0.0.1 unless told. */
  host?: string;
  /** A free port unless told. */
  port?: number;
  minVersion?: SecureVersion;
  maxVersion?: SecureVersion;
  /** Sent, and the connection ended, once the head of a request is in; see `cannedResponse`. Silence unless told. */
  answer?: string | Uint8Array;
}

/** Counts what clients say to it. A player that refuses the certificate must have said nothing. */
export interface Recorder {
  readonly host: string;
  readonly port: number;
  /** `https://…`, or `http://…` without a certificate. */
  readonly origin: string;
  /** TCP connections so far, of which `closedConnections` are over. */
  readonly connections: number;
  readonly closedConnections: number;
  /** TLS handshakes that were completed; on plain TCP, connections. */
  readonly handshakes: number;
  /** Application bytes (decrypted) of all connections. */
  readonly bytesReceived: number;
  readonly received: Buffer;
  /** Resolves when the predicate holds, asked at each change; rejects after `timeoutMs` (5000 unless told). */
  waitFor(predicate: (recorder: Recorder) => boolean, timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}
