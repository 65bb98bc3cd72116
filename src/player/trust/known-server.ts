import type { X509Certificate } from 'node:crypto';
import type { CertificateSummary } from '../../shared/status.ts';
import {
  fingerprintOf,
  inspectCertificate,
  isIssuedBy,
  type InspectionContext,
} from './inspect-certificate.ts';
import { judgePeer, type Judgement } from './judge-peer.ts';
import type { ServerTrust } from './trust-file.ts';
import type { InspectedCertificate, ServerTrustMode } from './trust.types.ts';
import { bareHost } from '../../shared/bare-host.ts';

/** What is known of one server, with its certificates read. */
export interface KnownServer {
  readonly origin: string;
  readonly mode: ServerTrustMode;
  readonly pin: InspectedCertificate | null;
  readonly announced: InspectedCertificate | null;
  readonly refused: InspectedCertificate | null;
  readonly warned: ServerTrust['warned'];
}

/** The host name or address of an origin, without brackets. */
export function hostOf(origin: string): string {
  return bareHost(new URL(origin).hostname);
}

/** A server of which nothing is known yet but how it is to be trusted. */
export function newKnownServer(
  origin: string,
  mode: ServerTrustMode,
  pin: InspectedCertificate | null,
): KnownServer {
  return { origin, mode, pin, announced: null, refused: null, warned: null };
}

/** Reads a record of the trust file; a certificate in it that cannot be read is as good as lost. */
export function toKnownServer(origin: string, record: ServerTrust, now: number): KnownServer {
  const read = (pem: string | null): InspectedCertificate | null => {
    const inspected = pem === null ? null : inspectCertificate(pem, { now, host: hostOf(origin) });
    return inspected?.ok === true ? inspected.value : null;
  };
  return {
    origin,
    mode: record.mode,
    pin: read(record.pin),
    announced: read(record.announced),
    refused: read(record.refused),
    warned: record.warned,
  };
}

/** The record of a server for the trust file. */
export function toRecord(server: KnownServer): ServerTrust {
  return {
    mode: server.mode,
    pin: server.pin?.pem ?? null,
    announced: server.announced?.pem ?? null,
    refused: server.refused?.pem ?? null,
    warned: server.warned,
  };
}

/** Judges what a peer shows by the mode of its server (docs/server-contract.md, Trust modes). */
export function judgeShown(
  server: KnownServer,
  shown: { readonly certificate: InspectedCertificate; readonly systemProblem: string | null },
): Judgement {
  switch (server.mode) {
    case 'pinned':
      return judgePeer(
        { pin: identityOf(server.pin), announced: identityOf(server.announced) },
        {
          fingerprint: shown.certificate.summary.fingerprint,
          publicKeyHash: shown.certificate.publicKeyHash,
        },
      );
    case 'system':
      return shown.systemProblem === null ? 'trusted' : 'refused';
    case 'insecure':
      return 'trusted';
    case 'plain':
      return 'refused';
  }
}

function identityOf(
  certificate: InspectedCertificate | null,
): { fingerprint: string; publicKeyHash: string } | null {
  return certificate === null
    ? null
    : { fingerprint: certificate.summary.fingerprint, publicKeyHash: certificate.publicKeyHash };
}

/** What an announcement means for a pinned server. */
export type AnnouncementEffect =
  | { readonly kind: 'nothing-new' }
  /** The server announces the pinned certificate again: what was announced before is off. */
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'next'; readonly certificate: X509Certificate };

/** Reads an announced bundle against what is pinned, and announced already. */
export function interpretAnnouncement(
  pin: X509Certificate,
  announced: { readonly fingerprint: string } | null,
  bundle: readonly X509Certificate[],
): AnnouncementEffect {
  const first = bundle[0];
  const same = bundle.some((one) => fingerprintOf(one) === fingerprintOf(pin));
  // The pin's own key in a new certificate is a re-issue, even where that certificate could sign the pin.
  const authority = bundle.some((one) => !one.publicKey.equals(pin.publicKey) && isIssuedBy(pin, one));
  // A bundle that still holds the pin, or that only names the pin's authority, changes nothing (docs/server-contract.md, at the end).
  if (first === undefined || same || authority) {
    return { kind: announced === null ? 'nothing-new' : 'withdrawn' };
  }
  return fingerprintOf(first) === announced?.fingerprint
    ? { kind: 'nothing-new' }
    : { kind: 'next', certificate: first };
}

/** A certificate's summary as of now: days left and warnings move with the clock. */
export function summaryNow(
  certificate: InspectedCertificate | null,
  context: InspectionContext,
): CertificateSummary | null {
  if (certificate === null) return null;
  const inspected = inspectCertificate(certificate.pem, context);
  return inspected.ok ? inspected.value.summary : certificate.summary;
}
