import { setPriority } from 'node:os';
import type { Clock } from '../../shared/clock.ts';
import type { Drawing } from '../../shared/drawing.ts';
import { memoryOfFamily } from '../../platform/machine/process-memory.ts';
import { every } from '../../shared/async.ts';

/** What one drawing may cost. */
export interface DrawingLimits {
  /** Until the process can draw, ms. */
  readonly startMs: number;
  /** From then to the picture, ms. */
  readonly drawMs: number;
  /** Of all its processes together; known only where there is a `/proc`. */
  readonly memoryMb: number;
}

export const DRAWING_LIMITS: DrawingLimits = { startMs: 30_000, drawMs: 6_000, memoryMb: 1_024 };

/** More than any picture needs whose browser is to stay small. */
export const LARGEST_DRAWING_BYTES = 33_554_432;

const LOOK_EVERY_MS = 500;
/** What is on the screen goes first, and a machine that is busy still gives it a tenth. */
const PRIORITY = 10;

/** Answers what ends the drawing first: its own end, its time, its memory or `signal`. No timer is left. */
export async function withinLimits(
  drawn: Promise<Drawing>,
  pid: number,
  limits: DrawingLimits,
  limitMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<Drawing> {
  const ended = Promise.withResolvers<Drawing>();
  const timer = clock.after(limitMs, () => {
    ended.resolve({ kind: 'gave-up', why: 'time' });
  });
  const memory = every(clock, LOOK_EVERY_MS, async () => {
    const used = await memoryOfFamily(pid);
    if (used !== null && used > limits.memoryMb) ended.resolve({ kind: 'gave-up', why: 'memory' });
  });
  const onAbort = (): void => {
    ended.resolve(STOPPED);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  memory.start();
  try {
    return await Promise.race([drawn, ended.promise]);
  } finally {
    timer.cancel();
    memory.stop();
    signal.removeEventListener('abort', onAbort);
  }
}

export const STOPPED: Drawing = { kind: 'unavailable', reason: 'the player stops' };

/** Lets the process `pid`, and what it starts from now on, wait for what is on the screen. */
export function yieldToScreen(pid: number): void {
  try {
    setPriority(pid, PRIORITY);
  } catch {
    // It is gone, which its end tells.
  }
}
