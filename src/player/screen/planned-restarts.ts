import { totalmem } from 'node:os';
import type { Log } from '../../platform/logging/log.ts';
import { every } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import { BYTES_PER_MB } from '../../shared/units.ts';
import type { Updater } from '../updates/updater.ts';

const LOOK_EVERY_MS = 60_000;
/** A browser that plays takes half of it on the smallest machine. */
const LEAST_CEILING_MB = 1_024;
/** Beyond it a machine begins to swap. */
const CEILING_SHARE = 0.7;
/** A nightly restart that was missed by more than this waits for the next night. */
const NIGHTLY_WINDOW_MS = 3_600_000;
/** A renderer that is above its limit soon after it started anew gains nothing from another start. */
const MEMORY_GAP_MS = 600_000;
/** An item that never ends may not put a restart off for ever. */
const LONGEST_PUT_OFF_MS = 1_800_000;

/** Whether the restart at `at` (`HH:MM`, local; empty: never) is due for a player that started at `startedMs`. */
export function isNightlyDue(at: string, startedMs: number, nowMs: number): boolean {
  const [hours, minutes] = at.split(':').map(Number);
  if (hours === undefined || minutes === undefined) return false;
  const moment = new Date(nowMs);
  moment.setHours(hours, minutes, 0, 0);
  if (moment.getTime() > nowMs) moment.setDate(moment.getDate() - 1);
  return startedMs < moment.getTime() && nowMs - moment.getTime() < NIGHTLY_WINDOW_MS;
}

/** The ceiling for the window's processes, MB: what the setting says, else (0) seven tenths of the machine's memory, and 1 GB at least. */
export function memoryCeiling(settingMb: number, machineMb: number): number {
  return settingMb > 0 ? settingMb : Math.max(LEAST_CEILING_MB, Math.floor(machineMb * CEILING_SHARE));
}

/** Whether `usedMb` (null: not known) above `limitMb` (0: no limit) calls for a restart, the last one `sinceMs` ago. */
export function isMemoryDue(usedMb: number | null, limitMb: number, sinceMs: number): boolean {
  return limitMb > 0 && usedMb !== null && usedMb > limitMb && sinceMs >= MEMORY_GAP_MS;
}

/** Whether the version that waits (null: none) is to be started now: it was asked for, or its hour (`any`: every one) has come. */
function isUpdateDue(waiting: ReturnType<Updater['waiting']>, updateHour: string, nowMs: number): boolean {
  if (waiting === null) return false;
  return waiting.atOnce || updateHour === 'any' || isNightlyDue(updateHour, waiting.sinceMs, nowMs);
}

/** Restarts that nothing forces, so that they wait for a boundary between two items . */
export interface PlannedRestarts {
  /** Looks now for what is due, in place of the next minute. */
  readonly lookNow: () => void;
  /** Another item, or the standby screen, has just come on: the moment to restart. */
  boundary(): void;
  start(): void;
  stop(): void;
}

export interface PlannedRestartDependencies {
  readonly settings: () => Pick<Settings, 'nightlyRestart' | 'memoryLimitMb' | 'updateHour'>;
  /** Another version that waits to be started. */
  readonly update: Pick<Updater, 'waiting' | 'switchOver'>;
  /** What the window's processes use, in MB; null when the shell cannot tell. */
  readonly memoryMb: () => Promise<number | null>;
  /** Whether an item is on the screen that should not be cut off. */
  readonly isPlaying: () => boolean;
  readonly restartRenderer: (message: string) => void;
  readonly restartPlayer: (because: 'nightly' | 'update') => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Looks every minute whether a restart is due and carries it out at the next boundary, half an hour later at most. */
export function createPlannedRestarts(dependencies: PlannedRestartDependencies): PlannedRestarts {
  const { settings, clock, log } = dependencies;
  const startedMs = clock.now();
  let running = false;
  let pending: { readonly act: () => void; readonly sinceMs: number } | null = null;
  let memoryRestartMs = Number.NEGATIVE_INFINITY;

  const act = (): void => {
    const due = pending;
    pending = null;
    due?.act();
  };
  const isPressing = (sinceMs: number): boolean =>
    !dependencies.isPlaying() || clock.monotonic() - sinceMs >= LONGEST_PUT_OFF_MS;
  const plan = (planned: () => void): void => {
    pending = { act: planned, sinceMs: clock.monotonic() };
  };
  const planWhatIsDue = async (): Promise<void> => {
    const { nightlyRestart, memoryLimitMb: settingMb, updateHour } = settings();
    if (isNightlyDue(nightlyRestart, startedMs, clock.now())) {
      plan(() => {
        running = false;
        looks.stop();
        log.info('The nightly restart');
        dependencies.restartPlayer('nightly');
      });
      return;
    }
    if (isUpdateDue(dependencies.update.waiting(), updateHour, clock.now())) {
      plan(() => {
        if (!dependencies.update.switchOver()) return;
        running = false;
        looks.stop();
        log.info('Another version of the player is started');
        dependencies.restartPlayer('update');
      });
      return;
    }
    const memoryLimitMb = memoryCeiling(settingMb, totalmem() / BYTES_PER_MB);
    const usedMb = await dependencies.memoryMb().catch(() => null);
    if (!isMemoryDue(usedMb, memoryLimitMb, clock.monotonic() - memoryRestartMs)) return;
    plan(() => {
      memoryRestartMs = clock.monotonic();
      log.warn('The screen uses more memory than its limit and is started anew', { usedMb, memoryLimitMb });
      dependencies.restartRenderer(`The screen used more than ${memoryLimitMb} MB and was started anew.`);
    });
  };
  const look = async (): Promise<void> => {
    if (pending === null) await planWhatIsDue();
    if (running && pending !== null && isPressing(pending.sinceMs)) act();
  };

  const looks = every(clock, LOOK_EVERY_MS, look);

  return {
    lookNow: () => {
      if (running) void look();
    },
    boundary: () => {
      if (running) act();
    },
    start: () => {
      running = true;
      looks.start();
    },
    stop: () => {
      running = false;
      pending = null;
      looks.stop();
    },
  };
}
