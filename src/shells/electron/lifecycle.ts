import type { App } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import { wait, type Clock } from '../../shared/clock.ts';
import type { Host } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';

/** A player that does not come to an end is left behind: whoever sent SIGTERM kills after 1.5 s. */
const STOP_LIMIT_MS = 1_200;
/** After a bug in the main process the next one starts no sooner, so that a crash at boot does not spin. */
const BUG_PAUSE_MS = 1_000;

export interface LifecycleDependencies {
  readonly app: Pick<App, 'on' | 'exit'>;
  /** The process, or what stands for it in tests. */
  readonly process: Pick<NodeJS.Process, 'on'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is running and must be ended in order. */
interface Running {
  readonly host: Pick<Host, 'quit' | 'relaunch'>;
  readonly stopPlayer: (hadBug: boolean) => Promise<void>;
}

export interface Lifecycle {
  /** From now on an end of any kind stops this first. */
  watch(running: Running): void;
  quit(reason: string, exitCode?: number): void;
  relaunch(reason: string): void;
}

/**
 * Ends the process in order, once, whoever asks: a signal, the desktop (`before-quit`), a bug, or a screen that keeps
 * failing. A bug starts the player anew; Electron's own answer would be a dialog over the content
 * (https://www.electronjs.org/docs/latest/api/app#event-before-quit).
 */
export function createLifecycle({ app, process, clock, log }: LifecycleDependencies): Lifecycle {
  let running: Running = { host: withoutPlayer(app), stopPlayer: () => Promise.resolve() };
  let ending = false;

  const end = async (
    reason: string,
    finish: (host: Running['host']) => void,
    hadBug = false,
  ): Promise<void> => {
    if (ending) return;
    ending = true;
    log.info('The player stops.', { reason });
    const { host, stopPlayer } = running;
    const stopped = stopPlayer(hadBug).catch((thrown: unknown) => {
      log.error('The player did not stop cleanly.', { error: describeThrown(thrown) });
    });
    const limit = new AbortController();
    await Promise.race([stopped, wait(clock, STOP_LIMIT_MS, limit.signal)]);
    limit.abort();
    finish(host);
  };
  const quit = (reason: string, exitCode = 0): void => {
    void end(reason, (host) => {
      host.quit(exitCode);
    });
  };
  const relaunch = (reason: string, hadBug = false): void => {
    const finish = (host: Running['host']): void => {
      host.relaunch();
    };
    void end(reason, finish, hadBug);
  };
  const afterBug = (thrown: unknown): void => {
    log.error('The main process met a bug and starts anew.', { error: describeThrown(thrown) });
    clock.after(BUG_PAUSE_MS, () => {
      relaunch('a bug in the main process', true);
    });
  };

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      quit(signal);
    });
  }
  process.on('uncaughtException', afterBug);
  process.on('unhandledRejection', afterBug);
  app.on('before-quit', (event) => {
    event.preventDefault();
    quit('before-quit');
  });
  // Subscribing is what matters: without a listener Electron quits when the last window closes.
  app.on('window-all-closed', () => undefined);

  return {
    watch: (started) => {
      running = started;
    },
    quit,
    relaunch: (reason) => {
      relaunch(reason);
    },
  };
}

/** Before there is a player there is nothing to stop; a bug at that moment ends the process with 1. */
function withoutPlayer(app: LifecycleDependencies['app']): Running['host'] {
  return {
    quit: (exitCode) => {
      app.exit(exitCode);
    },
    relaunch: () => {
      app.exit(1);
    },
  };
}
