import { traitsOf, type CallCode } from '../shared/failure-codes.ts';
import { createAuth } from './auth/auth.ts';
import type { Auth, AuthEvent, Credentials } from './auth/auth.types.ts';
import { withCode } from './heartbeat/feedback.ts';
import { createPlaylistSync, type PlaylistSync } from './playlist/playlist-sync.ts';
import { createServerClient } from './server/server-client.ts';
import type {
  DownloadAnswer,
  DownloadRequest,
  FeedbackReport,
  ServerClient,
} from './server/server-client.types.ts';
import type { Clock, ClockTimer } from '../shared/clock.ts';
import type { Failure, Result } from '../shared/result.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { Stages } from './stages.ts';

/** How often the server's clock is compared with ours. */
const HEALTH_EVERY_MS = 3_600_000;

/** Everything that belongs to one paired server; another server is another session. */
export interface Session {
  readonly auth: Auth;
  readonly sync: PlaylistSync;
  start(): void;
  stop(): Promise<void>;
  send(report: FeedbackReport): Promise<Result<null, CallCode>>;
  download(request: DownloadRequest): Promise<Result<DownloadAnswer, CallCode>>;
  /** The network is back: tries what waits. */
  nudge(): void;
}

export interface SessionHooks {
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly appVersion: string;
  /** A call to the paired server was answered, or was not. */
  readonly onContact: (answered: boolean) => void;
  readonly onAuth: (event: AuthEvent) => void;
  /** What keeps the playlist from being read; null: it was read. */
  readonly onPlaylist: (failure: Failure | null) => void;
  /** The server's clock minus ours, in ms. */
  readonly onServerTime: (skewMs: number) => void;
}

/** Puts server, auth and playlist sync together for `credentials`; the trust keeper must already use this server. */
export function createSession(stages: Stages, credentials: Credentials, hooks: SessionHooks): Session {
  const { clock } = hooks;
  const { log } = stages.logging;
  const settings = hooks.settings();
  const client = createServerClient({
    baseUrl: credentials.serverUrl,
    transport: stages.trust.transport,
    clock,
    log,
    random: Math.random,
    appVersion: hooks.appVersion,
    timeoutMs: settings.requestTimeoutSeconds * 1_000,
    retryAttempts: settings.retryAttempts,
    retryDelayMs: settings.retryDelaySeconds * 1_000,
    onOutcome: (call, code) => {
      // A file may lie on another host, whose absence says nothing of the server.
      if (call !== 'download') hooks.onContact(code === 'ok' || traitsOf(code).answered);
    },
  });
  const auth = createAuth({
    client,
    vault: stages.vault,
    credentials,
    clock,
    log,
    random: Math.random,
    verifyMs: settings.verifySeconds * 1_000,
  });
  const sync = createPlaylistSync({
    fetch: (known) => auth.withAccess((access) => client.playlist(access, known)),
    keeper: stages.keeper,
    clock,
    pollSeconds: () => hooks.settings().playlistPollSeconds,
    log,
    onOutcome: (outcome) => {
      hooks.onPlaylist(outcome.ok ? null : outcome.error);
    },
  });
  const health = createHealthRound(client, clock, hooks.onServerTime);
  const stopListening = auth.onChange(hooks.onAuth);

  return {
    auth,
    sync,
    start: () => {
      stages.trust.start(() => client.certificate());
      health.start();
      auth.start();
      sync.start();
    },
    stop: async () => {
      health.stop();
      auth.stop();
      client.close();
      stages.trust.stop();
      await sync.stop();
      stopListening();
    },
    send: (report) => {
      const { quickconnectCode, authCode } = auth.credentials();
      return client.feedback(withCode(report, quickconnectCode), authCode);
    },
    download: (request) => client.download(request),
    nudge: () => {
      sync.nudge();
      stages.keeper.retryNow();
    },
  };
}

/** Asks `/api/health` for the server's clock, now and every hour. */
function createHealthRound(
  client: Pick<ServerClient, 'health'>,
  clock: Clock,
  onServerTime: (skewMs: number) => void,
): { start: () => void; stop: () => void } {
  let timer: ClockTimer | null = null;
  let running = false;
  const ask = async (): Promise<void> => {
    const health = await client.health();
    if (health.ok && health.value.clockSkewMs !== null) onServerTime(health.value.clockSkewMs);
    if (running) timer = clock.after(HEALTH_EVERY_MS, () => void ask());
  };
  return {
    start: () => {
      running = true;
      void ask();
    },
    stop: () => {
      running = false;
      timer?.cancel();
    },
  };
}
