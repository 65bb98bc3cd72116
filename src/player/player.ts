import { existsSync } from 'node:fs';
import type { Log } from '../platform/logging/log.ts';
import { createDiskWrites } from '../platform/files/disk-writes.ts';
import { createMediaResponder } from './media/media-response.ts';
import { createWakeLock } from './screen/wake-lock.ts';
import { readConfiguration, type LaunchOptions } from './configuration.ts';
import { guardRequests } from './guard-requests.ts';
import { createPinGuard } from './pairing/pin-guard.ts';
import { createConnection, type Connection } from './connection.ts';
import { createLiveState } from './status/live-state.ts';
import { createNetworkWatch } from '../platform/machine/network-watch.ts';
import { noteRun, noteStart, type Run } from './status/run-history.ts';
import { reportTrustEvent } from './status/report-events.ts';
import { pairingTarget, prefillOf } from './pairing/pairing-target.ts';
import { createPageLooks } from './page-looks.ts';
import { createPlannedRestarts } from './screen/planned-restarts.ts';
import { createProblems, type Problems } from './status/problems.ts';
import { hearScreenAway } from './screen/hear-screen-away.ts';
import { createRecovery, type Recovery } from './screen/recovery.ts';
import { createRequests } from './requests.ts';
import { createScreenReports } from './screen/screen-reports.ts';
import { createScreenWatch } from './screen/screen-watch.ts';
import { buildTimeMs } from '../platform/machine/build-time.ts';
import { createServerTime } from './server/server-time.ts';
import { createServiceWatchdog } from '../platform/machine/service-watchdog.ts';
import { createZoneWatch } from '../platform/machine/zone-watch.ts';
import { noteRebuilt, reportDiskTrouble } from './storage-report.ts';
import { createStages, type PlayerStorage } from './stages.ts';
import { createStatusFlow, type StatusFlow } from './status-flow.ts';
import { answerBridge } from '../shared/answer-bridge.ts';
import { createSystemClock, type Clock } from '../shared/clock.ts';
import type { Host } from '../shared/host.ts';
import { describeThrown, ok, type Failure, type Result } from '../shared/result.ts';
import type { Settings } from '../shared/settings-schema.ts';
import { createKeyValueStore } from '../platform/store/key-value-store.ts';
import { openKeptDatabase } from '../platform/store/kept-database.ts';
import { stopInOrder } from './stop-in-order.ts';
import type { TrustStore } from './trust/trust.types.ts';
import { dataFile } from '../platform/files/data-files.ts';

/** What a shell's start says, and the clock of tests. */
export interface PlayerOptions extends LaunchOptions {
  readonly clock?: Clock;
  /** When this program was built, epoch ms. */
  readonly buildMs?: number;
}

/** The player behind a shell's window. */
export interface Player {
  /** Plays what is cached, and beside it connects, whatever the disk lets it keep. */
  start(): Promise<Result<void>>;
  /** Stops every stage in reverse order; nothing that was acknowledged is lost. `bug`: because of one, which is noted. */
  stop(because?: 'bug'): Promise<void>;
}

/** The composition root: wires the stages for `host` and lists them in order. */
export function createPlayer(host: Host, options: PlayerOptions): Player {
  let assembled: Player | null = null;
  return {
    start: async () => {
      const clock = options.clock ?? createSystemClock();
      const writes = createDiskWrites(clock);
      const database = openKeptDatabase({ file: dataFile(host.dataFolder, 'database'), clock, writes });
      assembled = assemble(host, options, clock, { database, writes });
      return assembled.start();
    },
    stop: async (because) => {
      await assembled?.stop(because);
      assembled = null;
    },
  };
}

