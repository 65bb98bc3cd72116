import { isProxyCode, type ContactCode, type FailureCode } from '../../shared/failure-codes.ts';
import type { X509Certificate } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';
import { fail, ok, type Failed, type Failure, type Result } from '../../shared/result.ts';
import { candidateUrls } from '../settings/server-address.ts';
import { obstacleFailure, type NetworkLook } from '../server/network-look.ts';
import { createServerClient } from '../server/server-client.ts';
import type { ServerClient, ServerHealth } from '../server/server-client.types.ts';
import { readPeerCertificate } from '../trust/handshake.ts';
import { fingerprintOf, inspectCertificate, isIssuedBy, readBundle } from '../trust/inspect-certificate.ts';
import { fitAnnouncement } from '../trust/judge-peer.ts';
import { hostOf } from '../trust/known-server.ts';
import type { Route } from '../trust/route.ts';
import type { ShownPeer } from '../trust/secure-connection.ts';
import { createTransport } from '../trust/transport.ts';
import type { InspectedCertificate, ServerTrustMode } from '../trust/trust.types.ts';

/** What is needed to talk to a server that is not trusted yet. */
export interface ContactDependencies {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly appVersion: string;
  /** Setting `requestTimeoutSeconds`, for each step. */
  readonly timeoutMs: number;
  readonly systemContext: () => SecureContext;
  readonly route: Route;
  readonly networkLook: NetworkLook;
}

/** A server that answered as a DigiServer, and the client to go on with. */
export interface Contact {
  readonly url: string;
  readonly mode: ServerTrustMode;
  /** What the handshake showed; null on plain http. */
  readonly certificate: InspectedCertificate | null;
  readonly health: ServerHealth;
  /** Speaks only to the certificate that was shown. The caller closes it. */
  readonly client: ServerClient;
}

/**
 * Finds the DigiServer at an address that a person or a file named, without saying anything secret: a handshake that is
 * broken off, then health and the announced certificate over connections that accept only the certificate of that
 * handshake (docs/server-contract.md, at the end).
 *
 * `wanted` null (the pairing screen) takes *system* where ordinary trust would do, else *pinned*, else *plain*. Fails with
 * `address-invalid`, `name-not-found`, `unreachable`, `port-refused`, `speaks-http`, `speaks-https`, `timeout`,
 * `not-a-digiserver`, `captive-portal`, `names-all-alike`, `certificate-mismatch`, `certificate-unreadable`, `authority-unknown`, `key-usage-refused`,
 * `nothing-in-common`, or what the client failed with.
 */
export async function contactServer(
  dependencies: ContactDependencies,
  address: string,
  wanted: ServerTrustMode | null,
): Promise<Result<Contact, ContactCode>> {
  const candidates = candidateUrls(address);
  if (!candidates.ok) return about('address', candidates.error);
  const failed: FailedContact[] = [];
  for (const url of candidates.value.filter((one) => mayTry(one, wanted))) {
    const contact = url.startsWith('https:')
      ? await contactSecurely(dependencies, url, wanted)
      : await contactPlainly(dependencies, url);
    if (contact.ok) return contact;
    failed.push({ url, failure: contact.error });
    if (!mayAnswerElsewhere(contact.error.code)) break;
  }
  const obstacle = await whatStandsBetween(dependencies, failed);
  if (obstacle !== null) return about('address', obstacle);
  const last = failed.at(-1)?.failure;
  if (last !== undefined && !mayAnswerElsewhere(last.code)) return about('address', last);
  const wrongScheme = await whoSpeaksAnother(dependencies, failed);
  return about('address', wrongScheme ?? mostTelling(failed));
}

