import type { Heartbeat } from '../heartbeat/heartbeat.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import type { Host } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import type { LastRecovery, Start } from '../../shared/status.ts';
import type { RecoveryMemory } from './recovery-memory.ts';
import { reloadDelay, type RecoveryEvent, type RecoveryStep } from './recovery-state.ts';
import { every } from '../../shared/async.ts';
import type { ScreenBlame } from './screen-blame.ts';

const HEALTH_EVERY_MS = 60_000;
/** Of these nobody on the screen need be the cause: a page that never came, and a film that is meant to be dark. */
const NEVER_CONNECTED = 'never-connected';
const BLACK = 'black';
/** What the player itself saw; any other reason is a shell's. */
const ownCauses = ['silent', NEVER_CONNECTED, BLACK] as const;

/** Brings the screen back, by a harder step each time. */
export interface Recovery {
  /** The player itself saw that the screen is lost: it is loaded again, or more, at once when that is known not to help. */
  readonly screenLost: (reason: string, message: string, isStuck?: boolean) => void;
  /** A renderer says hello. One that nothing explains is a trouble of its own. */
  rendererStarted(): void;
  /** Starts the renderer anew although nothing failed; its hello is no trouble. */
  restartRenderer(reason: string, message: string): void;
  /** There can be no window for a while, which is nobody's fault; the next hello is no trouble. */
  screenAway(): void;
  /** A technician wants everything to have another chance. */
  askedForFreshStart(): void;
  /** A start that a crash made necessary is counted. */
  start(start: Start): void;
  stop(): void;
}

export interface RecoveryDependencies {
  readonly host: Pick<Host, 'screen' | 'relaunch' | 'onTrouble'>;
  readonly memory: RecoveryMemory;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: Heartbeat['report'];
  /** The process is about to start anew, which must not look like a crash. */
  readonly onRelaunch: () => void;
  /** Safe mode began or ended, or another item is left out: the renderer needs the program anew. */
  readonly onModeChange: () => void;
  /** What the page has drawn itself is gone, the page is not: it draws anew. */
  readonly onGraphicsLost: () => void;
  /** Holds who was on the screen responsible. */
  readonly blame: Pick<ScreenBlame, 'screenLost' | 'processLost' | 'forget'>;
}

/** Makes the recovery; it does nothing before `start`. */
export function createRecovery(dependencies: RecoveryDependencies): Recovery {
  const { host, memory, clock, log, report } = dependencies;
  const { screen } = host;
  let rendererSeen = false;
  let explained = false;
  let relaunching = false;
  let reloading: ClockTimer | null = null;

  const note = (event: RecoveryEvent): RecoveryStep => {
    const step = memory.note(event);
    if (step !== 'enter-safe-mode' && step !== 'leave-safe-mode') return step;
    const message =
      step === 'enter-safe-mode'
        ? 'The screen keeps failing: only images are shown for an hour.'
        : 'Safe mode ends: everything is shown again.';
    log.warn(message);
    report('recovered', message);
    dependencies.onModeChange();
    return step;
  };
  const relaunch = (): void => {
    relaunching = true;
    log.error('The screen keeps failing; the player starts anew');
    dependencies.onRelaunch();
    host.relaunch();
  };
  const remember = (cause: LastRecovery['cause'], detail: string | null = null): void => {
    memory.noteRecovery({ at: new Date(clock.now()).toISOString(), cause, detail });
  };
  /** Answers whether the screen should be loaded again; the process may start anew in place of that. */
  const trouble = (message: string, kind: 'trouble' | 'stuck' = 'trouble'): boolean => {
    explained = true;
    const step = note({ kind, at: clock.now() });
    const { recoveries } = memory.state();
    log.error(message, { recoveries, step });
    report('recovered', message);
    if (step === 'relaunch') relaunch();
    return step !== 'relaunch';
  };
  const bring = (reason: string, by: (reason: string) => Promise<void>): void => {
    by(reason).catch((thrown: unknown) => {
      log.error('The screen could not be loaded again', { reason: describeThrown(thrown) });
    });
  };
  const screenLost: Recovery['screenLost'] = (reason, message, isStuck = false) => {
    // What fails while its reload is on the way is answered by that reload: a crash is often told twice.
    if (relaunching || reloading !== null) return;
    // Before anything else: the loss may be the one after which the process starts anew.
    if (reason !== NEVER_CONNECTED && reason !== BLACK) dependencies.blame.screenLost(message);
    const cause = ownCauses.find((one) => one === reason);
    remember(cause ?? 'lost', cause === undefined ? reason : null);
    if (!trouble(message, isStuck ? 'stuck' : 'trouble')) return;
    const reload = (): void => {
      reloading = null;
      bring(reason, (word) => screen.reload(word));
    };
    const afterMs = reloadDelay(memory.state());
    if (afterMs === 0) reload();
    else reloading = clock.after(afterMs, reload);
  };
  const graphicsLost = (reason: string, needsNewProcess: boolean): void => {
    if (relaunching) return;
    log.warn('The graphics process was lost', { reason });
    if (dependencies.blame.screenLost(`The graphics process was lost (${reason}).`))
      dependencies.onModeChange();
    // The page stands all the while: the browser has another one under it.
    if (needsNewProcess && note({ kind: 'graphics-failing' }) === 'relaunch') relaunch();
    else dependencies.onGraphicsLost();
  };
  const health = every(clock, HEALTH_EVERY_MS, () => {
    note({ kind: 'healthy', at: clock.now() });
  });

  return {
    screenLost,
    restartRenderer: (reason, message) => {
      if (relaunching) return;
      explained = true;
      remember('memory');
      report('recovered', message);
      bring(reason, (word) => screen.restart?.(word) ?? screen.reload(word));
    },
    screenAway: () => {
      explained = true;
    },
    rendererStarted: () => {
      const isUnexplained = rendererSeen && !explained && screen.hasWindow === true;
      rendererSeen = true;
      if (isUnexplained && !relaunching) {
        remember('by-itself');
        trouble('The screen started anew by itself.');
      }
      explained = false;
    },
    askedForFreshStart: () => {
      note({ kind: 'asked' });
      dependencies.blame.forget();
      dependencies.onModeChange();
    },
    start: ({ reason, cause }) => {
      if (reason === 'crash' && cause !== null) {
        note({ kind: 'restarted' });
        // A bug of the player's own is nobody else's fault.
        if (cause.startsWith('signal ')) dependencies.blame.processLost(`The player was lost (${cause}).`);
      }
      if (reason === 'request' || reason === 'update') note({ kind: 'asked' });
      if (memory.state().safeSince !== null) log.warn('Safe mode: only images are shown');
      host.onTrouble?.(({ reason: shellReason, lost, needsNewProcess = false }) => {
        if (lost === 'graphics') graphicsLost(shellReason, needsNewProcess);
        else screenLost(shellReason, `The screen was lost (${shellReason}) and is loaded again.`);
      });
      health.start();
    },
    stop: () => {
      relaunching = true;
      health.stop();
      reloading?.cancel();
    },
  };
}
