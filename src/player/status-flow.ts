import { createHeartbeat, type Heartbeat } from './heartbeat/heartbeat.ts';
import { createOutbox, type Outbox } from './heartbeat/outbox.ts';
import { createStatusFile } from './heartbeat/status-file.ts';
import type { Clock } from '../shared/clock.ts';
import type { Host } from '../shared/host.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { PairingPrefill, RecoveryCounters, Snapshot } from '../shared/status.ts';
import { createOutboxRecords } from '../platform/store/outbox-records.ts';
import { assembleSnapshot, type PlayerFacts } from './status/assemble-snapshot.ts';
import { allItems } from '../playback/stand-ins.ts';
import { coalesce } from '../shared/async.ts';
import type { Events } from '../shared/events.ts';
import type { SessionSlot } from './session-slot.ts';
import type { LiveState } from './status/live-state.ts';
import { leftOutProblems } from './screen/blame-memory.ts';
import type { AlertControl } from './screen/alert-control.ts';
import type { PanelControl } from './screen/panel-control.ts';
import type { RecoveryMemory } from './screen/recovery-memory.ts';
import { clockProblems, createClockReports, groupClockProblems } from './status/clock-reports.ts';
import { createPlaylistReports } from './status/report-events.ts';
import type { RunHistory } from './status/run-history.ts';
import { ownAddresses } from '../platform/machine/own-addresses.ts';
import { currentZone } from '../platform/machine/zone-watch.ts';
import { createPairingProgress, type PairingProgress } from './pairing/pairing-progress.ts';
import type { PinGuard } from './pairing/pin-guard.ts';
import type { ServerTrial } from './server-trial.ts';
import type { SettingsTrial } from './settings-trial.ts';
import type { Problems } from './status/problems.ts';
import type { GroupClock } from './server/group-clock.ts';
import type { ServerTime } from './server/server-time.ts';
import type { Stages } from './stages.ts';
import type { Updates } from './updates.ts';
import { trustProblems } from './trust/trust-problems.ts';
import { createFirstPictureNotes } from './status/first-pictures.ts';
import { dataFile, mediaFolderOf } from '../platform/files/data-files.ts';
import type { DiskWrites } from '../platform/files/disk-writes.ts';

/** Several changes within this time are told as one. */
const SNAPSHOT_GAP_MS = 150;
/** A first playlist grows many times a second, ms. */
const FIRST_PICTURES_GAP_MS = 1_000;

/** The one status that flows out: to the renderer, the heartbeat and `status.json` (ARCHITECTURE.md, *Control by calls, state by events*). */
export interface StatusFlow {
  readonly outbox: Outbox;
  readonly heartbeat: Heartbeat;
  readonly pairingProgress: PairingProgress;
  readonly snapshot: () => Snapshot;
  /** Writes `status.json` a last time; nothing is told from here on. */
  stop(): Promise<void>;
}

export interface StatusFlowDependencies {
  readonly host: Host;
  readonly stages: Stages;
  readonly clock: Clock;
  readonly live: LiveState;
  readonly problems: Problems;
  readonly settings: () => Settings;
  readonly prefill: PairingPrefill | null;
  readonly pinGuard: PinGuard;
  readonly serverTime: Pick<ServerTime, 'status' | 'skewMs'>;
  readonly groupClock: Pick<GroupClock, 'status'>;
  readonly recoveries: () => RecoveryCounters;
  readonly memory: Pick<RecoveryMemory, 'blame' | 'lastRecovery' | 'select'>;
  readonly storage: { readonly writes: DiskWrites };
  readonly runs: Pick<RunHistory, 'start'>;
  readonly panel: Pick<PanelControl, 'status'>;
  readonly alerts: Pick<AlertControl, 'current'>;
  readonly trial: Pick<SettingsTrial, 'status'>;
  readonly serverTrial: Pick<ServerTrial, 'status'>;
  readonly session: SessionSlot;
  readonly updates: Updates;
  /** Where every part tells that something changed. */
  readonly changes: Events<'changed'>;
  readonly beats: Events<Snapshot>;
}

