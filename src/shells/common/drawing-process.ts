import { readFile, rm, stat } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { writableFolder } from '../../platform/files/writable-folder.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Drawing, DrawingOrder } from '../../shared/drawing.ts';
import { memoryOfFamily } from '../../platform/machine/process-memory.ts';
import { every } from '../../shared/async.ts';
import { describeThrown } from '../../shared/result.ts';

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
const LARGEST_DRAWING_BYTES = 33_554_432;

const LOOK_EVERY_MS = 500;
/** What is on the screen goes first, and a machine that is busy still gives it a tenth. */
const PRIORITY = 10;

/** Where and of what a drawing is made. */
export interface DrawingPlace {
  readonly bytes: Uint8Array;
  /** An empty folder of this user, which is removed afterwards. */
  readonly folder: string;
}

/** Has `order` drawn by `draw`, in a folder that is emptied before and removed after it. Never rejects. */
export async function drawInFolder(
  { path }: DrawingOrder,
  wanted: string,
  signal: AbortSignal,
  draw: (place: DrawingPlace) => Promise<Drawing>,
): Promise<Drawing> {
  try {
    if ((await stat(path)).size > LARGEST_DRAWING_BYTES) return { kind: 'gave-up', why: 'memory' };
    const bytes = await readFile(path);
    // Another one may be had now than the last time.
    await rm(writableFolder(wanted), { recursive: true, force: true });
    const folder = writableFolder(wanted);
    try {
      return signal.aborted ? STOPPED : await draw({ bytes, folder });
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  } catch (thrown) {
    return { kind: 'unavailable', reason: describeThrown(thrown) };
  }
}

export interface LimitedDrawing {
  /** Draws, and tells when the process can. */
  readonly draw: (onStarted: () => void) => Promise<Drawing>;
  /** The first of its processes. */
  readonly pid: number;
  readonly limits: DrawingLimits;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Answers what ends a drawing first: its own end, its time, its memory or `signal`. No timer is left. */
export async function withinLimits({ draw, pid, limits, clock, signal }: LimitedDrawing): Promise<Drawing> {
  const ended = Promise.withResolvers<Drawing>();
  let timer = clock.after(limits.startMs, () => {
    ended.resolve({ kind: 'unavailable', reason: 'the process did not start in time' });
  });
  let isOver = false;
  const onStarted = (): void => {
    if (isOver) return;
    timer.cancel();
    timer = clock.after(limits.drawMs, () => {
      ended.resolve({ kind: 'gave-up', why: 'time' });
    });
  };
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
    return await Promise.race([draw(onStarted), ended.promise]);
  } finally {
    isOver = true;
    timer.cancel();
    memory.stop();
    signal.removeEventListener('abort', onAbort);
  }
}

const STOPPED: Drawing = { kind: 'unavailable', reason: 'the player stops' };

/** Lets the process `pid`, and what it starts from now on, wait for what is on the screen. */
export function yieldToScreen(pid: number): void {
  try {
    setPriority(pid, PRIORITY);
  } catch {
    // It is gone, which its end tells.
  }
}
