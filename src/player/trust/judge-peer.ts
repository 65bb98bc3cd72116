/** The two hashes by which a certificate is compared, 64 upper-case hex digits each. */
export interface CertificateIdentity {
  readonly fingerprint: string;
  readonly publicKeyHash: string;
}

export interface PinState {
  /** Null when the pin was lost: then nobody is trusted. */
  readonly pin: CertificateIdentity | null;
  /** The certificate announced over the trusted connection. */
  readonly announced: CertificateIdentity | null;
}

export type Judgement = 'trusted' | 'follow-announced' | 'follow-same-key' | 'refused';

/**
 * Judges the certificate that a peer shows (ARCHITECTURE.md, *No secret to a stranger*): the pin itself is trusted; the announced one and one
 * with the pinned public key are followed; any other is refused. Names and dates are not asked.
 */
export function judgePeer(state: PinState, shown: CertificateIdentity): Judgement {
  if (state.pin === null) return 'refused';
  if (shown.fingerprint === state.pin.fingerprint) return 'trusted';
  if (shown.fingerprint === state.announced?.fingerprint) return 'follow-announced';
  if (shown.publicKeyHash === state.pin.publicKeyHash) return 'follow-same-key';
  return 'refused';
}

/** How what the certificate endpoint announces fits the certificate of the handshake (docs/server-contract.md, at the end). */
export type AnnouncementFit = 'same' | 'issuer' | 'different';

export interface AnnouncedBy {
  readonly fingerprint: string;
  /** Whether this certificate signed the one of the handshake. */
  readonly signedShown: boolean;
}

/** `announced` is the whole bundle; a server may put its certificate anywhere in it. */
export function fitAnnouncement(
  announced: readonly AnnouncedBy[],
  shown: Pick<CertificateIdentity, 'fingerprint'>,
): AnnouncementFit {
  if (announced.some(({ fingerprint }) => fingerprint === shown.fingerprint)) return 'same';
  return announced.some(({ signedShown }) => signedShown) ? 'issuer' : 'different';
}
