import { createSecureContext, type SecureContext } from 'node:tls';

/**
 * The signatures that this player can check, in its order. BoringSSL, which Electron is built with, leaves Ed25519 and ECDSA
 * P-521 out of its own list, so that a server with such a key would pair in one shell and not in the other; both libraries
 * take these names.
 */
const SIGNATURES = [
  ...['ecdsa_secp256r1_sha256', 'ecdsa_secp384r1_sha384', 'ecdsa_secp521r1_sha512', 'ed25519'],
  ...['rsa_pss_rsae_sha256', 'rsa_pss_rsae_sha384', 'rsa_pss_rsae_sha512'],
  ...['rsa_pkcs1_sha256', 'rsa_pkcs1_sha384', 'rsa_pkcs1_sha512'],
].join(':');

/** BoringSSL refuses a certificate in TLS 1.2 whose curve is not among these (ssl_check_leaf_certificate); its own list has no P-521. */
const CURVES = 'X25519:P-256:P-384:P-521';
/** The same, after a key exchange that a later quantum computer does not open; older versions of OpenSSL do not know it. */
const CURVES_AND_LATTICE = `X25519MLKEM768:${CURVES}`;

let curves: string | null = null;

/** What every connection to a server offers, the same in both shells. */
export function tlsOffer(): { readonly sigalgs: string; readonly ecdhCurve: string } {
  curves ??= isKnown(CURVES_AND_LATTICE) ? CURVES_AND_LATTICE : CURVES;
  return { sigalgs: SIGNATURES, ecdhCurve: curves };
}

/** A context that makes this offer; `authorities` in PEM, or Node's own list. */
export function createOfferingContext(authorities?: readonly string[]): SecureContext {
  return createSecureContext({
    ...tlsOffer(),
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
  });
}

function isKnown(ecdhCurve: string): boolean {
  try {
    createSecureContext({ ecdhCurve });
    return true;
  } catch {
    return false;
  }
}
