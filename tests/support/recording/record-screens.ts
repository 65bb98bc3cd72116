import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { BAND_UNTIL } from './picture-code.ts';
import { bytesOf, COLUMNS, readTimes, RATE, toRecording, type Recording } from './record-screen.ts';

/** Two screens recorded side by side: `atMs` of both is epoch ms by the one clock of the one recorder. */
export type PairOfRecordings = readonly [Recording, Recording];

/** Records the coded strips of two X displays of this size with one ffmpeg, since two recorders have two clocks. */
export async function recordScreens(
  displays: readonly [string, string],
  { width, height }: { readonly width: number; readonly height: number },
  seconds: number,
): Promise<PairOfRecordings> {
  const strip = `${width}x${Math.round(height * BAND_UNTIL)}`;
  const grab = ['-f', 'x11grab', '-draw_mouse', '0', '-framerate', String(RATE), '-video_size', strip];
  const inputs = displays.flatMap((display) => [
    '-thread_queue_size',
    '512',
    '-t',
    String(seconds),
    ...grab,
    '-i',
    display,
  ]);
  const filter = [0, 1]
    .map(
      (input) =>
        `[${input}:v]scale=${COLUMNS}:2:flags=neighbor,format=rgb24,split[rows${input}][times${input}]`,
    )
    .join(';');
  const exact = ['-fps_mode', 'passthrough', '-enc_time_base', '1:1000000'];
  const outputs = [0, 1].flatMap((input) => [
    ...['-map', `[rows${input}]`, ...exact, '-f', 'rawvideo', `pipe:${input * 2 + 3}`],
    ...['-map', `[times${input}]`, ...exact, '-c:v', 'rawvideo', '-f', 'framecrc', `pipe:${input * 2 + 4}`],
  ]);
  const child = spawn(
    'ffmpeg',
    ['-v', 'error', '-nostdin', '-copyts', ...inputs, '-filter_complex', filter, ...outputs],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    },
  );
  const [complaint, ...pipes] = await Promise.all(
    [2, 3, 4, 5, 6].map((place) => bytesOf(child.stdio[place] as Readable)),
  );
  const [rowsOfOne, timesOfOne, rowsOfOther, timesOfOther] = pipes;
  if (!rowsOfOne?.length || !rowsOfOther?.length || timesOfOne === undefined || timesOfOther === undefined) {
    throw new Error(`ffmpeg did not record ${displays.join(' and ')}: ${complaint?.toString() ?? ''}`);
  }
  return [
    toRecording(rowsOfOne, readTimes(timesOfOne.toString()), 0),
    toRecording(rowsOfOther, readTimes(timesOfOther.toString()), 0),
  ];
}
