import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BT709 } from './bt709.ts';

/*
 * Makes tests/support/streams/: a stream of four seconds in parts of one, green with a tone, and a tone of three seconds in
 * each form of a sound. Run it with `node tests/support/make-streams.ts`; it needs ffmpeg. The results are committed.
 */

const folder = join(import.meta.dirname, 'streams');
const exact = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
const tone = (seconds: number): readonly string[] => [
  '-f',
  'lavfi',
  '-i',
  `sine=frequency=440:sample_rate=44100:duration=${seconds}`,
];

mkdirSync(folder, { recursive: true });
ffmpeg([
  ...['-f', 'lavfi', '-i', 'color=0x00ff00:s=320x180:r=25:d=4'],
  ...tone(4),
  ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv', ...BT709],
  ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '25', '-c:a', 'aac', '-b:a', '32k', ...exact],
  ...['-f', 'hls', '-hls_time', '1', '-hls_playlist_type', 'vod'],
  ...['-hls_segment_filename', join(folder, 'green%d.m2t'), join(folder, 'green.m3u8')],
]);
for (const name of ['tone.mp3', 'tone.m4a', 'tone.wav', 'tone.flac']) sound(name, []);
sound('tone.ogg', ['-c:a', 'libvorbis']);

function sound(name: string, options: readonly string[]): void {
  ffmpeg([...tone(3), '-ac', '1', '-ar', '16000', ...options, ...exact, join(folder, name)]);
}

function ffmpeg(options: readonly string[]): void {
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...options], { stdio: 'inherit' });
}
