import { onTestFinished, expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { MediaRecord, MediaRequest, MediaStore } from '../../../../src/player/media/media-types.ts';
import type { DownloadHours } from '../../../../src/player/playlist/download-hours.ts';
import { createPlaylistDownloader } from '../../../../src/player/playlist/playlist-downloader.ts';
import type { PlaylistDownloader } from '../../../../src/player/playlist/playlist-downloader.types.ts';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';
import type { HeldPlaylist, HeldSlots } from '../../../../src/player/playlist/playlist-slots.ts';
import type { MediaCode } from '../../../../src/shared/failure-codes.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';

const SERVER = 'https://signage.example';
const MINUTE_MS = 60_000;

function item(name: string): PlaylistItem {
  const file = { key: name, id: name, fileName: name, kind: 'image', url: `${SERVER}/${name}` } as const;
  return { ...file, durationMs: null, muted: true, size: null, sha256: null, window: null };
}

function list(id: string, ...names: readonly string[]): HeldPlaylist {
  return { id, version: null, items: names.map(item), complete: true };
}

const ALWAYS: DownloadHours = { isOpen: () => true, lookAgainMs: () => MINUTE_MS };

interface Bench {
  readonly clock: FakeClock;
  readonly downloader: PlaylistDownloader;
  /** Names that were asked for, and asked for again, oldest first. */
  readonly ensured: string[];
  readonly revalidated: string[];
  readonly slots: { current: HeldSlots };
  /** What the server has: a code stands for what it says instead of the file. */
  readonly answers: Map<string, MediaCode>;
  /** What does not end to come until it is broken off. */
  readonly hanging: Set<string>;
  /** The ids of the lists of which all is here. */
  readonly completed: string[];
}

function bench(slots: Partial<HeldSlots>, hours: DownloadHours = ALWAYS): Bench {
  const clock = createFakeClock();
  const here = new Map<string, MediaRecord>();
  const answers = new Map<string, MediaCode>();
  const hanging = new Set<string>();
  const [ensured, revalidated, completed]: [string[], string[], string[]] = [[], [], []];
  const answer = ({ fileName, url }: MediaRequest): Result<MediaRecord, MediaCode> => {
    const code = answers.get(fileName);
    if (code !== undefined) return fail(code, `It is ${code}.`);
    const record = { sha256: fileName, size: 1, kind: 'image', mime: 'image/png', durationMs: null } as const;
    here.set(url, record);
    return ok(record);
  };
  const media: Partial<MediaStore> = {
    find: ({ url }) => here.get(url) ?? null,
    ensure: (need, signal) => {
      ensured.push(need.fileName);
      if (!hanging.has(need.fileName)) return Promise.resolve(answer(need));
      return new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          resolve(fail('stopped', 'It was broken off.'));
        });
      });
    },
    revalidate: (need) => {
      revalidated.push(need.fileName);
      return Promise.resolve(answer(need));
    },
    lastValidated: () => null,
    pin: () => undefined,
  };
  const empty = { offered: null, staged: null, playing: null, previous: null, rejected: null };
  const held = { current: { ...empty, ...slots } };
  const downloader = createPlaylistDownloader({
    media: media as MediaStore,
    clock,
    log: createSilentLog(),
    random: () => 0.5,
    serverUrl: () => SERVER,
    playlists: () => held.current,
    hours,
    onSupplied: () => undefined,
    onComplete: () => {
      completed.push(held.current.offered?.id ?? '');
    },
  });
  onTestFinished(() => downloader.stop());
  return { clock, downloader, ensured, revalidated, slots: held, answers, hanging, completed };
}

test('one file that cannot be shown stops no refresh of the others, and waits by itself', async () => {
  const { clock, downloader, ensured, revalidated, answers } = bench({
    playing: list('a', 'good', 'bad', 'fine'),
  });
  answers.set('bad', 'undecodable');
  downloader.run();
  await clock.advance(10 * MINUTE_MS);

  expect(revalidated).toContain('good');
  expect(revalidated).toContain('fine');
  expect(revalidated).not.toContain('bad');
  expect(ensured.filter((name) => name === 'good')).toHaveLength(1);
  // At 0, 0.5, 1.5, 3.5 and 7.5 minutes.
  expect(ensured.filter((name) => name === 'bad')).toHaveLength(5);
  expect(downloader.problems()).toMatchObject([{ code: 'item-left-out', params: { file: 'bad' } }]);

  answers.delete('bad');
  await clock.advance(10 * MINUTE_MS);
  expect(downloader.problems()).toEqual([]);
  expect(revalidated).toContain('bad');
});

test('the left-out file is asked for at most every ten minutes, for ever', async () => {
  const { clock, downloader, ensured, answers } = bench({ playing: list('a', 'bad') });
  answers.set('bad', 'not-found');
  downloader.run();
  await clock.advance(24 * 60 * MINUTE_MS);
  expect(ensured.length).toBeGreaterThan(140);
  expect(ensured.length).toBeLessThan(155);
});

