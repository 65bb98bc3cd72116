import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  FRAME_BUFFER_HEAD_BYTES,
  readFrameBufferLayout,
  type FrameBufferLayout,
} from '../../tools/demo/screen-picture.ts';
import { startVirtualDisplay, type VirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { cleanEnvironment } from '../support/e2e/player-process.ts';
import { makeFolder } from '../support/make-folder.ts';
import { prepareBootFolder, type BootFolder } from './boot-folder.ts';
import { median, type Bench, type Figure } from './figure.ts';
import { startPlainChromium } from './plain-chromium.ts';

const PANEL = { width: 1280, height: 720 } as const;
const MANY_ITEMS = 2_000;
const LOOK_EVERY_MS = 1;
const GIVE_UP_MS = 30_000;
/** What a start before this one left to do. */
const REST_MS = 700;
const AIM = 1.15;

const root = join(import.meta.dirname, '../..');
const installed = join(root, 'out/cli/installed.js');

/** Ways to start the player: as a systemd unit does, as a package's own command does, and through npm. */
const starts = {
  unit: { command: [process.execPath, installed], environment: { DIGIPLAYER_SUPERVISED: '1' } },
  command: { command: [process.execPath, installed], environment: {} },
  npm: { command: ['npm', 'start', '--silent', '--'], environment: {} },
} as const;
type StartName = keyof typeof starts;

/**
 * From the start of a process to the first pixels of a picture on the panel: the player, with a warm cache and its server down,
 * beside bare Chromium in kiosk mode that shows the same file, in turn. `npm run bench -- boot [--rounds=10] [--starts=unit,command,npm]
 * [--many] [--cold] [--keep=DIR]`. `--many`: 2,000 items, and 10 GB in the store; `--cold`: with an empty file cache, as root.
 * Needs a build, Xvfb and Chromium.
 */
export const measureBoot: Bench = async (options) => {
  const { values } = parseArgs({
    args: [...options],
    options: {
      rounds: { type: 'string', default: '10' },
      starts: { type: 'string', default: 'unit,command,npm' },
      many: { type: 'boolean', default: false },
      cold: { type: 'boolean', default: false },
      keep: { type: 'string' },
    },
  });
  const names = values.starts.split(',').filter((name): name is StartName => Object.hasOwn(starts, name));
  const { path, remove } = makeFolder();
  const display = await startVirtualDisplay(PANEL);
  if (!display.ok) throw new Error(display.error.message);
  try {
    const folder = values.keep ?? path;
    const prepared = await prepareBootFolder(folder, values.many ? MANY_ITEMS : 1, display.value);
    const times = await measureInTurn(display.value, prepared, {
      names,
      rounds: Number(values.rounds),
      profileFolder: join(path, 'profile'),
      isCold: values.cold,
    });
    const kind = `${values.many ? 'many items, ' : ''}${values.cold ? 'cold' : 'warm'}`;
    return figuresOf(times, names, kind);
  } finally {
    await display.value.stop();
    remove();
  }
};

interface Rounds {
  readonly names: readonly StartName[];
  readonly rounds: number;
  readonly profileFolder: string;
  readonly isCold: boolean;
}

type Times = ReadonlyMap<StartName | 'bare', number[]>;

async function measureInTurn(
  display: VirtualDisplay,
  { picture, dataFolder }: BootFolder,
  { names, rounds, profileFolder, isCold }: Rounds,
): Promise<Times> {
  const runs = new Map<StartName | 'bare', () => Promise<number>>([
    ['bare', () => timeBare(display, picture, profileFolder)],
    ...names.map((name) => [name, () => timePlayer(display, dataFolder, name)] as const),
  ]);
  const times = new Map<StartName | 'bare', number[]>([...runs.keys()].map((name) => [name, []]));
  // The first round makes profiles and fills the file cache.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of runs) {
      if (isCold) dropFileCache();
      await sleep(REST_MS);
      const ms = await run();
      if (round > 0) times.get(name)?.push(ms);
    }
  }
  return times;
}

async function timeBare(display: VirtualDisplay, picture: string, profileFolder: string): Promise<number> {
  const startedAt = performance.now();
  const browser = startPlainChromium(display.name, `file://${picture}`, profileFolder);
  try {
    return await untilRed(display, startedAt);
  } finally {
    await browser.stop();
  }
}

async function timePlayer(display: VirtualDisplay, dataFolder: string, name: StartName): Promise<number> {
  const { command, environment } = starts[name];
  const [program = '', ...first] = command;
  const startedAt = performance.now();
  const child = spawn(program, [...first, '--shell=chromium', `--data-dir=${dataFolder}`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...cleanEnvironment(), ...environment, DISPLAY: display.name },
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    return await untilRed(display, startedAt);
  } finally {
    // The whole group, since npm hands on no signal.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await ended;
    await untilBlack(display);
  }
}

async function untilRed(display: VirtualDisplay, startedAt: number): Promise<number> {
  return until(display, (colour) => isRed(colour), startedAt);
}

async function untilBlack(display: VirtualDisplay): Promise<void> {
  await until(display, (colour) => !isRed(colour), performance.now());
}

/** Between the middle of the panel, where X draws its pointer, and its corners. */
const PLACES = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

async function until(
  display: VirtualDisplay,
  holds: (colour: number) => boolean,
  startedAt: number,
): Promise<number> {
  const file = openSync(display.frameBuffer, 'r');
  try {
    const head = Buffer.alloc(FRAME_BUFFER_HEAD_BYTES);
    readSync(file, head, 0, head.length, 0);
    const layout = readFrameBufferLayout(head);
    if (layout === null) throw new Error('The display has no frame buffer.');
    while (!PLACES.every(([x, y]) => holds(colourAt(file, layout, x, y)))) {
      if (performance.now() - startedAt > GIVE_UP_MS) throw new Error('The picture did not come.');
      await sleep(LOOK_EVERY_MS);
    }
    return performance.now() - startedAt;
  } finally {
    closeSync(file);
  }
}

function colourAt(file: number, layout: FrameBufferLayout, x: number, y: number): number {
  const bytes = Buffer.alloc(4);
  const at =
    Math.round(y * layout.height) * layout.bytesPerLine + Math.round(x * layout.width) * 4 + layout.start;
  readSync(file, bytes, 0, 4, at);
  return (layout.isBigEndian ? bytes.readUInt32BE(0) : bytes.readUInt32LE(0)) & 0xffffff;
}

function isRed(colour: number): boolean {
  return colour >> 16 > 0x80 && ((colour >> 8) & 0xff) < 0x60 && (colour & 0xff) < 0x60;
}

function dropFileCache(): void {
  writeFileSync('/proc/sys/vm/drop_caches', '3');
}

function figuresOf(times: Times, names: readonly StartName[], kind: string): readonly Figure[] {
  const bare = median(times.get('bare') ?? []);
  return names.map((name) => ({
    name: `first pixels, started by ${name} (${kind})`,
    value: Math.round(median(times.get(name) ?? [])),
    unit: 'ms',
    reference: { name: 'bare Chromium', value: Math.round(bare) },
    ...(name === 'unit' && { aim: { atMost: AIM } }),
  }));
}
