import { traitsOf, type CallCode } from '../../shared/failure-codes.ts';
import { createSilentLog } from '../../platform/logging/log.ts';
import { createHttp } from '../server/http-call.ts';
import { createServerClient } from '../server/server-client.ts';
import type { DownloadRequest, PlaylistAccess, ServerClient } from '../server/server-client.types.ts';
import type { Failure } from '../../shared/result.ts';
import { inspectCertificate } from '../trust/inspect-certificate.ts';
import { createTransport } from '../trust/transport.ts';
import type { TrustTransport } from '../trust/trust.types.ts';
import { callFinding } from './call-finding.ts';
import { clockFinding, healthFinding } from './check-health.ts';
import { checkMedia, nothingToFetch, pickMediaItem } from './check-media.ts';
import { checkPlaylist } from './check-playlist.ts';
import { checkSignIn, signInObstacle } from './check-sign-in.ts';
import type { CredentialsReading, DoctorDependencies } from './doctor.types.ts';
import { isRefusal, certificateVerdictOf, type Expectation } from './certificate-verdict.ts';
import { serverChecks, type DiagnosisRun } from './diagnosis-run.ts';
import { within } from './within.ts';

export interface ConversationTarget {
  /** Under one origin, best first. */
  readonly urls: readonly [string, ...string[]];
  readonly expectation: Expectation;
  readonly reading: CredentialsReading;
}

/** Health, clock, sign-in, playlist and media, over connections each of which is measured before it is used. */
export async function examineConversation(
  run: DiagnosisRun,
  dependencies: DoctorDependencies,
  { urls, expectation, reading }: ConversationTarget,
): Promise<void> {
  const transport = measuredTransport(run, dependencies, urls[0], expectation);
  const openClient = (serverUrl: string): ServerClient =>
    createServerClient({
      ...dependencies,
      baseUrl: serverUrl,
      transport,
      log: createSilentLog(),
      random: Math.random,
      timeoutMs: run.limits.timeoutMs,
      retryAttempts: 1,
      retryDelayMs: 0,
    });
  try {
    if (!(await examineHealth(run, urls.map(openClient)))) return;
    const client = openClient(urls[0]);
    const access = await examineSignIn(run, client, reading);
    if (access !== null) await examineContent(run, dependencies, { client, transport, access });
  } finally {
    transport.destroy();
  }
}

/** Each connection meets the same question as the one of the TLS check did: somebody else may answer meanwhile. */
function measuredTransport(
  run: DiagnosisRun,
  { clock, systemContext, route }: DoctorDependencies,
  serverUrl: string,
  expectation: Expectation,
): TrustTransport {
  return createTransport({
    origin: new URL(serverUrl).origin,
    clock,
    connectTimeoutMs: run.limits.timeoutMs,
    systemContext,
    route,
    judge: ({ certificate, systemProblem }, host) => {
      const inspected = inspectCertificate(certificate, { now: clock.now(), host, systemProblem });
      if (!inspected.ok) return false;
      return !isRefusal(certificateVerdictOf(expectation, { certificate: inspected.value, systemProblem }));
    },
  });
}

/** False when the server cannot be talked to at all; that is told then. */
async function examineHealth(run: DiagnosisRun, clients: readonly ServerClient[]): Promise<boolean> {
  let failure: Failure<CallCode> | null = null;
  for (const client of clients) {
    const ended = await run.runCheck('health', () => within(run.limits, () => client.health()));
    if (ended === null) break;
    if (ended.kind === 'done' && ended.value.ok) {
      run.add(healthFinding(ended.value.value));
      run.add(clockFinding(ended.value.value));
      return true;
    }
    failure ??=
      ended.kind === 'done' && !ended.value.ok ? ended.value.error : { code: 'timeout', message: '' };
    if (!traitsOf(failure.code).answered) break;
  }
  if (failure !== null) run.add(callFinding('health', failure));
  const answers = failure !== null && traitsOf(failure.code).answered;
  run.skip(answers ? ['clock'] : serverChecks, 'health');
  return answers;
}

/** The access for the playlist; null when there is none, which is told then. */
async function examineSignIn(
  run: DiagnosisRun,
  client: ServerClient,
  reading: CredentialsReading,
): Promise<PlaylistAccess | null> {
  const obstacle = signInObstacle(reading, client.baseUrl);
  if (obstacle !== null || reading.kind !== 'credentials') {
    if (obstacle !== null) run.add(obstacle);
    run.skip(serverChecks, 'sign-in');
    return null;
  }
  const signIn = await run.runCheck('sign-in', () => checkSignIn(client, reading.credentials, run.limits));
  if (signIn !== null) run.add(signIn.finding);
  const access = signIn?.access ?? null;
  if (access === null) run.skip(serverChecks, 'sign-in');
  return access;
}

interface Content {
  readonly client: ServerClient;
  readonly transport: TrustTransport;
  readonly access: PlaylistAccess;
}

async function examineContent(
  run: DiagnosisRun,
  { clock, appVersion }: DoctorDependencies,
  { client, transport, access }: Content,
): Promise<void> {
  const { limits } = run;
  const playlist = await run.runCheck('playlist', () => checkPlaylist(client, access, limits));
  if (!run.addAndContinue(playlist?.finding ?? null) || playlist === null) {
    run.skip(serverChecks, 'playlist');
    return;
  }
  const item = pickMediaItem(playlist.items, client.baseUrl);
  if (item === null) {
    run.add(nothingToFetch());
    return;
  }
  const { timeoutMs } = limits;
  const http = createHttp({ transport, clock, userAgent: `DigiPlayer/${appVersion}`, timeoutMs });
  const tools = {
    http,
    download: (request: DownloadRequest) => client.download(request),
    now: () => clock.now(),
  };
  const media = await run.runCheck('media', () => checkMedia(tools, item, limits));
  if (media !== null) run.add(media);
  run.skip(serverChecks, 'media');
}
