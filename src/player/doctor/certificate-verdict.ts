import { parseFingerprint } from '../../shared/fingerprint.ts';
import { judgeShown, type KnownServer } from '../trust/known-server.ts';
import { trustModeOf, type TrustSettings } from '../trust/trust-mode.ts';
import type { InspectedCertificate } from '../trust/trust.types.ts';

/**
 * What a peer is measured by. `known`: what trust keeps of the server; `configured`: what the settings ask of a server
 * that was not met yet; `stranger`: an address that somebody typed.
 */
export type Expectation =
  | { readonly kind: 'known'; readonly server: KnownServer }
  | { readonly kind: 'configured'; readonly settings: TrustSettings }
  | { readonly kind: 'stranger' };

/** What a peer showed in its handshake. */
export interface Shown {
  readonly certificate: InspectedCertificate;
  /** Why system trust would refuse it, as OpenSSL's code; null when it would not. */
  readonly systemProblem: string | null;
}

/** How a peer stands with the player. The last four are refusals: such a peer hears nothing more. */
export type CertificateVerdict =
  | 'pinned'
  | 'announced'
  | 'same-key'
  | 'system'
  | 'unverified'
  | 'compare'
  | 'refused'
  | 'pin-lost'
  | 'fingerprint-differs'
  | 'not-trusted';

/** Measures a peer as the player itself would (docs/server-contract.md, Trust modes), without keeping anything. Pure. */
export function certificateVerdictOf(expectation: Expectation, shown: Shown): CertificateVerdict {
  switch (expectation.kind) {
    case 'known':
      return standingOfKnown(expectation.server, shown);
    case 'configured':
      return standingOfConfigured(expectation.settings, shown);
    case 'stranger':
      return shown.systemProblem === null ? 'system' : 'compare';
  }
}

export function isRefusal(verdict: CertificateVerdict): boolean {
  return ['refused', 'pin-lost', 'fingerprint-differs', 'not-trusted'].includes(verdict);
}

function standingOfKnown(server: KnownServer, shown: Shown): CertificateVerdict {
  if (server.mode === 'pinned' && server.pin === null) return 'pin-lost';
  switch (judgeShown(server, shown)) {
    case 'trusted':
      if (server.mode === 'pinned') return 'pinned';
      return server.mode === 'system' ? 'system' : 'unverified';
    case 'follow-announced':
      return 'announced';
    case 'follow-same-key':
      return 'same-key';
    case 'refused':
      return server.mode === 'pinned' ? 'refused' : 'not-trusted';
  }
}

function standingOfConfigured(
  settings: TrustSettings,
  { certificate, systemProblem }: Shown,
): CertificateVerdict {
  switch (trustModeOf(settings)) {
    case 'pinned': {
      if (settings.certificateFingerprint.trim() === '') return 'compare';
      const wanted = parseFingerprint(settings.certificateFingerprint);
      return wanted === certificate.summary.fingerprint ? 'pinned' : 'fingerprint-differs';
    }
    case 'insecure':
      return 'unverified';
    case 'system':
    case 'plain':
      return systemProblem === null ? 'system' : 'not-trusted';
  }
}
