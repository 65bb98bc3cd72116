import type { Foundation } from './foundation.ts';
import { createDisplayFollower } from './screen/follow-display.ts';
import { hearScreenAway } from './screen/hear-screen-away.ts';
import type { PanelControl } from './screen/panel-control.ts';
import { createPanelWatch } from './screen/panel-watch.ts';
import { createPlannedRestarts } from './screen/planned-restarts.ts';
import { createRecovery } from './screen/recovery.ts';
import { createScreenBlame } from './screen/screen-blame.ts';
import { createScreenReports } from './screen/screen-reports.ts';
import { createScreenWatch } from './screen/screen-watch.ts';
import { createWakeLock } from './screen/wake-lock.ts';
import type { Updates } from './updates.ts';
import type { Stages } from './stages.ts';
import type { Heartbeat } from './heartbeat/heartbeat.ts';
import { createServiceWatchdog } from '../platform/machine/service-watchdog.ts';

/** What the screen's parts are made of. */
export interface ScreenPartsDependencies extends Foundation {
  readonly stages: Stages;
  readonly heartbeat: Heartbeat;
  readonly panel: Pick<PanelControl, 'status'>;
  readonly updates: Updates;
}

/** Everything that watches the window, brings it back, restarts it and takes its reports, wired to each other, not started. */
export function createScreenParts(dependencies: ScreenPartsDependencies) {
  const {
    host,
    clock,
    log,
    live,
    stages,
    heartbeat,
    updates,
    serverTime,
    environment,
    memory,
    runs,
    onChange,
  } = dependencies;
  const report: Heartbeat['report'] = (...event) => {
    heartbeat.report(...event);
    onChange();
  };
  const blame = createScreenBlame({ ...stages, memory: memory.blame, report, clock, log });
  const recovery = createRecovery({
    ...dependencies,
    report,
    blame,
    onRelaunch: () => {
      runs.endsBy('recovery');
    },
    onModeChange: () => {
      host.bridge.send('program', memory.select(stages.playlists.currentProgram()));
    },
    onGraphicsLost: () => {
      host.bridge.send('graphics-lost', null);
    },
  });
  const expectsScreen = host.screen.hasWindow === true;
  const serviceWatchdog = createServiceWatchdog({ environment, expectsScreen, clock, log });
  const screenReports = createScreenReports({ ...dependencies, ...stages, clock: serverTime.corrected });
  const screenWatch = createScreenWatch({
    screen: host.screen,
    clock,
    onSign: () => {
      serviceWatchdog.alive();
      screenReports.alive();
      // Without anything to play, or behind a panel that is off, a page that lives is all there is to be seen.
      const showsNothing =
        stages.playlists.currentProgram() === null || dependencies.panel.status().state === 'off';
      if (showsNothing) updates.proof.frameShown();
    },
    recover: recovery.screenLost,
    isPanelOff: () => dependencies.panel.status().state === 'off',
  });
  const panelWatch = createPanelWatch({
    screen: host.screen,
    clock,
    log,
    isPanelOff: () => dependencies.panel.status().state === 'off',
    isPartOfWall: () => dependencies.settings().wall !== '',
    onBlack: () => {
      screenWatch.blank();
    },
  });
  const plannedRestarts = createPlannedRestarts({
    ...dependencies,
    memoryMb: async () => (await host.memoryMb?.()) ?? null,
    isPlaying: () => live.current !== null,
    restartRenderer: (message) => {
      recovery.restartRenderer('memory', message);
    },
    update: updates.updater,
    restartPlayer: (because) => {
      runs.endsBy(because === 'nightly' ? 'nightly' : 'relaunch');
      host.relaunch();
    },
  });
  const stopHearingUpdates = updates.updater.onReady(plannedRestarts.lookNow);
  const parts = { blame, recovery, serviceWatchdog, screenReports, screenWatch, panelWatch, plannedRestarts };
  return {
    ...parts,
    stopHearingUpdates,
    displayFollower: createDisplayFollower({ ...dependencies, screen: host.screen }),
    keepAwake: createWakeLock(dependencies),
    hearScreenAway: () => {
      hearScreenAway({ ...dependencies, ...parts, onNoDisplay: updates.proof.frameShown });
      if (!expectsScreen) updates.proof.frameShown();
    },
  };
}