test('a new list that waits for the server stops no refresh of what plays, and is not asked for more often', async () => {
  const { clock, downloader, ensured, revalidated, answers, slots } = bench({ playing: list('a', 'good') });
  downloader.run();
  await clock.advance(MINUTE_MS);
  revalidated.length = 0;
  answers.set('new', 'timeout');
  slots.current = { ...slots.current, offered: list('b', 'new', 'other') };
  downloader.revalidateAll();
  await clock.advance(MINUTE_MS);

  expect(revalidated).toContain('good');
  expect(ensured.filter((name) => name === 'new').length).toBeLessThan(10);
});

test('while nobody answers, nothing is asked for but what is missing', async () => {
  const { clock, downloader, revalidated, answers } = bench({ playing: list('a', 'good', 'missing') });
  answers.set('missing', 'offline');
  downloader.run();
  await clock.advance(30 * MINUTE_MS);
  expect(revalidated).toEqual([]);
});

test('a replacement that is no use is told, and asked for again soon', async () => {
  const { clock, downloader, revalidated, answers } = bench({ playing: list('a', 'good') });
  downloader.run();
  await clock.advance(MINUTE_MS);
  answers.set('good', 'undecodable');
  downloader.revalidateAll();
  await clock.advance(2 * MINUTE_MS);
  expect(revalidated.length).toBeGreaterThanOrEqual(3);
  expect(downloader.problems()).toMatchObject([{ code: 'item-not-replaced', params: { file: 'good' } }]);

  answers.delete('good');
  await clock.advance(5 * MINUTE_MS);
  expect(downloader.problems()).toEqual([]);
});

function hoursOf(isOpen: boolean): { isOpen: boolean; hours: DownloadHours } {
  const made = { isOpen, hours: { isOpen: () => made.isOpen, lookAgainMs: () => MINUTE_MS } };
  return made;
}

test('outside its hours a new list waits, says so, and nothing is asked for again either', async () => {
  const hours = hoursOf(true);
  const { clock, downloader, ensured, revalidated, slots } = bench(
    { playing: list('a', 'good') },
    hours.hours,
  );
  downloader.run();
  await clock.advance(MINUTE_MS);
  hours.isOpen = false;
  slots.current = { ...slots.current, offered: list('b', 'new') };
  const askedBefore = revalidated.length;
  downloader.run();
  downloader.retryNow();
  await clock.advance(60 * MINUTE_MS);
  expect(ensured).toEqual(['good']);
  expect(revalidated).toHaveLength(askedBefore);
  expect(downloader.problems()).toMatchObject([{ code: 'downloads-wait' }]);
  hours.isOpen = true;
  await clock.advance(MINUTE_MS);
  expect(ensured).toEqual(['good', 'new']);
  expect(downloader.problems()).toEqual([]);
});

test('outside its hours a list whose files are all here already is complete at once', async () => {
  const hours = hoursOf(true);
  const { clock, downloader, slots, completed, ensured } = bench(
    { playing: list('a', 'one', 'two') },
    hours.hours,
  );
  downloader.run();
  await clock.advance(MINUTE_MS);
  hours.isOpen = false;
  slots.current = { ...slots.current, offered: list('b', 'two') };
  downloader.run();
  await clock.advance(1);
  expect(completed).toEqual(['b']);
  expect(ensured).toEqual(['one', 'two']);
});

test('what a screen needs to show a whole list, or anything at all, waits for no hour', async () => {
  const first = bench({ offered: list('a', 'one', 'two') }, hoursOf(false).hours);
  first.downloader.run();
  await first.clock.advance(1_000);
  expect(first.ensured).toEqual(['one', 'two']);

  const lost = bench({ playing: list('a', 'one', 'two') }, hoursOf(false).hours);
  lost.downloader.run();
  await lost.clock.advance(1_000);
  expect(lost.ensured).toContain('one');
});

test('what is on its way when the hours end is broken off, and goes on when they begin', async () => {
  const hours = hoursOf(true);
  const { clock, downloader, ensured, hanging, slots } = bench({ playing: list('a', 'good') }, hours.hours);
  downloader.run();
  await clock.advance(MINUTE_MS);
  slots.current = { ...slots.current, offered: list('b', 'long') };
  hanging.add('long');
  downloader.run();
  await clock.advance(10 * MINUTE_MS);
  hours.isOpen = false;
  hanging.clear();
  await clock.advance(60 * MINUTE_MS);
  expect(ensured).toEqual(['good', 'long']);
  expect(downloader.problems()).toMatchObject([{ code: 'downloads-wait' }]);
  hours.isOpen = true;
  await clock.advance(MINUTE_MS);
  expect(ensured).toEqual(['good', 'long', 'long']);
});
