import type { TrustCode } from '../../shared/failure-codes.ts';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { PagePin } from '../../shared/host.ts';
import type { Result } from '../../shared/result.ts';
import type { CertificateSummary, TrustMode, TrustStatus } from '../../shared/status.ts';

/** The modes in which a server can be talked to (docs/server-contract.md, Trust modes). */
export type ServerTrustMode = Exclude<TrustMode, 'none'>;

/** A certificate as trust compares it. */
export interface InspectedCertificate {
  readonly summary: CertificateSummary;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), 64 upper-case hex digits. */
  readonly publicKeyHash: string;
  /** The certificate alone, in PEM. */
  readonly pem: string;
}

/** Connections that judge the peer before the first byte of a request (ARCHITECTURE.md, *No secret to a stranger*). */
export interface TrustTransport {
  /** The agent for one URL: the paired server's own, or a stranger's under ordinary system trust. */
  agentFor(url: URL): HttpAgent | HttpsAgent;
  /** Ends every connection; the transport may be used again. */
  destroy(): void;
}

/** What was decided when a server was met for the first time. */
export interface FirstTrust {
  /** The server's address; its origin is what is trusted. */
  readonly serverUrl: string;
  readonly mode: ServerTrustMode;
  /** The pinned certificate in PEM; null in every other mode. */
  readonly pem: string | null;
  readonly by: 'installer' | 'file';
  /** Whether a person or a file compared the fingerprint; false goes into the audit as *not compared*. */
  readonly compared: boolean;
}

/** What happened to trust; the whole state is in {@link TrustStore.status}. */
export type TrustEvent =
  | { readonly kind: 'changed' }
  /** Another certificate was shown and refused; nothing was sent. */
  | { readonly kind: 'refused'; readonly fingerprint: string }
  | {
      readonly kind: 'followed';
      readonly fingerprint: string;
      readonly reason: 'announced' | 'same-public-key';
    }
  | { readonly kind: 'announced'; readonly fingerprint: string }
  /** The certificate in use crossed 30, 14, 7 or 1 days before its end, or the end itself. */
  | { readonly kind: 'expiring'; readonly daysLeft: number };

/** Asks the server what it announces; `trust` does not know the server client. Null: it has no certificate file. */
export type ReadAnnouncement = () => Promise<Result<{ readonly pem: string } | null, TrustCode>>;

/** Keeps whom the player trusts: on disk, over rotations, with an audit of every decision. */
export interface TrustStore {
  /** Connections to the server in use; refuses the paired origin while no server is in use. */
  readonly transport: TrustTransport;
  status(): TrustStatus;
  /** What the server in use is pinned to; null in every other mode, and when the pin was lost. */
  pin(): PagePin | null;
  /**
   * Stores a first decision about a server without touching the one in use, so that pairing can fail half-way.
   * `use` makes it the one in use. Fails with `certificate-unreadable` or `trust-not-kept`.
   */
  firstTrust(decision: FirstTrust): Result<null, TrustCode>;
  /**
   * Makes this server the one in use. Where nothing is known of it (its file was lost) an https server is refused until a
   * technician accepts what it shows: a lost pin is never replaced silently.
   */
  use(serverUrl: string): void;
  /** What is trusted now; answers a function that goes back to it, whatever was decided since, and says so in the audit. */
  checkpoint(): () => void;
  /** Forgets every server but the one in use; with none in use, all of them. */
  forgetOthers(): void;
  /** No server is in use any more, and nothing of any is kept but the audit. */
  forgetAll(): void;
  /** What the server announced over a connection that was still trusted. */
  announce(pem: string): Result<null, TrustCode>;
  /** A technician accepts the certificate that was refused. Fails with `no-such-certificate`. */
  acceptRefused(fingerprint: string): Result<null, TrustCode>;
  /** A technician trusts this certificate of the server in use in place of what was trusted. Fails with `no-such-certificate`. */
  trustInstead(certificate: InspectedCertificate): Result<null, TrustCode>;
  /** Listens; answers a function that stops listening. */
  onChange(listener: (event: TrustEvent) => void): () => void;
  /** Watches the expiry, and re-reads the announcement while the server is pinned (docs/server-contract.md, Budgets). */
  start(readAnnouncement: ReadAnnouncement): void;
  /** Ends the watch and every connection. */
  stop(): void;
}
