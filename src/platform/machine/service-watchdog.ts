import { childEnvironment } from './child-environment.ts';
import { spawn } from 'node:child_process';
import type { Log } from '../logging/log.ts';
import { every } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';

/**
 * Tells systemd that the player is ready and that its screen lives (sd_notify(3), `WatchdogSec=` of the units under
 * build/linux). A screen that no reload brings back is so started anew from outside; nothing happens where no service
 * manager asked for it.
 */
export interface ServiceWatchdog {
  /** The player runs. */
  start(): void;
  /** The screen gave a sign of life. */
  alive(): void;
  /** The player waits for a display or a browser, which is no fault of its own: the manager need not start it anew. */
  setWaiting(isWaiting: boolean): void;
  stop(): void;
}

export interface ServiceWatchdogDependencies {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Without a window of its own nobody may ever look, and the player's own life is what counts. */
  readonly expectsScreen: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Says one line to the service manager; `systemd-notify` does, unless told. */
  readonly notify?: Notify;
}

type Notify = (words: readonly string[]) => void;

/** systemd advises half of its patience; a beat that is late by a screen's own pace still comes in time (sd_watchdog_enabled(3)). */
const BEATS_PER_PATIENCE = 4;
const MICROSECONDS_PER_MS = 1_000;

/** Makes the watchdog of this process. */
export function createServiceWatchdog(dependencies: ServiceWatchdogDependencies): ServiceWatchdog {
  const { environment, expectsScreen, clock, log } = dependencies;
  const isAsked = (environment['NOTIFY_SOCKET'] ?? '') !== '';
  const notify = isAsked ? (dependencies.notify ?? systemdNotify(environment, log)) : () => undefined;
  // WATCHDOG_PID is not looked at: the player may be the child of the process that systemd started, and all may speak.
  const patienceMs = isAsked ? Number(environment['WATCHDOG_USEC'] ?? 0) / MICROSECONDS_PER_MS : 0;
  const beatMs = patienceMs > 0 ? patienceMs / BEATS_PER_PATIENCE : Number.POSITIVE_INFINITY;
  let fedAt = Number.NEGATIVE_INFINITY;
  let isRunning = false;
  let isWaiting = false;

  const feed = (): void => {
    if (!isRunning || patienceMs <= 0 || clock.monotonic() - fedAt < beatMs) return;
    fedAt = clock.monotonic();
    notify(['WATCHDOG=1']);
  };
  const beats = every(clock, beatMs, feed);
  const feedForEver = (): void => {
    feed();
    beats.start();
  };
  return {
    start: () => {
      isRunning = true;
      notify(['READY=1']);
      if ((!expectsScreen || isWaiting) && patienceMs > 0) feedForEver();
    },
    alive: feed,
    setWaiting: (waiting) => {
      isWaiting = waiting;
      if (!expectsScreen || !isRunning || patienceMs <= 0) return;
      if (waiting) feedForEver();
      else beats.stop();
    },
    stop: () => {
      isRunning = false;
      beats.stop();
      notify(['STOPPING=1']);
    },
  };
}

/**
 * The message is a datagram, which Node cannot send; systemd's own tool can, and waits until it was taken, so that systemd
 * still knows whose child it was (systemd-notify(1)).
 */
function systemdNotify(environment: ServiceWatchdogDependencies['environment'], log: Log): Notify {
  let hasFailed = false;
  const failed = (): void => {
    if (!hasFailed) log.warn('The service manager could not be told that the player lives');
    hasFailed = true;
  };
  return (words) => {
    const child = spawn('systemd-notify', words, {
      env: childEnvironment(environment),
      stdio: 'ignore',
      timeout: 10_000,
    });
    child.once('error', failed);
    child.once('exit', (code) => {
      if (code !== 0) failed();
    });
  };
}
