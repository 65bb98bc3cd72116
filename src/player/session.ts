import { traitsOf, type CallCode } from '../shared/failure-codes.ts';
import type { DateSample } from '../playback/second-turn.ts';
import { createAuth } from './auth/auth.ts';
import type { Auth, AuthEvent, Credentials, SessionBeginning } from './auth/auth.types.ts';
import { withCode } from './heartbeat/feedback.ts';
import type { GroupMarks } from './playlist/group-marks.ts';
import { createPlaylistSync, type PlaylistSync } from './playlist/playlist-sync.ts';
import { createPictureSender } from './server/picture-sender.ts';
import { createServerClient } from './server/server-client.ts';
import type { DownloadAnswer, DownloadRequest, FeedbackReport } from './server/server-client.types.ts';
import type { Clock } from '../shared/clock.ts';
import type { Failure, Result } from '../shared/result.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { Stages } from './stages.ts';

/** Everything that belongs to one paired server; another server is another session. */
export interface Session {
  readonly auth: Auth;
  readonly sync: PlaylistSync;
  start(): void;
  stop(): Promise<void>;
  /** What the server's clock says, in whole seconds. */
  time(signal: AbortSignal): Promise<Result<DateSample, CallCode>>;
  send(report: FeedbackReport): Promise<Result<null, CallCode>>;
  download(request: DownloadRequest): Promise<Result<DownloadAnswer, CallCode>>;
  /** Gives the server a picture of the screen, if it takes any. */
  sendPicture(webp: Uint8Array): Promise<void>;
  /** The network is back: tries what waits. */
  retryNow(): void;
  /** The server is back: what waits is tried soon, not by every screen at once. */
  serverIsBack(): void;
}

export interface SessionHooks {
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly appVersion: string;
  readonly beginning: SessionBeginning;
  /** A call to the paired server was answered, or was not. */
  readonly onContact: (answered: boolean) => void;
  readonly onAuth: (event: AuthEvent) => void;
  /** What keeps the playlist from being read; null: it was read. */
  readonly onPlaylist: (failure: Failure | null) => void;
  /** The playlist was read; `isChanged`: it is another one than before. */
  readonly onListRead: (isChanged: boolean) => void;
  /** What time it is at the paired server, epoch ms. */
  readonly onServerTime: (serverMs: number) => void;
  /** Null: the screen is in no group. */
  readonly groupMarks: Pick<GroupMarks, 'nextPollMs'> | null;
}

/** Puts server, auth and playlist sync together for `credentials`; the trust store must already use this server. */
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
    onServerTime: hooks.onServerTime,
  });
  const auth = createAuth({
    client,
    vault: stages.vault,
    credentials,
    clock,
    log,
    random: Math.random,
    verifyMs: settings.verifySeconds * 1_000,
    beginning: hooks.beginning,
  });
  const sync = createPlaylistSync({
    fetch: (known) => auth.withAccess((access) => client.playlist(access, known)),
    playlists: stages.playlists,
    clock,
    pollSeconds: () => hooks.settings().playlistPollSeconds,
    nextMarkMs:
      hooks.groupMarks === null ? null : () => hooks.groupMarks?.nextPollMs(credentials.hostname) ?? 0,
    log,
    onOutcome: (outcome) => {
      hooks.onPlaylist(outcome.ok ? null : outcome.error);
      if (outcome.ok) hooks.onListRead(outcome.value?.changed === true);
    },
  });
  const stopListening = auth.onChange(hooks.onAuth);
  const pictures = createPictureSender(client, clock, log);

  return {
    auth,
    sync,
    start: () => {
      stages.trust.start(() => client.certificate());
      auth.start();
      sync.start();
    },
    stop: async () => {
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
    time: (signal) => client.time(signal),
    download: (request) => client.download(request),
    sendPicture: (webp) => pictures.send(webp, auth.credentials().authCode),
    retryNow: () => {
      sync.retryNow();
      stages.playlists.retryNow();
    },
    serverIsBack: () => {
      sync.serverIsBack();
    },
  };
}