function assemble(host: Host, options: PlayerOptions, clock: Clock, storage: PlayerStorage): Player {
  const { database, writes } = storage;
  const keyValues = createKeyValueStore(database);
  const unpaired = !existsSync(dataFile(host.dataFolder, 'credentials'));
  const {
    settings: configured,
    warnings,
    fileHash,
  } = readConfiguration(host, options, keyValues, writes, unpaired);
  let settings = configured;
  /** Settings that were changed here and that the disk has not taken yet. */
  let unsaved: Partial<Settings> = {};
  let ends: Run['ended'] = 'stopped';
  const live = createLiveState();
  const problems = createProblems();
  const pinGuard = createPinGuard(keyValues, clock);

  const stages = createStages(host, clock, settings, storage, {
    download: (request) => connection.download(request),
    serverUrl: () => connection.credentials()?.serverUrl ?? settings.serverUrl,
    onProgram: (program) => {
      host.bridge.send('program', recovery.select(program));
    },
    onChange: () => {
      status.changed();
    },
  });
  const { log } = stages.logging;
  const serverTime = createServerTime({
    clock,
    buildMs: options.buildMs ?? buildTimeMs(),
    keyValues,
    log,
  });
  const common = { host, stages, clock, live, problems, pinGuard, serverTime, log, settings: () => settings };
  const onChange = (): void => {
    status.changed();
  };
  const status: StatusFlow = createStatusFlow({
    ...common,
    prefill: prefillOf(settings, host.machineName),
    recoveries: () => recovery.counters(),
    connection: () => connection,
  });
  const { heartbeat, outbox, pairingProgress, snapshot } = status;
  // The demo's `--pair` (and an installer who prefers it) wants the screen to ask, filled in.
  const asksPerson = options.environment['DIGIPLAYER_PAIR'] === '1';
  const connection: Connection = createConnection({
    ...common,
    keyValues,
    outbox,
    heartbeat,
    appVersion: host.appVersion,
    target: asksPerson ? null : pairingTarget(settings, host.machineName, fileHash),
    progress: pairingProgress,
    onChange,
  });
  const networkWatch = createNetworkWatch(clock, {
    onBack: () => {
      log.info('This machine has a network again');
      connection.retryNow();
    },
    onChange,
  });
  const zoneWatch = createZoneWatch(clock, options.environment, (zone) => {
    log.info('The time zone of this machine was set', { zone });
    onChange();
  });
  const recovery: Recovery = createRecovery({
    ...common,
    keyValues,
    report: (...event) => {
      heartbeat.report(...event);
      onChange();
    },
    onRelaunch: () => {
      ends = 'recovery';
    },
    onModeChange: () => {
      host.bridge.send('program', recovery.select(stages.playlists.currentProgram()));
    },
  });
  const serviceWatchdog = createServiceWatchdog({
    environment: options.environment,
    expectsScreen: host.screen.hasWindow === true,
    clock,
    log,
  });
  const screenWatch = createScreenWatch({
    screen: host.screen,
    clock,
    onSign: () => {
      serviceWatchdog.alive();
      screenReports.alive();
    },
    recover: (...lost) => {
      recovery.screenLost(...lost);
    },
  });
  const plannedRestarts = createPlannedRestarts({
    ...common,
    memoryMb: async () => (await host.memoryMb?.()) ?? null,
    isPlaying: () => live.current !== null,
    restartRenderer: (message) => {
      recovery.restartRenderer('memory', message);
    },
    restartPlayer: () => {
      ends = 'nightly';
      host.relaunch();
    },
  });
  const keepAwake = createWakeLock({ host, live, log, onChange });
  const screenReports = createScreenReports({
    ...common,
    ...stages,
    clock: serverTime.corrected,
    heartbeat,
    onChange,
  });
  const stopHearingTrust = subscribeToTrust(stages.trust, status, host.pageTrust);
  const requests = createRequests({
    ...common,
    desk: connection.pairing,
    screenWatch,
    recovery,
    snapshot,
    session: () => connection.session(),
    report: (report) => {
      screenReports.report(report);
      if (report.kind === 'shown' || report.kind === 'standby') plannedRestarts.boundary();
    },
    lookAtPage: createPageLooks({
      ...common,
      ...stages,
      serverUrl: () => connection.credentials()?.serverUrl ?? settings.serverUrl,
      environment: options.environment,
    }),
    changeSettings: (change) => {
      settings = { ...settings, ...change };
      unsaved = { ...unsaved, ...change };
      writes.attempt('settings.json', () => {
        host.settings.write(unsaved);
        unsaved = {};
      });
      onChange();
    },
    onPinChanged: onChange,
    onAutostartChanged: onChange,
    keepAwake,
    unpair: () => connection.unpair(),
    onRelaunchAsked: () => {
      ends = 'relaunch';
    },
  });

  const isPaired = (): boolean => connection.credentials() !== null;

  return {
    start: async () => {
      noteWarnings(warnings, database.setAside(), problems, log);
      database.start();
      reportDiskTrouble(storage, problems, log, onChange);
      const restartedAfter = options.environment['DIGIPLAYER_RESTARTED_AFTER'] ?? null;
      const start = noteStart(keyValues, host.appVersion, restartedAfter);
      log.info('The player starts', { version: host.appVersion, shell: host.name, ...start });
      host.serveMedia(createMediaResponder((sha256) => stages.media.open(sha256), log));
      host.bridge.serve(
        answerBridge(guardRequests(requests, pinGuard, isPaired), (request, description) => {
          log.error('A request of the screen failed', { request, description });
        }),
      );
      showScreen(host, log);
      keepAwake(settings.keepAwake);
      void stages.media.start();
      stages.playlists.start();
      recovery.start(start);
      hearScreenAway({ ...common, recovery, screenReports, screenWatch, serviceWatchdog, onChange });
      screenWatch.start();
      serviceWatchdog.start();
      plannedRestarts.start();
      await connection.start();
      networkWatch.start();
      zoneWatch.start();
      heartbeat.start();
      const why = start.cause === null ? start.reason : `${start.reason}: ${start.cause}`;
      heartbeat.report('started', `DigiPlayer ${host.appVersion} started (${why}).`);
      return ok(undefined);
    },
    stop: async (because) => {
      const lastWords = (): void => {
        noteRun(keyValues, host.appVersion, because ?? ends);
      };
      await stopInOrder(
        [
          networkWatch,
          zoneWatch,
          plannedRestarts,
          screenWatch,
          serviceWatchdog,
          recovery,
          {
            stop: () => {
              screenReports.close();
            },
          },
          status,
          connection,
          { stop: stopHearingTrust },
          stages.playlists,
          stages.media,
          { stop: lastWords },
          writes,
          {
            stop: () => {
              database.close();
            },
          },
        ],
        log,
      );
      log.info('The player stopped');
      await stages.logging.close();
    },
  };
}

/** The window comes up beside everything else; without one the player still serves. */
function showScreen(host: Host, log: Log): void {
  host.screen.show().catch((thrown: unknown) => {
    log.error('The screen could not be shown', { reason: describeThrown(thrown) });
  });
}

/** What was found while the settings and the database were opened, before there was a log. */
function noteWarnings(
  warnings: readonly Failure[],
  setAside: string | null,
  problems: Problems,
  log: Log,
): void {
  for (const { message } of warnings) log.warn(message);
  problems.set('settings', warnings);
  noteRebuilt(setAside, problems, log);
}

/** What trust decides goes to the overlay and to the server. */
function subscribeToTrust(
  trust: TrustStore,
  { heartbeat, changed }: StatusFlow,
  pages: Host['pageTrust'],
): () => void {
  pages?.set(trust.pin());
  return trust.onChange((event) => {
    pages?.set(trust.pin());
    reportTrustEvent(heartbeat, event);
    changed();
  });
}
