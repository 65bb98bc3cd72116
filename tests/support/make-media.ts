import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BT709 } from './bt709.ts';

/*
 * Makes tests/support/media/: tiny media of one colour each, so that a test can tell by one pixel what is on the screen.
 * Run it with `node tests/support/make-media.ts`; it needs ffmpeg. The results are committed.
 */

const folder = join(import.meta.dirname, 'media');
const landscape = '320x180';
const portrait = '180x320';

const colours = {
  red: 'ff0000',
  green: '00ff00',
  blue: '0000ff',
  yellow: 'ffff00',
  magenta: 'ff00ff',
  cyan: '00ffff',
};
type Colour = keyof typeof colours;

mkdirSync(folder, { recursive: true });
picture('red.jpg', 'red', landscape, ['-q:v', '2']);
picture('green.png', 'green', landscape);
picture('blue.webp', 'blue', landscape, ['-lossless', '1']);
picture('yellow.gif', 'yellow', landscape);
picture('yellow.png', 'yellow', landscape);
picture('magenta-portrait.png', 'magenta', portrait);
picture('cyan-portrait.jpg', 'cyan', portrait, ['-q:v', '2']);
writeFileSync(
  join(folder, 'cyan.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><rect width="320" height="180" fill="#${colours.cyan}"/></svg>\n`,
);
video('blue.mp4', 'blue', landscape, 2, [
  '-c:v',
  'libx264',
  '-pix_fmt',
  'yuv420p',
  '-movflags',
  '+faststart',
]);
video('green.webm', 'green', landscape, 2, ['-c:v', 'libvpx-vp9', '-b:v', '50k']);
video('magenta-portrait.mp4', 'magenta', portrait, 2, [
  '-c:v',
  'libx264',
  '-pix_fmt',
  'yuv420p',
  '-movflags',
  '+faststart',
]);

function picture(name: string, colour: Colour, size: string, options: readonly string[] = []): void {
  ffmpeg(['-f', 'lavfi', '-i', `color=0x${colours[colour]}:s=${size}`, '-frames:v', '1', ...options, name]);
}

function video(
  name: string,
  colour: Colour,
  size: string,
  seconds: number,
  options: readonly string[],
): void {
  const source = `color=0x${colours[colour]}:s=${size}:r=25:d=${seconds}`;
  const matrix = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv', ...BT709];
  ffmpeg(['-f', 'lavfi', '-i', source, '-an', ...matrix, ...options, name]);
}

function ffmpeg(options: readonly string[]): void {
  const fixed = ['-loglevel', 'error', '-y'];
  const name = options.at(-1) ?? '';
  execFileSync(
    'ffmpeg',
    [...fixed, ...options.slice(0, -1), '-map_metadata', '-1', '-fflags', '+bitexact', join(folder, name)],
    {
      stdio: 'inherit',
    },
  );
}
