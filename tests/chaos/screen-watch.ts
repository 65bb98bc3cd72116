import { spawn } from 'node:child_process';

/** How long the screen may show nothing after the processes that draw it were killed. */
export const BARE_AFTER_KILL_MS = 15_000;

/** A while in which nothing but background was to be seen, ms on the clock of the run. */
export interface Bare {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface ScreenWatch {
  /** Whether anything but background was ever seen. */
  readonly hasShown: () => boolean;
  /** Whether anything but background is to be seen now. */
  readonly shows: () => boolean;
  /** Pictures taken so far. */
  readonly pictures: () => number;
  /** All whiles without content since there first was some; one that still lasts ends now. */
  readonly bare: () => readonly Bare[];
  /** The longest time between two pictures, ms: what happened in between was not seen. */
  readonly longestGapMs: () => number;
  readonly stop: () => Promise<void>;
}

export interface ScreenWatchOptions {
  readonly display: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Of the layers; no item has it. */
  readonly background: readonly [number, number, number];
  readonly nowMs: () => number;
}

const RATE = 15;
const COLUMNS = 32;
const ROWS = 18;
const FRAME_BYTES = COLUMNS * ROWS * 3;
const TOLERANCE = 10;
const BLACK = [0, 0, 0] as const;

/** Whether a picture (RGB) is nothing but the background, or black as a screen that nobody draws on. */
export function isBare(picture: Uint8Array, background: readonly [number, number, number]): boolean {
  const isAll = (colour: readonly [number, number, number]): boolean =>
    picture.every((value, at) => Math.abs(value - (colour[at % 3] ?? 0)) <= TOLERANCE);
  return isAll(background) || isAll(BLACK);
}

/** The whiles that no kill excuses: begun without one shortly before, or longer than it allows. */
export function unexcused(bare: readonly Bare[], killsAtMs: readonly number[]): readonly Bare[] {
  return bare.filter(
    ({ fromMs, untilMs }) =>
      !killsAtMs.some((atMs) => fromMs >= atMs - 1_000 / RATE && untilMs <= atMs + BARE_AFTER_KILL_MS),
  );
}

/** Records a display with ffmpeg, {@link RATE} pictures a second, and looks at each as it comes. */
export function watchScreen({ display, size, background, nowMs }: ScreenWatchOptions): ScreenWatch {
  const child = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-f', 'x11grab', '-draw_mouse', '0', '-framerate', String(RATE)],
      ...['-video_size', `${size.width}x${size.height}`, '-i', display],
      ...['-vf', `scale=${COLUMNS}:${ROWS}:flags=area,format=rgb24`, '-f', 'rawvideo', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  const bare: { fromMs: number; untilMs: number }[] = [];
  let isOpen = false;
  let hasShown = false;
  let pictures = 0;
  let lastMs: number | null = null;
  let longestGapMs = 0;
  const see = (picture: Uint8Array): void => {
    const atMs = nowMs();
    pictures += 1;
    if (lastMs !== null) longestGapMs = Math.max(longestGapMs, atMs - lastMs);
    lastMs = atMs;
    const open = isOpen ? bare.at(-1) : undefined;
    if (open !== undefined) open.untilMs = atMs;
    const nothing = isBare(picture, background);
    hasShown ||= !nothing;
    if (nothing && hasShown && open === undefined) bare.push({ fromMs: atMs, untilMs: atMs });
    isOpen = nothing && hasShown;
  };
  let rest = Buffer.alloc(0);
  child.stdout.on('data', (piece: Buffer) => {
    rest = Buffer.concat([rest, piece]);
    for (; rest.length >= FRAME_BYTES; rest = rest.subarray(FRAME_BYTES)) see(rest.subarray(0, FRAME_BYTES));
  });
  return {
    hasShown: () => hasShown,
    shows: () => hasShown && !isOpen,
    pictures: () => pictures,
    bare: () => bare,
    longestGapMs: () => longestGapMs,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