/** Puts snapshot, outbox, heartbeat and the reports together. */
export function createStatusFlow(dependencies: StatusFlowDependencies): StatusFlow {
  const { host, stages, session, clock, live, problems, settings, pinGuard, serverTime, updates } =
    dependencies;
  const { log } = stages.logging;
  const facts = factsOf(host, clock);

  const outbox = createOutbox({
    records: createOutboxRecords(stages.database),
    flush: () => stages.database.flush(),
    send: async (report) => {
      const sent = await session.send(report);
      updates.proof.beatFinished();
      return sent;
    },
    clock,
    clockSkewMs: serverTime.skewMs,
    log,
  });

  const snapshot = (): Snapshot => {
    const program = stages.playlists.currentProgram();
    return assembleSnapshot({
      // A shell may learn only later how it keeps secrets.
      facts: { ...facts, secretBackend: host.secrets.backend },
      settings: settings(),
      credentials: session.credentials(),
      provisioned: live.isProvisioning,
      prefill: dependencies.prefill,
      addresses: ownAddresses(),
      timeZone: currentZone(),
      pin: { isSet: pinGuard.isSet(), lockedOutSeconds: pinGuard.lockedOutSeconds() },
      trust: stages.trust.status(),
      clock: serverTime.status(),
      groupClock: dependencies.groupClock.status(),
      auth: session.authStatus(),
      playlist: stages.playlists.status(),
      program: program === null ? 'none' : allItems(program).length === 0 ? 'empty' : 'playable',
      current: live.current,
      standbyShown: live.standbyShown,
      progress: stages.playlists.progress(),
      transitions: live.transitions,
      pixels: live.pixels,
      cache: stages.media.use(),
      recoveries: dependencies.recoveries(),
      lastRecovery: dependencies.memory.lastRecovery(),
      start: dependencies.runs.start(),
      trial: dependencies.trial.status(),
      serverTrial: dependencies.serverTrial.status(),
      awake: live.awake,
      panel: dependencies.panel.status(),
      alert: dependencies.alerts.current(),
      servedTicker: stages.servedTicker.current(),
      graphics: host.graphics?.() ?? null,
      videoDecoder: decoderNow(host, live),
      crashDumps: host.crashDumps?.() ?? null,
      autostart: host.autostart?.isOn() ?? null,
      lastContactMs: live.lastContactMs,
      reachable: live.reachable,
      problems: problems.list(),
      outbox: outbox.status(),
      update: updates.updater.status(),
      stick: live.stick,
    });
  };
  const heartbeat = createHeartbeat({
    snapshot,
    outbox,
    statusFile: createStatusFile(dataFile(host.dataFolder, 'status'), log),
    clock,
    beatSeconds: () => settings().beatSeconds,
    onBeat: dependencies.beats.tell,
    log,
  });
  const pairingProgress = createPairingProgress((payload) => {
    host.bridge.send('pairing-step', payload);
  });
  const reportClock = createClockReports(heartbeat, log);
  const reportPlaylistChanges = createPlaylistReports(heartbeat);
  const publishSnapshot = coalesce(clock, SNAPSHOT_GAP_MS, () => {
    const playlistProblems = stages.playlists.problems();
    const leftOut = leftOutProblems(dependencies.memory.blame, stages.playlists.currentProgram());
    problems.set('cache', [...playlistProblems, ...leftOut]);
    problems.set('trust', trustProblems(stages.trust.status()));
    const groupClock = dependencies.groupClock.status();
    problems.set('clock', [...clockProblems(serverTime.status()), ...groupClockProblems(groupClock)]);
    reportClock(serverTime.status());
    reportPlaylistChanges(stages.playlists.status(), playlistProblems);
    const now = snapshot();
    host.bridge.send('snapshot', now);
    heartbeat.changed();
    const isShowing = now.state !== 'unpaired' && now.state !== 'syncing';
    const failure = stages.playlists.supplyProblems()[0] ?? null;
    pairingProgress.update({ progress: now.progress, isShowing, failure });
  });

  const firstPictures = createFirstPictureNotes(
    dataFile(host.dataFolder, 'firstPictures'),
    dependencies.storage.writes,
  );
  const noteFirstPictures = (): void => {
    firstPictures.take({
      snapshot: snapshot(),
      program: dependencies.memory.select(stages.playlists.currentProgram()),
      mediaFolder: mediaFolderOf(host.dataFolder, settings()),
    });
  };
  const noteFirstPicturesSoon = coalesce(clock, FIRST_PICTURES_GAP_MS, noteFirstPictures);

  const stopListening = dependencies.changes.listen(() => {
    publishSnapshot.ask();
    noteFirstPicturesSoon.ask();
  });
  host.videoDecoders?.listen(publishSnapshot.ask);

  return {
    outbox,
    heartbeat,
    pairingProgress,
    snapshot,
    stop: async () => {
      stopListening();
      publishSnapshot.cancel();
      noteFirstPicturesSoon.cancel();
      noteFirstPictures();
      await heartbeat.stop();
    },
  };
}

/** What decodes the video that is on the screen. */
function decoderNow({ videoDecoders }: Host, { current, currentVideo }: LiveState): Snapshot['videoDecoder'] {
  return current === null || currentVideo === null ? null : (videoDecoders?.of(currentVideo) ?? null);
}

function factsOf(host: Host, clock: Clock): Omit<PlayerFacts, 'secretBackend'> {
  return {
    machineName: host.machineName,
    locale: host.locale,
    appVersion: host.appVersion,
    shell: host.name,
    pid: process.pid,
    startedAt: new Date(clock.now()).toISOString(),
    dataFolder: host.dataFolder,
  };
}
