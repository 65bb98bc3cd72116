import { every, type Repetition } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';

export interface GraphicsWatchDependencies {
  /** The browser's graphics process; null: it has none, or does not answer. */
  readonly find: () => Promise<number | null>;
  /** Whether a process of this machine is there. */
  readonly isAlive: (pid: number) => boolean;
  readonly clock: Clock;
  /** The process ended and another one has taken its place, under a page that stands. */
  readonly onLost: () => void;
}

const LOOK_EVERY_MS = 250;
/** A browser that has none is not asked as often as a process is looked at, ms. */
const ASK_EVERY_MS = 5_000;
/** So long after its end the next one is looked for at once, ms. */
const SUCCESSOR_WITHIN_MS = 10_000;

/**
 * Watches the process in which a browser draws. Chromium tells nobody of its end and starts another one, which knows nothing of what
 * the page had drawn on canvases: they stay bare until they are drawn anew.
 */
export function createGraphicsWatch({ find, isAlive, clock, onLost }: GraphicsWatchDependencies): Repetition {
  let known: number | null = null;
  let lostAtMs: number | null = null;
  let askAtMs = 0;
  return every(clock, LOOK_EVERY_MS, async () => {
    const nowMs = clock.monotonic();
    if (known !== null) {
      if (isAlive(known)) return;
      known = null;
      lostAtMs = nowMs;
    }
    const isLookedFor = lostAtMs !== null && nowMs - lostAtMs < SUCCESSOR_WITHIN_MS;
    if (!isLookedFor && nowMs < askAtMs) return;
    askAtMs = nowMs + ASK_EVERY_MS;
    const found = await find();
    // One that cannot be seen from here, in a room of its own (a namespace), would seem to end again and again.
    if (found === null || !isAlive(found)) return;
    known = found;
    if (lostAtMs === null) return;
    lostAtMs = null;
    onLost();
  });
}

/** Whether a process is there, whosever it is. */
export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
