import { existsSync } from 'node:fs';
import { readConfiguration, type LaunchOptions } from './configuration.ts';
import { createPinFile } from './pairing/pin-file.ts';
import { createPinGuard } from './pairing/pin-guard.ts';
import { createRecoveryMemory } from './screen/recovery-memory.ts';
import { createGroupClock } from './server/group-clock.ts';
import { createGroupMarksOf } from './playlist/group-marks.ts';
import { createProxyInUse } from './proxy-in-use.ts';
import { createNetworkLook, type NetworkLook } from './server/network-look.ts';
import { createServerTime } from './server/server-time.ts';
import { createListAge } from './stick/list-age.ts';
import type { StickPlaces } from './stick/stick-watch.ts';
import { createSessionSlot } from './session-slot.ts';
import { createSettingsInForce } from './settings-in-force.ts';
import { createServerTrial } from './server-trial.ts';
import { createSettingsTrial } from './settings-trial.ts';
import { openLog, type PlayerStorage } from './stages.ts';
import { createLiveState } from './status/live-state.ts';
import { createProblems } from './status/problems.ts';
import { createRunHistory } from './status/run-history.ts';
import { dataFile } from '../platform/files/data-files.ts';
import { buildTimeMs } from '../platform/machine/build-time.ts';
import { removableMounts } from '../platform/machine/mounts.ts';
import { askTimeService } from '../platform/machine/time-service.ts';
import { createOverwrittenNote } from '../platform/files/overwritten-note.ts';
import { createKeyValueStore } from '../platform/store/key-value-store.ts';
import type { Clock } from '../shared/clock.ts';
import { createEvents } from '../shared/events.ts';
import type { Host } from '../shared/host.ts';
import type { Snapshot } from '../shared/status.ts';

/** How soon a stick is seen. */
const STICK_LOOK_MS = 1_000;

/** What a shell's start says, and the clock of tests. */
export interface PlayerOptions extends LaunchOptions {
  readonly clock?: Clock;
  /** How the network is looked at. */
  readonly networkLook?: NetworkLook;
  /** When this program was built, epoch ms. */
  readonly buildMs?: number;
  /** What is mounted off sticks, and how often that is looked at; the machine's own table, once a second, unless told. */
  readonly sticks?: StickPlaces;
}

/** What stands before every stage. */
export type Foundation = ReturnType<typeof createFoundation>;

/**
 * Settings, log, and what later parts tell into: `changes` hears that something is different now, `live` and `problems` hold
 * what the status is made of, `session` is filled by a pairing, `runs` and `memory` outlive the process.
 */
export function createFoundation(host: Host, options: PlayerOptions, clock: Clock, storage: PlayerStorage) {
  const changes = createEvents<'changed'>();
  const onChange = (): void => {
    changes.tell('changed');
  };
  const live = createLiveState();
  const problems = createProblems();
  const keyValues = createKeyValueStore(storage.database);
  const runs = createRunHistory(keyValues, host.appVersion);
  const isUnpaired = !existsSync(dataFile(host.dataFolder, 'credentials'));
  const configuration = readConfiguration(host, options, keyValues, storage.writes, isUnpaired);
  const inForce = createSettingsInForce(configuration.settings, host.settings, storage.writes, onChange);
  const trial = createSettingsTrial(inForce, clock, onChange);
  const settings = trial.current;
  const logging = openLog(host, clock, settings());
  const { log } = logging;
  const proxy = createProxyInUse({
    ...{ host, logging, environment: options.environment },
    said: configuration.proxy,
    changeSettings: inForce.change,
  });
  const session = createSessionSlot();
  const groupClock = createGroupClock({
    group: settings().syncGroup,
    clock,
    askTimeService: () => askTimeService(process.platform, { environment: options.environment, clock }),
    askServer: session.time,
    keyValues,
    log,
    onChange,
  });
  return {
    host,
    clock,
    storage,
    environment: options.environment,
    changes,
    onChange,
    /** Each beat, with the status that it tells. */
    beats: createEvents<Snapshot>(),
    live,
    problems,
    keyValues,
    runs,
    warnings: configuration.warnings,
    fileHash: configuration.fileHash,
    settings,
    changeSettings: inForce.change,
    proxy,
    /** The way of every connection. */
    route: proxy.route,
    networkLook:
      options.networkLook ??
      createNetworkLook({
        clock,
        random: Math.random,
        appVersion: host.appVersion,
        route: proxy.route,
      }),
    trial,
    serverTrial: createServerTrial(clock, onChange),
    logging,
    log,
    session,
    /** The paired server's address, or the one that is being paired; empty without one. */
    serverUrl: (): string => session.credentials()?.serverUrl ?? settings().serverUrl,
    pinGuard: createPinGuard({
      file: createPinFile(host.dataFolder),
      keyValues,
      writes: storage.writes,
      clock,
    }),
    serverTime: createServerTime({ clock, buildMs: options.buildMs ?? buildTimeMs(), keyValues, log }),
    listAge: createListAge({ keyValues, clock, log }),
    stickPlaces: options.sticks ?? { mounts: removableMounts, lookEveryMs: STICK_LOOK_MS },
    groupClock,
    groupMarks: createGroupMarksOf(groupClock, settings),
    memory: createRecoveryMemory(
      keyValues,
      createOverwrittenNote(dataFile(host.dataFolder, 'suspects')),
      log,
      host.appVersion,
    ),
  };
}