/** A log-in page or a wrong address looks like a server that is down, or like another one. */
async function whatStandsBetween(
  { networkLook }: ContactDependencies,
  failed: readonly FailedContact[],
): Promise<Failure<ContactCode> | null> {
  const { url, failure } = failed.find((one) => one.failure.code === 'not-a-digiserver') ?? failed[0] ?? {};
  if (url === undefined || failure === undefined) return null;
  const obstacle = await networkLook({ serverUrl: url, failed: failure.code, isKnown: false });
  return obstacle === null ? null : obstacleFailure(obstacle);
}

/** A proxy may reach one port of a machine and not another, or let nobody to one of them. */
const ELSEWHERE: ReadonlySet<ContactCode> = new Set([
  ...(['offline', 'timeout', 'no-tls', 'not-a-digiserver'] as const),
  ...(['proxy-no-way', 'proxy-refused', 'proxy-silent'] as const),
]);

/** Whether another address of the same server may still work after this failure. */
function mayAnswerElsewhere(code: ContactCode): boolean {
  return ELSEWHERE.has(code);
}

/** https never falls back to http where a file says how to trust. */
function mayTry(url: string, wanted: ServerTrustMode | null): boolean {
  return wanted === null || url.startsWith('http:') === (wanted === 'plain');
}

interface FailedContact {
  readonly url: string;
  readonly failure: Failure<ContactCode>;
}

/** Somebody who answers wrongly tells more than nobody who answers. */
function mostTelling(failed: readonly FailedContact[]): Failure<ContactCode> {
  const { url, failure } = failed.find((one) => one.failure.code === 'not-a-digiserver') ?? failed[0] ?? {};
  if (url === undefined || failure === undefined)
    return fail('address-invalid', 'This address does not fit the trust mode.').error;
  if (failure.code === 'not-a-digiserver' || failure.code === 'timeout' || isProxyCode(failure.code))
    return failure;
  const reason = String(failure.params?.['reason']);
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN')
    return fail('name-not-found', 'The network knows no machine of this name.', failure.params).error;
  if (reason === 'ECONNREFUSED')
    return fail('port-refused', 'The machine is there, but nothing listens on this port.', placeOf(url))
      .error;
  return fail('unreachable', 'No server answers at this address.', failure.params).error;
}

/** Failures in which nobody was there to speak at all. */
const SILENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

/** The other of http and https, where the address names one that is not spoken at its port; null: that is not it. */
async function whoSpeaksAnother(
  dependencies: ContactDependencies,
  failed: readonly FailedContact[],
): Promise<Failure<ContactCode> | null> {
  const [first] = failed;
  const isSilent = SILENT.has(String(first?.failure.params?.['reason']));
  const schemes = new Set(failed.map(({ url }) => new URL(url).protocol));
  // Without a scheme both were tried.
  if (first === undefined || isSilent || isProxyCode(first.failure.code) || schemes.size !== 1) return null;
  if (schemes.has('https:')) {
    return first.failure.code === 'no-tls'
      ? fail('speaks-http', 'Nobody speaks https at this port.', placeOf(first.url)).error
      : null;
  }
  const { clock, timeoutMs, route } = dependencies;
  const { host, port } = placeOf(first.url);
  return (await readPeerCertificate({ host, port, clock, timeoutMs, route })).ok
    ? fail('speaks-https', 'The server expects https at this port.', { host, port }).error
    : null;
}

function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { port, protocol } = new URL(url);
  return { host: hostOf(url), port: Number(port || (protocol === 'https:' ? 443 : 80)) };
}

/** The failure, naming the field of the pairing screen that it belongs to. */
export function about<Code extends FailureCode>(
  field: 'address' | 'fingerprint' | 'secret',
  failure: Failure<Code>,
): Failed<Code> {
  return { ok: false, error: { ...failure, params: { ...failure.params, field } } };
}

async function contactPlainly(
  dependencies: ContactDependencies,
  url: string,
): Promise<Result<Contact, ContactCode>> {
  const client = clientFor(dependencies, url, () => false);
  const health = await askHealth(client);
  if (health.ok) return ok({ url, mode: 'plain', certificate: null, health: health.value, client });
  client.close();
  return health;
}

