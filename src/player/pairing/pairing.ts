import { X509Certificate } from 'node:crypto';
import type { PairingStep, ServerProbe } from '../../shared/bridge.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { parseFingerprint } from '../../shared/fingerprint.ts';
import type { FirstTrust, ServerTrustMode, TrustStore } from '../trust/trust.types.ts';
import type { Credentials, Vault } from '../auth/auth.types.ts';
import { about, fitsOneOf, contactServer, type Contact, type ContactDependencies } from './contact-server.ts';
import { readCertificateFile } from '../trust/read-certificates.ts';
import { signIn, type SignInSecrets } from '../auth/sign-in.ts';
import { keepCertificateFile } from './certificate-file.ts';

export interface PairingDependencies extends ContactDependencies {
  readonly trust: Pick<TrustStore, 'firstTrust' | 'use' | 'forgetOthers' | 'checkpoint'>;
  readonly vault: Pick<Vault, 'write'>;
}

/** Who vouches for the server's certificate. */
export type PairingTrust =
  | {
      readonly by: 'installer';
      /** The fingerprint that the person confirmed; null where there was none to confirm. */
      readonly fingerprint: string | null;
      /** The explicit yes to http. */
      readonly plainConsent: boolean;
    }
  | {
      readonly by: 'file';
      /** What `trustModeOf` made of the settings. */
      readonly mode: ServerTrustMode;
      /** Setting `certificateFingerprint`; empty where the file says nothing. */
      readonly fingerprint: string;
      /** Setting `certificatePath`, absolute; empty where the file says nothing. */
      readonly certificatePath: string;
    };

export interface PairingRequest {
  readonly address: string;
  readonly hostname: string;
  readonly secrets: SignInSecrets;
  readonly trust: PairingTrust;
  /** Gives up between two steps, and during one of them; nothing is kept then. */
  readonly signal?: AbortSignal;
}

/** Looks at an address for the pairing screen: who answers, over what, with which certificate. Sends no secret. */
export async function probeServer(
  dependencies: ContactDependencies,
  address: string,
): Promise<Result<ServerProbe>> {
  const contact = await contactServer(dependencies, address, null);
  if (!contact.ok) return contact;
  const { url, mode, certificate, health, client } = contact.value;
  client.close();
  if (mode === 'insecure') return fail('internal-error', 'A probe never asks for an insecure connection.');
  return ok({ url, mode, certificate: certificate?.summary ?? null, version: health.version });
}

/** A server that accepted this screen; nothing that belongs to the one before is lost until it is kept. */
export interface Agreement {
  readonly credentials: Credentials;
  /** Talks to it from now on; a restart goes back. */
  readonly use: () => void;
  /** Belongs to it for good: its sign-in is stored, and the trust in every other server goes. Fails with `vault-not-written`. */
  readonly keep: () => Promise<Result<null>>;
  /** Trusts whom it trusted before. */
  readonly undo: () => void;
}

/** {@link agreeWithServer}, kept at once, or undone where it cannot be kept. */
export async function pairWithServer(
  dependencies: PairingDependencies,
  request: PairingRequest,
  onStep: (step: PairingStep) => void,
): Promise<Result<Credentials>> {
  const agreed = await agreeWithServer(dependencies, request, onStep);
  if (!agreed.ok) return agreed;
  const { credentials, keep, undo } = agreed.value;
  const kept = await keep();
  if (kept.ok) return ok(credentials);
  undo();
  return kept;
}

/**
 * Agrees with a server on this screen: reaches the server, decides whether to trust it, signs in. Nothing that belongs to a
 * server paired before is touched until the new one has accepted the sign-in, and of its sign-in nothing until it is kept.
 *
 * Every failure that belongs to a
 * field of the pairing screen names it in `params.field` (`address`, `fingerprint`, `secret`).
 */
export async function agreeWithServer(
  dependencies: PairingDependencies,
  request: PairingRequest,
  onStep: (step: PairingStep) => void,
): Promise<Result<Agreement>> {
  onStep('reach');
  const { trust } = request;
  const contact = await contactServer(dependencies, request.address, trust.by === 'file' ? trust.mode : null);
  if (!contact.ok) return contact;
  const { client } = contact.value;
  const giveUp = (): void => {
    client.close();
  };
  request.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    return await pairWith(dependencies, request, contact.value, onStep);
  } finally {
    request.signal?.removeEventListener('abort', giveUp);
    client.close();
  }
}

async function pairWith(
  dependencies: PairingDependencies,
  request: PairingRequest,
  contact: Contact,
  onStep: (step: PairingStep) => void,
): Promise<Result<Agreement>> {
  if (isCancelled(request)) return cancelled();
  onStep('trust');
  const decision = await decideFirstTrust(contact, request.trust);
  if (!decision.ok) return decision;
  onStep('sign-in');
  const signedIn = await signIn(contact.client, request.hostname, request.secrets);
  if (isCancelled(request)) return cancelled();
  if (!signedIn.ok) return signedIn;
  const pairedAt = new Date(dependencies.clock.now()).toISOString();
  const credentials: Credentials = { serverUrl: contact.url, ...signedIn.value, pairedAt };
  return agree(dependencies, decision.value, credentials, request.trust);
}

