import { createBeatFiles } from './beat-files.ts';
import { createConnection } from './connection.ts';
import { createFoundation, type PlayerOptions } from './foundation.ts';
import { createPageLooks } from './page-looks.ts';
import { pairingTarget, prefillOf } from './pairing/pairing-target.ts';
import { forwardPages } from './forward-pages.ts';
import { createRequests } from './requests.ts';
import { createAlertControl } from './screen/alert-control.ts';
import { createNetworkControl } from './network-control.ts';
import { createPanelControl } from './screen/panel-control.ts';
import { createScreenParts } from './screen-parts.ts';
import { createStages, type PlayerStorage } from './stages.ts';
import { reportMediaEvent, reportTrustEvent } from './status/report-events.ts';
import { createStatusFlow } from './status-flow.ts';
import { createSticks } from './sticks.ts';
import { createUpdates } from './updates.ts';
import { createNetworkWatch } from '../platform/machine/network-watch.ts';
import { createPanelPower } from '../platform/machine/panel/panel-power.ts';
import { createWakeWatch } from '../platform/machine/wake-watch.ts';
import { createZoneWatch, currentZone } from '../platform/machine/zone-watch.ts';
import type { Clock } from '../shared/clock.ts';
import type { Host } from '../shared/host.ts';

/** Every part of a player, none of them started. */
export type Parts = ReturnType<typeof assemble>;

/** The composition root, read from top to bottom: each part is handed what stands above it. */
export function assemble(host: Host, options: PlayerOptions, clock: Clock, storage: PlayerStorage) {
  const foundation = createFoundation(host, options, clock, storage);
  const { environment, settings, session, memory, runs, serverTime, log, onChange } = foundation;
  const stages = createStages({
    ...foundation,
    settings: settings(),
    download: session.download,
    isPaired: () => session.credentials() !== null,
    onProgram: (program) => {
      host.bridge.send('program', memory.select(program));
    },
  });
  const sticks = createSticks({ ...foundation, stages });
  const updates = createUpdates({ ...foundation, stages });
  const panel = createPanelControl({
    ...foundation,
    clock: serverTime.corrected,
    clockStatus: () => serverTime.status(),
    zone: currentZone,
    servedHours: () => stages.servedHours.current(),
    program: () => stages.playlists.currentProgram(),
    isUnpaired: () => session.credentials() === null && stages.playlists.currentProgram() === null,
    power: createPanelPower({ platform: process.platform, environment, clock }),
  });
  const alerts = createAlertControl({
    ...foundation,
    dataFolder: host.dataFolder,
    served: () => stages.servedAlert.current(),
    wake: () => {
      panel.wake();
    },
  });
  const status = createStatusFlow({
    ...foundation,
    stages,
    panel,
    alerts,
    updates,
    prefill: prefillOf(settings(), host.machineName),
    recoveries: memory.counters,
  });
  const { heartbeat, outbox, snapshot } = status;
  foundation.changes.listen(stages.ownContent.lookAtPairing);
  host.pageTrust?.set(stages.trust.pin());
  stages.hearMedia((event) => {
    reportMediaEvent(heartbeat, event);
  });
  const stopHearingTrust = stages.trust.onChange((event) => {
    host.pageTrust?.set(stages.trust.pin());
    reportTrustEvent(heartbeat, event);
    onChange();
  });
  // The demo's `--pair` (and an installer who prefers it) wants the screen to ask, filled in.
  const asksPerson = environment['DIGIPLAYER_PAIR'] === '1';
  const connection = createConnection({
    ...foundation,
    stages,
    outbox,
    heartbeat,
    appVersion: host.appVersion,
    target: asksPerson ? null : pairingTarget(settings(), host.machineName, foundation.fileHash),
    progress: status.pairingProgress,
    restart: () => {
      runs.endsBy('recovery');
      host.relaunch();
    },
  });
  const pages = forwardPages({ ...foundation, stages }, connection);
  const networkWatch = createNetworkWatch(clock, {
    onBack: () => {
      log.info('This machine has a network again');
      connection.retryNow();
    },
    onChange,
  });
  const onWake = (): void => {
    log.info('This machine woke up, or its clock was set');
    connection.retryNow();
    void session.current()?.sync.syncNow();
    onChange();
  };
  host.onResume?.(onWake);
  const wakeWatch = createWakeWatch(clock, onWake);
  const zoneWatch = createZoneWatch(clock, environment, (zone) => {
    log.info('The time zone of this machine was set', { zone });
    onChange();
  });
  const network = createNetworkControl({ ...foundation, platform: process.platform });
  const screen = createScreenParts({ ...foundation, stages, heartbeat, panel, updates });
  const beatFiles = createBeatFiles({ ...foundation, stages });
  const requests = createRequests({
    ...foundation,
    ...screen,
    stages,
    panel,
    updates,
    network,
    snapshot,
    pairing: connection.pairing,
    unpair: connection.unpair,
    select: memory.select,
    pictureHandlers: beatFiles.handlers,
    lookAtPage: createPageLooks({ ...foundation, ...stages }),
    report: (report) => {
      screen.blame.note(report);
      screen.screenReports.report(report);
      if (report.kind !== 'shown' && report.kind !== 'standby') return;
      updates.proof.frameShown();
      screen.plannedRestarts.boundary();
    },
    onRelaunchAsked: () => {
      runs.endsBy('relaunch');
    },
  });
  return {
    ...foundation,
    ...screen,
    stages,
    sticks,
    panel,
    alerts,
    status,
    heartbeat,
    updates,
    connection,
    network,
    pages,
    networkWatch,
    zoneWatch,
    wakeWatch,
    beatFiles,
    requests,
    stopHearingTrust,
  };
}