async function contactSecurely(
  dependencies: ContactDependencies,
  url: string,
  wanted: ServerTrustMode | null,
): Promise<Result<Contact, ContactCode>> {
  const { clock, timeoutMs, route } = dependencies;
  const { host, port } = placeOf(url);
  const secureContext = dependencies.systemContext();
  const shown = await readPeerCertificate({ host, port, timeoutMs, clock, route, secureContext });
  if (!shown.ok) return shown;
  const { certificate, systemProblem } = shown.value;
  const inspected = inspectCertificate(certificate, { now: clock.now(), host, systemProblem });
  if (!inspected.ok) return inspected;
  const mode = wanted ?? (systemProblem === null ? 'system' : 'pinned');
  if (mode === 'system' && systemProblem !== null) {
    return fail('authority-unknown', `The certificate of ${host} is not one that this system trusts.`, {
      host,
      reason: systemProblem,
    });
  }
  const fingerprint = fingerprintOf(certificate);
  const client = clientFor(dependencies, url, (peer) =>
    mode === 'system' ? peer.systemProblem === null : fingerprintOf(peer.certificate) === fingerprint,
  );
  const health = await askHealth(client);
  const checked = health.ok && mode === 'pinned' ? await compareAnnouncement(client, certificate) : health;
  if (health.ok && checked.ok) {
    return ok({ url, mode, certificate: inspected.value, health: health.value, client });
  }
  client.close();
  return checked.ok ? fail('unreachable', 'No server answers at this address.') : checked;
}

function clientFor(
  dependencies: ContactDependencies,
  url: string,
  judge: (peer: ShownPeer) => boolean,
): ServerClient {
  const { timeoutMs } = dependencies;
  const { origin } = new URL(url);
  const transport = createTransport({ ...dependencies, origin, connectTimeoutMs: timeoutMs, judge });
  // A person waits: they try again themselves.
  return createServerClient({ ...dependencies, baseUrl: url, transport, retryAttempts: 1, retryDelayMs: 0 });
}

async function askHealth(client: ServerClient): Promise<Result<ServerHealth, ContactCode>> {
  const health = await client.health();
  if (health.ok || !['not-found', 'bad-answer', 'refused', 'too-large'].includes(health.error.code)) {
    return health;
  }
  return fail('not-a-digiserver', 'Something answers at this address, but it is no DigiServer.');
}

/** What the endpoint announces must fit what the handshake shows; a server without the endpoint has nothing to compare. */
async function compareAnnouncement(
  client: ServerClient,
  shown: X509Certificate,
): Promise<Result<null, ContactCode>> {
  const announced = await client.certificate();
  if (!announced.ok) {
    if (announced.error.code === 'refused' && announced.error.params?.['status'] === 405) return ok(null);
    return announced.error.code === 'bad-answer'
      ? fail('certificate-unreadable', 'The server announces a certificate that cannot be read.')
      : announced;
  }
  return announced.value === null ? ok(null) : compareBundle(announced.value.pem, shown);
}

/** Compares a bundle in PEM with the certificate of a handshake. */
function compareBundle(pem: string, shown: X509Certificate): Result<null, ContactCode> {
  const bundle = readBundle(pem);
  if (!bundle.ok) return bundle;
  return fitsOneOf(bundle.value, shown)
    ? ok(null)
    : fail(
        'certificate-mismatch',
        'The server announces another certificate than it shows: somebody may stand between.',
      );
}

/** Whether the certificate of a handshake is one of `known`, or was issued by one of them. */
export function fitsOneOf(known: readonly X509Certificate[], shown: X509Certificate): boolean {
  const fit = fitAnnouncement(
    known.map((one) => ({ fingerprint: fingerprintOf(one), signedShown: isIssuedBy(shown, one) })),
    { fingerprint: fingerprintOf(shown) },
  );
  return fit !== 'different';
}