function isCancelled({ signal }: PairingRequest): boolean {
  return signal?.aborted === true;
}

function cancelled(): Result<never> {
  return fail('cancelled', 'The pairing was given up.');
}

/** The trust of the new server is stored beside the old one's; writing the vault is what pairs. */
function agree(
  { trust, vault, log }: PairingDependencies,
  decision: FirstTrust,
  credentials: Credentials,
  vouched: PairingTrust,
): Result<Agreement> {
  const undo = trust.checkpoint();
  const trusted = trust.firstTrust(decision);
  if (!trusted.ok) return trusted;
  let isUsed = false;
  const use = (): void => {
    if (!isUsed) trust.use(credentials.serverUrl);
    isUsed = true;
  };
  const keep = async (): Promise<Result<null>> => {
    const written = await vault.write(credentials);
    if (!written.ok) return written;
    use();
    trust.forgetOthers();
    if (vouched.by === 'file' && vouched.certificatePath !== '' && decision.pem !== null) {
      const kept = keepCertificateFile(vouched.certificatePath, decision.pem);
      if (!kept.ok)
        log.warn('The certificate could not be written to its own file', { reason: kept.error.message });
    }
    log.info('Paired with a server', { server: credentials.serverUrl, mode: decision.mode, by: decision.by });
    return ok(null);
  };
  return ok({ credentials, use, keep, undo });
}

/** Whether the server that answered is the one that is meant (docs/server-contract.md, Trust modes and the paragraph after it). */
async function decideFirstTrust(contact: Contact, trust: PairingTrust): Promise<Result<FirstTrust>> {
  const { url: serverUrl, mode } = contact;
  const undecided = { serverUrl, mode, pem: null, by: trust.by, compared: false };
  switch (mode) {
    case 'plain':
      // Whoever compared a certificate did not mean a connection without one.
      if (trust.by === 'installer' && trust.fingerprint !== null)
        return about(
          'fingerprint',
          fail('certificate-changed', 'The server no longer shows the certificate that was confirmed.').error,
        );
      return trust.by === 'file' || trust.plainConsent
        ? ok(undecided)
        : about(
            'address',
            fail('plain-consent-needed', 'This server answers only without encryption.').error,
          );
    case 'system':
    case 'insecure': {
      const confirmed = trust.by === 'installer' && trust.fingerprint !== null;
      const compared = confirmed ? compareWithPerson(contact, trust) : ok(false);
      return compared.ok
        ? ok({ ...undecided, compared: compared.value })
        : about('fingerprint', compared.error);
    }
    case 'pinned': {
      const compared =
        trust.by === 'file' ? await compareWithFile(contact, trust) : compareWithPerson(contact, trust);
      if (!compared.ok) return about('fingerprint', compared.error);
      return ok({ ...undecided, pem: contact.certificate?.pem ?? null, compared: compared.value });
    }
    default:
      return assertNever(mode);
  }
}

function compareWithPerson(
  { certificate }: Contact,
  trust: Extract<PairingTrust, { by: 'installer' }>,
): Result<boolean> {
  if (trust.fingerprint === null) {
    return fail('fingerprint-unconfirmed', "Compare the certificate's fingerprint first.");
  }
  return trust.fingerprint === certificate?.summary.fingerprint
    ? ok(true)
    : fail(
        'certificate-changed',
        'The server now shows another certificate than the one that was confirmed.',
      );
}

/** True when the file had something to compare; without, it pins on first use and the audit says so. */
async function compareWithFile(
  { certificate }: Contact,
  trust: Extract<PairingTrust, { by: 'file' }>,
): Promise<Result<boolean>> {
  if (certificate === null) return fail('certificate-unreadable', 'The server shows no certificate.');
  const written = trust.fingerprint.trim();
  if (written !== '') {
    const expected = parseFingerprint(written);
    if (expected === null) {
      return fail('fingerprint-invalid', 'The fingerprint in the file is not a SHA-256 of 64 hex digits.');
    }
    if (expected !== certificate.summary.fingerprint) {
      return fail('fingerprint-mismatch', 'The server shows another certificate than the file says.');
    }
  }
  const kept = trust.certificatePath === '' ? ok(null) : await readCertificateFile(trust.certificatePath);
  if (!kept.ok) return fail('certificate-file-unreadable', 'The certificate file cannot be read.');
  if (kept.value === null) return ok(written !== '');
  return fitsOneOf(kept.value, new X509Certificate(certificate.pem))
    ? ok(true)
    : fail(
        'certificate-file-mismatch',
        'The server shows another certificate than the one kept in the file.',
      );
}
