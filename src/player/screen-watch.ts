import type { Log } from '../logging/log.ts';
import type { Clock, ClockTimer } from '../shared/clock.ts';
import type { ScreenPort } from '../shared/host.ts';
import { describeThrown } from '../shared/result.ts';

/** The renderer says that it is alive every 5 s; this much silence is a hang. */
const SILENCE_MS = 20_000;
const LONGEST_PATIENCE_MS = 300_000;

/** Watches the renderer from outside it and reloads it when it falls silent (ANCHORS: watch, do not wait for events). */
export interface ScreenWatch {
  /** The renderer gave a sign of life. */
  alive(): void;
  start(): void;
  stop(): void;
  /** How often a silent renderer was reloaded. */
  recoveries(): number;
}

/** Makes the watch; before the first sign of life nothing is expected, since a shell may serve without a window. */
export function createScreenWatch(dependencies: {
  readonly screen: ScreenPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly onRecovery: () => void;
}): ScreenWatch {
  const { screen, clock, log, onRecovery } = dependencies;
  let timer: ClockTimer | null = null;
  let running = false;
  let recoveries = 0;
  let patienceMs = SILENCE_MS;

  const expectSign = (): void => {
    timer?.cancel();
    timer = clock.after(patienceMs, () => {
      recoveries += 1;
      log.error('The screen fell silent and is loaded again', { recoveries, silentMs: patienceMs });
      // Each try waits longer for the next one, so that a machine that is only slow gets its time.
      patienceMs = Math.min(patienceMs * 2, LONGEST_PATIENCE_MS);
      onRecovery();
      screen.reload('silent').catch((thrown: unknown) => {
        log.error('The screen could not be loaded again', { reason: describeThrown(thrown) });
      });
      expectSign();
    });
  };
  return {
    alive: () => {
      patienceMs = SILENCE_MS;
      if (running) expectSign();
    },
    start: () => {
      running = true;
    },
    stop: () => {
      running = false;
      timer?.cancel();
    },
    recoveries: () => recoveries,
  };
}
