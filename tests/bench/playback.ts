import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { startPlainChromium } from './plain-chromium.ts';
import type { CodedFile } from '../support/recording/coded-media.ts';
import { PANEL, startMediaPlayer } from '../support/recording/coded-player.ts';
import type { Figure } from './figure.ts';
import { useOf } from './processes.ts';
import { servePages } from './transition-pages.ts';
import { makeFolder } from '../support/make-folder.ts';

const WARM_UP_MS = 8_000;
const FILM_SECONDS = 10;

const encoders = {
  'H.264': { name: 'film.mp4', options: ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'] },
  VP9: {
    name: 'film.webm',
    options: ['-c:v', 'libvpx-vp9', '-b:v', '4M', '-deadline', 'realtime', '-cpu-used', '8', '-row-mt', '1'],
  },
} as const;

interface PlaybackUse {
  readonly dropped: number;
  readonly cpuShare: number;
  readonly memoryMb: number;
}

/**
 * One 1080p30 film, played over and over by the player and by a bare `<video loop>` in the same Chromium. `--seconds=30
 * [CODEC…]`, `H.264` and `VP9` unless told.
 */
export async function benchPlayback(options: readonly string[]): Promise<readonly Figure[]> {
  const { values, positionals } = parseArgs({
    args: [...options],
    options: { seconds: { type: 'string', default: '30' } },
    allowPositionals: true,
  });
  const seconds = Number(values.seconds);
  const { path: folder, remove } = makeFolder();
  const figures: Figure[] = [];
  try {
    for (const [codec, { name, options: encoding }] of Object.entries(encoders)) {
      if (positionals.length > 0 && !positionals.includes(codec)) continue;
      makeFilm(join(folder, name), encoding);
      const bare = await measureBare(folder, name, seconds);
      const player = await measurePlayer(folder, name, seconds);
      console.table({ [`${codec}, DigiPlayer`]: player, [`${codec}, bare Chromium`]: bare });
      const aim = { atMost: 1.1 };
      figures.push(
        { name: `${codec}, CPU`, value: player.cpuShare / bare.cpuShare, unit: '×', aim },
        { name: `${codec}, memory`, value: player.memoryMb / bare.memoryMb, unit: '×', aim },
        {
          name: `${codec}, dropped frames beyond bare Chromium's`,
          value: player.dropped - bare.dropped,
          unit: '',
        },
      );
    }
    return figures;
  } finally {
    remove();
  }
}

function makeFilm(path: string, options: readonly string[]): void {
  const source = `testsrc2=size=1920x1080:rate=30:duration=${FILM_SECONDS}`;
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...options, path]);
  if (made.status !== 0) throw new Error(`ffmpeg could not make ${path}: ${made.stderr.toString()}`);
}

async function measureBare(folder: string, name: string, seconds: number): Promise<PlaybackUse> {
  const file: CodedFile = { name, item: 0, codec: 'h264', frames: 300, rate: 30, width: 1920, height: 1080 };
  const server = await servePages(folder, [file], [0], 0);
  const display = await startVirtualDisplay(PANEL);
  if (!display.ok) throw new Error(display.error.message);
  const browser = startPlainChromium(display.value.name, server.address('loop'));
  try {
    return await measureUse(browser.profileFolder, seconds, () => Promise.resolve(server.dropped()));
  } finally {
    await browser.stop();
    await Promise.all([display.value.stop(), server.stop()]);
  }
}

async function measurePlayer(folder: string, name: string, seconds: number): Promise<PlaybackUse> {
  const player = await startMediaPlayer([{ name, bytes: readFileSync(join(folder, name)), duration: null }]);
  try {
    await player.playing();
    return await measureUse(player.dataFolder, seconds, () =>
      Promise.resolve(player.player.status()?.transitions?.dropped_frames ?? 0),
    );
  } finally {
    await player.stop();
  }
}

/**
 * Uses of the processes that name `mark`, memory as the mean of a look every second; the start, which fetches and decodes
 * for the first time, is left out.
 */
async function measureUse(
  mark: string,
  measuredSeconds: number,
  dropped: () => Promise<number>,
): Promise<PlaybackUse> {
  await sleep(WARM_UP_MS);
  const [usedBefore, droppedBefore, startedAt] = [useOf(mark), await dropped(), performance.now()];
  const memory: number[] = [];
  for (let second = 0; second < measuredSeconds; second++) {
    await sleep(1000);
    memory.push(useOf(mark).memoryMb);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    dropped: (await dropped()) - droppedBefore,
    cpuShare: (useOf(mark).cpuSeconds - usedBefore.cpuSeconds) / seconds,
    memoryMb: memory.reduce((sum, megabytes) => sum + megabytes, 0) / memory.length,
  };
}
