import { createMediaResponder } from './media/media-response.ts';
import { assemble, type Parts } from './assemble.ts';
import type { PlayerOptions } from './foundation.ts';
import { guardRequests } from './guard-requests.ts';
import { noteRebuilt, reportDiskTrouble } from './storage-report.ts';
import { stopInOrder } from './stop-in-order.ts';
import { dataFile } from '../platform/files/data-files.ts';
import { createDiskWrites } from '../platform/files/disk-writes.ts';
import type { Log } from '../platform/logging/log.ts';
import { createStreamResponder } from './media/stream-responder.ts';
import { STREAM_PATH } from '../shared/stream-path.ts';
import { openKeptDatabase } from '../platform/store/kept-database.ts';
import { answerBridge } from '../shared/answer-bridge.ts';
import { createSystemClock } from '../shared/clock.ts';
import type { Host } from '../shared/host.ts';
import { parseReferers } from '../shared/referers.ts';
import { parseTouchHosts } from '../shared/touch-hosts.ts';
import { describeThrown, ok, type Result } from '../shared/result.ts';

export type { PlayerOptions } from './foundation.ts';

/** The player behind a shell's window. */
export interface Player {
  /** Plays what is cached, and beside it connects, whatever the disk lets it keep. */
  start(): Promise<Result<void>>;
  /** Stops every stage in reverse order; nothing that was acknowledged is lost. `bug`: because of one, which is noted. */
  stop(because?: 'bug'): Promise<void>;
}

/** The player for `host`: its parts are made at the start, run, and stop in order. */
export function createPlayer(host: Host, options: PlayerOptions): Player {
  let parts: Parts | null = null;
  return {
    start: async () => {
      const clock = options.clock ?? createSystemClock();
      const writes = createDiskWrites(clock);
      const database = openKeptDatabase({ file: dataFile(host.dataFolder, 'database'), clock, writes });
      parts = assemble(host, options, clock, { database, writes });
      await startParts(parts, options);
      return ok(undefined);
    },
    stop: async (because) => {
      const running = parts;
      parts = null;
      if (running !== null) await stopParts(running, because);
    },
  };
}

/** The screen comes first, from what is cached; what needs the network comes after it. */
async function startParts(parts: Parts, { environment }: PlayerOptions): Promise<void> {
  const { host, storage, stages, log, heartbeat, recovery } = parts;
  noteWarnings(parts);
  storage.database.start();
  reportDiskTrouble(storage, parts.problems, log, parts.onChange);
  const start = parts.runs.begin(environment['DIGIPLAYER_RESTARTED_AFTER'] ?? null);
  log.info('The player starts', { version: host.appVersion, shell: host.name, ...start });
  // Before the page asks for anything of the web.
  parts.pages.start();
  host.useReferers?.(parseReferers(parts.settings().refererFor) ?? []);
  const answerMedia = answerOfMedia(parts);
  host.serveMedia((request) => {
    const capture = parts.beatFiles.answer(request);
    return capture === null ? answerMedia(request) : Promise.resolve(capture);
  });
  host.touchPages?.use(parseTouchHosts(parts.settings().interactiveHosts) ?? []);
  const guarded = guardRequests(parts.requests, parts.pinGuard, () => parts.session.credentials() !== null);
  host.bridge.serve(
    answerBridge(guarded, (request, description) => {
      log.error('A request of the screen failed', { request, description });
    }),
  );
  // Before the page asks what to show: a screen that starts at night begins black.
  parts.panel.start();
  parts.alerts.start();
  showScreen(host, log);
  parts.keepAwake(parts.settings().keepAwake);
  void stages.media.start(Boolean(start.cause));
  stages.playlists.start();
  stages.ownContent.start();
  recovery.start(start);
  parts.hearScreenAway();
  parts.screenWatch.start();
  parts.serviceWatchdog.start();
  parts.plannedRestarts.start();
  parts.displayFollower.start();
  void parts.network.start();
  await parts.proxy.start();
  await parts.connection.start();
  parts.networkWatch.start();
  parts.zoneWatch.start();
  parts.groupClock.start();
  parts.wakeWatch.start();
  parts.sticks.start();
  parts.beatFiles.start();
  heartbeat.start();
  // A screen that is not paired has nobody to tell how it is: its tick was the writing of it.
  if (parts.session.credentials() === null) parts.updates.proof.beatFinished();
  parts.updates.updater.start();
  const why = start.cause === null ? start.reason : `${start.reason}: ${start.cause}`;
  heartbeat.report('started', `DigiPlayer ${host.appVersion} started (${why}).`);
}

async function stopParts(parts: Parts, because?: 'bug'): Promise<void> {
  const { storage, stages, log } = parts;
  await stopInOrder(
    [
      parts.networkWatch,
      parts.zoneWatch,
      parts.sticks,
      parts.updates.updater,
      { stop: parts.stopHearingUpdates },
      parts.alerts,
      parts.panel,
      parts.wakeWatch,
      parts.displayFollower,
      parts.plannedRestarts,
      parts.screenWatch,
      parts.serviceWatchdog,
      parts.recovery,
      { stop: parts.screenReports.close },
      parts.trial,
      parts.serverTrial,
      parts.beatFiles,
      parts.network,
      parts.status,
      parts.groupClock,
      parts.connection,
      parts.pages,
      { stop: parts.stopHearingTrust },
      stages.playlists,
      stages.ownContent,
      stages.media,
      {
        stop: () => {
          parts.runs.end(because);
        },
      },
      { stop: stages.plays.close },
      storage.writes,
      storage.database,
      {
        stop: () => {
          storage.database.close();
        },
      },
    ],
    log,
  );
  log.info('The player stopped');
  await stages.logging.close();
}

/** What the screen may load from the player: files by their hash, and the streams of its playlists. */
function answerOfMedia({ stages, session, clock, log }: Parts): (request: Request) => Promise<Response> {
  const answerFile = createMediaResponder((sha256, box) => stages.media.open(sha256, box), log);
  const answerStream = createStreamResponder({
    download: session.download,
    isHeld: (address) => stages.playlists.holds('stream', address),
    clock,
    log,
  });
  return (request) =>
    new URL(request.url).pathname.startsWith(STREAM_PATH) ? answerStream(request) : answerFile(request);
}

/** The window comes up beside everything else; without one the player still serves. */
function showScreen(host: Host, log: Log): void {
  host.screen.show().catch((thrown: unknown) => {
    log.error('The screen could not be shown', { reason: describeThrown(thrown) });
  });
}

/** What was found while the settings and the database were opened, before there was a log. */
function noteWarnings({ warnings, storage, problems, log }: Parts): void {
  for (const { message } of warnings) log.warn(message);
  problems.set('settings', warnings);
  noteRebuilt(storage.database.setAside(), problems, log);
}
