/*
 * Makes the media of `npm run demo` from scenes.js: `node assets/demo/source/make-demo-media.js [name …]`. It needs Chromium
 * and ffmpeg; the results are committed, so that the demo needs neither.
 */
/* global document */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { films, stills } from './scenes.js';

const FRAMES_PER_SECOND = 30;
const demo = join(import.meta.dirname, '..');
const font = readFileSync(join(demo, '../fonts/inter-latin-wght-normal.woff2')).toString('base64');
const wanted = process.argv.slice(2);
const isWanted = ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part));

const scratch = mkdtempSync(join(tmpdir(), 'demo-media-'));
const browser = await chromium.launch({
  executablePath: process.env.DIGIPLAYER_BROWSER ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--force-color-profile=srgb'],
});
try {
  for (const still of stills.filter(isWanted)) await makeStill(still);
  for (const film of films.filter(isWanted)) await makeFilm(film);
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}

async function openCanvas({ width, height }) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(
    `<style>@font-face{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64,${font})}body{margin:0}svg{display:block}</style><body>`,
  );
  await page.evaluate(() => document.fonts.load('700 20px Inter'));
  return page;
}

async function picture(page, svg) {
  await page.evaluate((text) => {
    document.body.innerHTML = text;
  }, svg);
  return page.screenshot({ type: 'png' });
}

async function makeStill(still) {
  const target = join(demo, still.name);
  if (still.name.endsWith('.svg')) {
    writeFileSync(target, `${still.draw(0)}\n`);
    return;
  }
  const page = await openCanvas(still);
  const source = join(scratch, 'still.png');
  writeFileSync(source, await picture(page, still.draw(0)));
  await page.close();
  const quality = {
    jpg: ['-q:v', '3'],
    png: ['-compression_level', '100', '-pred', 'mixed'],
    webp: ['-quality', '88'],
  };
  ffmpeg(['-i', source, ...quality[still.name.split('.').at(-1)], target]);
}

async function makeFilm(film) {
  const page = await openCanvas(film);
  const sound = film.chord
    .map(
      (tone, index) =>
        `${(0.09 / (1 + index * 0.25)).toFixed(3)}*sin(2*PI*${tone}*t)*(0.75+0.25*sin(2*PI*t/${film.seconds}*${index + 1}))`,
    )
    .join('+');
  const isWebm = film.name.endsWith('.webm');
  const codecs = isWebm
    ? ['-c:v', 'libvpx-vp9', '-crf', '36', '-b:v', '0', '-row-mt', '1', '-c:a', 'libopus', '-b:a', '64k']
    : [
        '-c:v',
        'libx264',
        '-crf',
        '24',
        '-preset',
        'slow',
        '-c:a',
        'aac',
        '-b:a',
        '96k',
        '-movflags',
        '+faststart',
      ];
  const encoder = spawn(
    'ffmpeg',
    [
      '-loglevel',
      'error',
      '-y',
      '-f',
      'image2pipe',
      '-framerate',
      String(FRAMES_PER_SECOND),
      '-i',
      '-',
      '-f',
      'lavfi',
      '-i',
      `aevalsrc=${sound}:s=48000:d=${film.seconds},afade=t=in:d=0.6,afade=t=out:st=${film.seconds - 0.8}:d=0.8`,
      '-pix_fmt',
      'yuv420p',
      ...codecs,
      '-shortest',
      join(demo, film.name),
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const frames = film.seconds * FRAMES_PER_SECOND;
  for (let frame = 0; frame < frames; frame++)
    encoder.stdin.write(await picture(page, film.draw(frame / frames)));
  encoder.stdin.end();
  const exitCode = await new Promise((resolve) => encoder.once('exit', resolve));
  if (exitCode !== 0) throw new Error(`ffmpeg could not make ${film.name}.`);
  await page.close();
}

function ffmpeg(options) {
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...options], { stdio: 'inherit' });
}
