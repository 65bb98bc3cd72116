import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import { BAND_UNTIL, readSight, type Sight } from './picture-code.ts';

/** One look at the screen. */
export interface Sample extends Sight {
  /** When it was taken, ms since the first. */
  readonly atMs: number;
}

/** What the screen showed over a while. */
export interface Recording {
  readonly samples: readonly Sample[];
  /** The longest time between two samples, ms: what happened in between was not seen. */
  readonly longestGapMs: number;
  /** The share of the samples that came as late as a second one would have: 0 is a perfect recorder. */
  readonly lateShare: number;
}

/** Looks a second. */
export const RATE = 120;
/** Of the strip as it is read. */
export const COLUMNS = 160;
const ROW_BYTES = COLUMNS * 3;
/** More than two samples late. */
const LATE_MS = 25;

/** Records the coded strip of `display` (an X screen of this size) with ffmpeg for `seconds`, 120 times a second. */
export async function recordScreen(
  display: string,
  { width, height }: { readonly width: number; readonly height: number },
  seconds: number,
): Promise<Recording> {
  const stripHeight = Math.round(height * BAND_UNTIL);
  const grab = ['-f', 'x11grab', '-draw_mouse', '0', '-framerate', String(RATE)];
  const area = ['-video_size', `${width}x${stripHeight}`, '-i', display];
  // Nearest neighbours of two rows: one through the blocks, one through the band. The second output tells the times.
  const filter = `[0:v]scale=${COLUMNS}:2:flags=neighbor,format=rgb24,split[rows][times]`;
  const exact = ['-fps_mode', 'passthrough', '-enc_time_base', '1:1000000'];
  const child = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-t', String(seconds), ...grab, ...area, '-filter_complex', filter],
      ...['-map', '[rows]', ...exact, '-f', 'rawvideo', 'pipe:1'],
      ...['-map', '[times]', ...exact, '-c:v', 'rawvideo', '-f', 'framecrc', 'pipe:3'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  preferRecorder(child.pid);
  const [, rowsPipe, complaintPipe, timesPipe] = child.stdio;
  if (rowsPipe === null || complaintPipe === null) throw new Error('ffmpeg has no pipes.');
  const [rows, times, complaint] = await Promise.all([
    bytesOf(rowsPipe),
    bytesOf(timesPipe as Readable),
    bytesOf(complaintPipe),
  ]);
  if (rows.length === 0) throw new Error(`ffmpeg did not record ${display}: ${complaint.toString()}`);
  return toRecording(rows, readTimes(times.toString()));
}

/** What keeps the machine busy must not keep the recorder from looking; only root may say so. */
function preferRecorder(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_HIGH);
  } catch {
    // It records as well as it can.
  }
}

/** All that a pipe says. */
export async function bytesOf(source: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The presentation times of ffmpeg's `framecrc` lines, ms. */
export function readTimes(lines: string): number[] {
  return lines
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Number(line.split(',')[2]) / 1000);
}

/** Reads the strips of a recording; `fromMs`: what its times are counted from, the first one unless told. */
export function toRecording(rows: Buffer, times: readonly number[], fromMs = times[0] ?? 0): Recording {
  const seen = new Map<string, Sight>();
  const samples = times.map((time, index): Sample => {
    const strip = rows.subarray(index * 2 * ROW_BYTES, (index + 1) * 2 * ROW_BYTES);
    const key = strip.toString('latin1');
    const sight = seen.get(key) ?? readSight(strip.subarray(0, ROW_BYTES), strip.subarray(ROW_BYTES));
    seen.set(key, sight);
    return { ...sight, atMs: time - fromMs };
  });
  const gaps = samples.slice(1).map(({ atMs }, index) => atMs - (samples[index]?.atMs ?? 0));
  return {
    samples,
    longestGapMs: Math.max(...gaps),
    lateShare: gaps.filter((gap) => gap > LATE_MS).length / gaps.length,
  };
}
