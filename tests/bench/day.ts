import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryPlaces } from '../../src/platform/files/writable-folder.ts';
import { makeFolder } from '../support/make-folder.ts';
import type { Figure } from './figure.ts';
import { measureSideBySide, sumOf, type UseByKind } from './side-by-side.ts';

const DAY_SECONDS = 86_400;
const MB = 1_000_000;
const ITEM_SECONDS = 10;

/**
 * What a day of pictures of ten seconds writes to the disk: the kernel's count of some minutes (`--minutes=10`), scaled to a day,
 * player and browser, once as it comes and once with the setting `volatileFolder`, beside a bare Chromium. What a start writes
 * is left out (`--warm-up=120`, seconds). Needs a build, Xvfb, Chromium and ffmpeg.
 */
export async function benchDay(options: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...options],
    options: { minutes: { type: 'string', default: '10' }, 'warm-up': { type: 'string', default: '120' } },
  });
  const { path: folder, remove } = makeFolder();
  const memory = makeFolder(temporaryPlaces()[0]);
  const media = { folder, names: ['one.png', 'two.png'], seconds: ITEM_SECONDS };
  const times = { measuredMs: Number(values.minutes) * 60_000, warmUpMs: Number(values['warm-up']) * 1_000 };
  try {
    for (const name of media.names)
      makePicture(join(folder, name), name === 'one.png' ? 'testsrc2' : 'smptehdbars');
    const usual = await measureSideBySide({ ...media, ...times });
    const environment = { DIGIPLAYER_VOLATILE_FOLDER: memory.path };
    const inMemory = await measureSideBySide({ ...media, ...times, environment });
    const perDay = (use: UseByKind, isMeant?: (kind: string) => boolean): number =>
      (sumOf(use, 'writtenBytes', isMeant) * DAY_SECONDS) / use.seconds / MB;
    const reference = { name: 'bare Chromium', value: perDay(usual.bare) };
    return [
      { name: 'written a day, as it comes', value: perDay(usual.player), unit: 'MB', reference },
      { name: 'of it by Node', value: perDay(usual.player, (kind) => kind === 'node'), unit: 'MB' },
      {
        name: 'written a day with volatileFolder',
        value: perDay(inMemory.player),
        unit: 'MB',
        aim: { atMost: 50 },
      },
      {
        name: 'of it by Node, with volatileFolder',
        value: perDay(inMemory.player, (kind) => kind === 'node'),
        unit: 'MB',
      },
    ];
  } finally {
    memory.remove();
    remove();
  }
}

function makePicture(path: string, source: string): void {
  const input = `${source}=size=1920x1080:rate=1`;
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', input, '-frames:v', '1', path]);
  if (made.status !== 0) throw new Error(`ffmpeg could not make ${path}: ${made.stderr.toString()}`);
}
