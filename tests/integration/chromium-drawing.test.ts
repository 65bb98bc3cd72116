import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createDrawingBrowser } from '../../src/shells/chromium/drawing-browser.ts';
import { findBrowser } from '../../src/shells/chromium/find-browser.ts';
import { findOrInstallBrowser } from '../../tools/machine.ts';
import type { DrawingLimits } from '../../src/shells/common/drawing-process.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { Drawing, PictureBox } from '../../src/shared/drawing.ts';
import { heavyDrawing } from '../support/heavy-drawing.ts';
import { decodePng } from '../support/e2e/png.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Real drawings in a real browser of their own. */

const panel: PictureBox = { width: 1_280, height: 720, fit: 'contain' };
let folder: string;
/** Where the browser has its temporary files. */
let temporary: string;

beforeAll(async () => {
  const browser = await findOrInstallBrowser(() => undefined);
  if (!browser.ok) throw new Error(browser.error.message);
}, 300_000);

beforeEach(() => {
  folder = temporaryFolder();
  temporary = temporaryFolder();
});

function draw(
  svg: string,
  box = panel,
  limits: Partial<DrawingLimits> = {},
  signal = new AbortController().signal,
): Promise<Drawing> {
  const path = join(folder, 'picture.svg');
  writeFileSync(path, svg);
  const port = createDrawingBrowser({
    findBrowser: () => findBrowser(),
    folder: join(folder, 'drawing'),
    environment: { ...process.env, TMPDIR: temporary },
    asRoot: process.getuid?.() === 0,
    clock: createSystemClock(),
    limits,
  });
  return port.draw({ path, box }, signal);
}

function browserProcesses(): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`--user-data-dir=${folder}`);
    } catch {
      return false;
    }
  });
}

function nothingIsLeft(): void {
  expect(browserProcesses()).toEqual([]);
  expect(existsSync(join(folder, 'drawing'))).toBe(false);
  expect(readdirSync(temporary)).toEqual([]);
}

const svg = (inside: string, root = 'viewBox="0 0 200 100"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${root}>${inside}</svg>`;
const red = '<rect width="200" height="100" fill="#f00"/>';

/** The colour of a picture at a part of its width and height, as six hex digits, and its size. */
function seen(drawing: Drawing, across = 0.5, down = 0.5): string {
  if (drawing.kind !== 'still') return drawing.kind;
  const { width, height, pixels } = decodePng(Buffer.from(drawing.png));
  const at = (Math.floor(down * height) * width + Math.floor(across * width)) * 3;
  return `${width}×${height} ${Buffer.from(pixels.subarray(at, at + 3)).toString('hex')}`;
}

test('400 primitives of a filter are ended in time, and nothing of the process is left', async () => {
  const begun = performance.now();
  expect(await draw(heavyDrawing(), panel, { drawMs: 1_500 })).toEqual({ kind: 'gave-up', why: 'time' });
  // Twice on a busy machine, and the start and the end of the browser.
  expect(performance.now() - begun).toBeLessThan(5 * 6_000);
  nothingIsLeft();
});

test('what takes more memory than it may is ended', async () => {
  const limits = { drawMs: 20_000, memoryMb: 64 };
  expect(await draw(heavyDrawing(), panel, limits)).toEqual({ kind: 'gave-up', why: 'memory' });
  nothingIsLeft();
});

test('what stands still is a picture as large as its box, whatever it is embedded as', async () => {
  expect(seen(await draw(svg(red)))).toBe('1280×640 ff0000');
  nothingIsLeft();
  expect(seen(await draw(svg(red, 'viewBox="0 0 16 9"')), 0.01, 0)).toBe('1280×720 ff0000');
  expect(seen(await draw(svg(red, 'width="20" height="10"'), { ...panel, fit: 'cover' }))).toMatch(
    /^1440×720 /,
  );
  // Its own rule for other shapes holds in a box, as in the browser: here it stretches.
  const stretched = svg(red, 'viewBox="0 0 200 100" preserveAspectRatio="none"');
  expect(seen(await draw(stretched, { width: 300, height: 400, fit: 'fill' }), 0.01, 0.01)).toBe(
    '300×400 ff0000',
  );
  // Without a shape of its own it takes that of the panel.
  expect(seen(await draw(svg('<rect width="100%" height="100%" fill="#00f"/>', '')), 0.99, 0.99)).toBe(
    '1280×720 0000ff',
  );
});

test('no script of it runs, and nothing is loaded for it', async () => {
  const asked: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const script = '<script>document.querySelector("rect").setAttribute("fill", "#0f0")</script>';
  const image = `<image href="http://127.0.0.1:${port}/a.png" x="150" width="20" height="20"/>`;
  try {
    expect(seen(await draw(svg(`${red}${script}${image}`)))).toBe('1280×640 ff0000');
    expect(asked).toEqual([]);
  } finally {
    elsewhere.close();
  }
});

const gif = 'R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
const animatedPng = Buffer.from('\x89PNG....acTL').toString('base64');

test.each([
  [
    'an element that animates',
    `<rect width="9" height="9"><animate attributeName="x" to="9" dur="1s"/></rect>`,
  ],
  ['an element that sets', `<rect width="9" height="9"><set attributeName="x" to="9" begin="1s"/></rect>`],
  ['keyframes', '<style>@keyframes turn { to { opacity: 0 } } rect { animation: turn 1s }</style>'],
  ['a transition', '<rect style="transition: fill 1s" width="9" height="9"/>'],
  ['a GIF within', `<image href="data:image/gif;base64,${gif}" width="9" height="9"/>`],
  ['a PNG that moves', `<image xlink:href="data:image/png;base64,${animatedPng}" width="9" height="9"/>`],
])('%s moves', async (_name, inside) => {
  expect(seen(await draw(svg(red + inside)))).toBe('moves');
});

test('what the browser takes for no picture is told so', async () => {
  expect(await draw('<svg xmlns="http://www.w3.org/2000/svg"><g>')).toEqual({ kind: 'undecodable' });
});

test('without a browser, or when the player stops, nothing is said of the picture', async () => {
  const stop = new AbortController();
  const drawn = draw(heavyDrawing(), panel, {}, stop.signal);
  await expect.poll(browserProcesses, { timeout: 30_000 }).not.toEqual([]);
  stop.abort();
  expect(await drawn).toMatchObject({ kind: 'unavailable' });
  nothingIsLeft();
  const path = join(folder, 'picture.svg');
  const port = createDrawingBrowser({
    findBrowser: () => null,
    folder: join(folder, 'drawing'),
    environment: {},
    asRoot: true,
    clock: createSystemClock(),
  });
  expect(await port.draw({ path, box: panel }, new AbortController().signal)).toMatchObject({
    kind: 'unavailable',
  });
});
