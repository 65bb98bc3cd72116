import { onTestFinished, expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type {
  MediaPins,
  MediaRecord,
  MediaRequest,
  MediaStore,
} from '../../../../src/player/media/media-types.ts';
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
  /** What was asked for, word by word. */
  readonly requests: MediaRequest[];
  readonly here: Map<string, MediaRecord>;
  readonly seen: { pins: MediaPins; supplied: number; throwsOnSupplied: boolean };
}

function bench(slots: Partial<HeldSlots>, hours: DownloadHours = ALWAYS): Bench {
  const clock = createFakeClock();
  const here = new Map<string, MediaRecord>();
  const answers = new Map<string, MediaCode>();
  const hanging = new Set<string>();
  const [ensured, revalidated, completed]: [string[], string[], string[]] = [[], [], []];
  const requests: MediaRequest[] = [];
  const seen: Bench['seen'] = {
    ...{ pins: { pinned: new Set(), previous: new Set() }, supplied: 0, throwsOnSupplied: false },
  };
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
      requests.push(need);
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
    pin: (pins) => {
      seen.pins = pins;
    },
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
    onSupplied: () => {
      if (seen.throwsOnSupplied) throw new Error('A bug.');
      seen.supplied += 1;
    },
    onComplete: () => {
      completed.push(held.current.offered?.id ?? '');
    },
  });
  onTestFinished(() => downloader.stop());
  return {
    ...{ clock, downloader, ensured, revalidated, slots: held, answers, hanging, completed },
    ...{ requests, here, seen },
  };
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

test('outside its hours a list of which only a part is here does not count as whole', async () => {
  const hours = hoursOf(true);
  const { clock, downloader, slots, completed, ensured } = bench({ playing: list('a', 'one') }, hours.hours);
  downloader.run();
  await clock.advance(MINUTE_MS);
  hours.isOpen = false;
  slots.current = { ...slots.current, offered: list('b', 'one', 'new') };
  downloader.run();
  await clock.advance(60 * MINUTE_MS);
  expect([completed, ensured]).toEqual([[], ['one']]);
  hours.isOpen = true;
  await clock.advance(MINUTE_MS);
  expect([completed, ensured]).toEqual([['b'], ['one', 'new']]);
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

test('a round that is on its way is not begun again, one for another list is broken off', async () => {
  const { clock, downloader, ensured, hanging, slots } = bench({ offered: list('a', 'one', 'two') });
  hanging.add('one').add('two').add('other');
  downloader.run();
  downloader.run();
  await clock.advance(1_000);
  downloader.run();
  await clock.advance(1_000);
  expect(ensured).toEqual(['one', 'two']);
  // The same addresses under another id: the server writes them anew, and what comes is still wanted.
  slots.current = { ...slots.current, offered: { ...list('a2', 'one', 'two'), version: '2' } };
  downloader.run();
  await clock.advance(1_000);
  expect(ensured).toEqual(['one', 'two']);
  slots.current = { ...slots.current, offered: list('b', 'other') };
  downloader.run();
  await clock.advance(1_000);
  expect(ensured).toEqual(['one', 'two', 'other']);
  slots.current = { ...slots.current, offered: null };
  downloader.run();
  await clock.advance(1_000);
  expect([ensured.length, downloader.problems()]).toEqual([3, []]);
});

test('a round that is broken off counts as no failure of the server', async () => {
  const { clock, downloader, ensured, hanging, answers, slots } = bench({ offered: list('a', 'one') });
  for (const name of ['one', 'two', 'three', 'four']) {
    hanging.add(name);
    slots.current = { ...slots.current, offered: list(name, name) };
    downloader.run();
    await clock.advance(0);
  }
  answers.set('five', 'timeout');
  slots.current = { ...slots.current, offered: list('b', 'five') };
  downloader.run();
  await clock.advance(0);
  expect(ensured).toEqual(['one', 'two', 'three', 'four', 'five']);
  await clock.advance(5_000);
  expect(ensured).toHaveLength(6);
});

test('what is offered is fetched before what is staged, and that before what plays', async () => {
  const { clock, downloader, ensured, slots } = bench({
    ...{ offered: list('c', 'third'), staged: list('b', 'second'), playing: list('a', 'first') },
  });
  downloader.run();
  await clock.advance(0);
  slots.current = { ...slots.current, offered: null };
  downloader.run();
  await clock.advance(0);
  slots.current = { ...slots.current, staged: null };
  downloader.run();
  await clock.advance(0);
  expect(ensured).toEqual(['third', 'second', 'first']);
});

test('a bug ends no fetching: five minutes later it goes on', async () => {
  const { clock, downloader, seen, completed } = bench({ offered: list('a', 'one') });
  seen.throwsOnSupplied = true;
  downloader.run();
  await clock.advance(5 * MINUTE_MS - 1);
  expect(completed).toEqual([]);
  seen.throwsOnSupplied = false;
  await clock.advance(1);
  expect(completed).toEqual(['a']);
});

test.each([
  ['the list fetched before', (a: HeldPlaylist): Partial<HeldSlots> => ({ offered: a })],
  ['what is staged', (a: HeldPlaylist): Partial<HeldSlots> => ({ staged: a })],
  ['what plays', (a: HeldPlaylist): Partial<HeldSlots> => ({ playing: a })],
])('under a new address a file is asked for with the one that %s has for it', async (name, heldAs) => {
  const named = (query: string): HeldPlaylist => ({
    ...list(`of${query}`),
    items: [{ ...item('one'), url: `${SERVER}/one?${query}` }],
  });
  const { clock, downloader, requests, slots } = bench(heldAs(named('1')));
  if (name === 'the list fetched before') {
    downloader.run();
    await clock.advance(0);
  }
  slots.current = { ...slots.current, offered: named('2') };
  downloader.run();
  await clock.advance(0);
  expect(requests.at(-1)).toMatchObject({ url: `${SERVER}/one?2`, formerUrl: `${SERVER}/one?1` });
});

test('a file that is no use keeps its wait under a new address', async () => {
  const named = (query: string): HeldPlaylist => ({
    ...list(`of${query}`),
    items: [{ ...item('bad'), url: `${SERVER}/bad?${query}` }],
  });
  const { clock, downloader, ensured, answers, slots } = bench({ playing: named('1') });
  answers.set('bad', 'not-found');
  downloader.run();
  await clock.advance(1_000);
  for (const query of ['2', '3', '4']) {
    slots.current = { ...slots.current, offered: named(query) };
    downloader.run();
    await clock.advance(1_000);
  }
  expect(ensured).toHaveLength(1);
  await clock.advance(30_000);
  expect(ensured).toHaveLength(2);
});

test('a list is whole when all that can be had of it is here, and one of which nothing can be had never', async () => {
  const part = bench({ offered: list('a', 'good', 'bad') });
  part.answers.set('bad', 'not-found');
  part.downloader.run();
  await part.clock.advance(0);
  expect(part.completed).toEqual(['a']);
  const none = bench({ offered: list('a', 'bad') });
  none.answers.set('bad', 'not-found');
  none.downloader.run();
  await none.clock.advance(0);
  expect(none.completed).toEqual([]);
  const empty = bench({ offered: list('a') });
  empty.downloader.run();
  await empty.clock.advance(0);
  expect(empty.completed).toEqual(['a']);
  const late = bench({ offered: list('a', 'good', 'late') });
  late.answers.set('late', 'timeout');
  late.downloader.run();
  await late.clock.advance(MINUTE_MS);
  expect(late.completed).toEqual([]);
  const plays = bench({ playing: list('a', 'good') });
  plays.downloader.run();
  await plays.clock.advance(0);
  expect(plays.completed).toEqual([]);
});

test('a list for which there is no room is refused where another plays, and tried again after five minutes', async () => {
  const { clock, downloader, ensured, answers, slots, completed } = bench({ playing: list('a', 'good') });
  downloader.run();
  await clock.advance(0);
  answers.set('new', 'cache-full');
  slots.current = { ...slots.current, offered: list('b', 'good', 'new') };
  downloader.run();
  await clock.advance(5 * MINUTE_MS - 1);
  expect(downloader.problems()).toMatchObject([{ code: 'playlist-refused' }]);
  expect([ensured, completed]).toEqual([['good', 'new'], []]);
  answers.clear();
  await clock.advance(1);
  expect([ensured, completed, downloader.problems()]).toEqual([['good', 'new', 'new'], ['b'], []]);

  const first = bench({ offered: list('a', 'fits', 'large') });
  first.answers.set('large', 'cache-full');
  first.downloader.run();
  await first.clock.advance(0);
  expect(first.completed).toEqual(['a']);
});

test('while the server does not answer the waits double up to five minutes, and somebody who asks ends them', async () => {
  const { clock, downloader, ensured, answers } = bench({ playing: list('a', 'one') });
  answers.set('one', 'offline');
  downloader.run();
  const times: number[] = [];
  let known = 0;
  while (clock.monotonic() < 10 * MINUTE_MS) {
    if (ensured.length > known) times.push(clock.monotonic() / 1_000);
    known = ensured.length;
    await clock.advance(1_000);
  }
  // Half of twice five seconds, then of twice as much each time.
  expect(times.map((at, place) => at - (times[place - 1] ?? 0)).slice(1)).toEqual([
    ...[5, 10, 20, 40, 80, 150, 150],
  ]);
  const before = ensured.length;
  downloader.retryNow();
  await clock.advance(0);
  expect(ensured).toHaveLength(before + 1);
  await clock.advance(5_000);
  expect(ensured).toHaveLength(before + 2);
});

test('a stranger that is away is given up after five rounds, and has as many again when somebody asks', async () => {
  const foreign = { ...item('far'), url: 'https://far.example/far' };
  const { clock, downloader, answers } = bench({
    playing: { ...list('a', 'one'), items: [item('one'), foreign] },
  });
  answers.set('far', 'offline');
  const codes = (): string[] => downloader.problems().map(({ code }) => code);
  for (let times = 0; times < 8; times += 1) {
    downloader.retryNow();
    await clock.advance(0);
    expect(codes()).toEqual(['offline']);
  }
  await clock.advance(5 * MINUTE_MS);
  expect(codes()).toEqual(['item-left-out']);
  downloader.retryNow();
  await clock.advance(0);
  expect(codes()).toEqual(['offline', 'item-left-out']);
  answers.clear();
  downloader.retryNow();
  await clock.advance(0);
  expect(codes()).toEqual([]);
});

test('what is on the screen, on its way to it or behind it is kept, and what just came', async () => {
  const { clock, downloader, seen, slots, answers } = bench({
    ...{ offered: list('c', 'third', 'missing'), staged: list('b', 'second'), playing: list('a', 'first') },
    previous: list('p', 'before'),
  });
  answers.set('missing', 'not-found');
  const whole = slots.current;
  for (const offered of [whole.offered, whole.staged, whole.playing, whole.previous]) {
    slots.current = { ...whole, offered };
    downloader.run();
    await clock.advance(0);
  }
  slots.current = whole;
  downloader.pin();
  expect(seen.pins).toEqual({
    pinned: new Set(['third', 'second', 'first']),
    previous: new Set(['before']),
  });
  slots.current = { ...whole, offered: list('d', 'fourth') };
  downloader.run();
  await clock.advance(0);
  expect(seen.pins.pinned).toContain('fourth');
  downloader.mediaEvent({ kind: 'changed', url: 'x', before: 'first', after: 'first2' });
  expect(seen.pins.pinned).toContain('first2');
  slots.current = { ...whole, offered: null, staged: null, previous: null };
  downloader.pin();
  expect(seen.pins).toEqual({ pinned: new Set(['first']), previous: new Set() });
});

test('an address that turns out to be a page is known as one, asked for no more, and no problem', async () => {
  const { clock, downloader, ensured, answers, completed } = bench({ offered: list('a', 'board') });
  answers.set('board', 'is-a-page');
  downloader.run();
  await clock.advance(0);
  expect([...downloader.pages()]).toEqual([`${SERVER}/board`]);
  expect([downloader.problems(), completed]).toEqual([[], ['a']]);
  downloader.retryNow();
  await clock.advance(60 * MINUTE_MS);
  expect(ensured).toEqual(['board']);
});

test('the progress is that of the list that is fetched, with what was here before', async () => {
  const { clock, downloader, hanging, slots } = bench({ playing: list('a', 'one') });
  expect(downloader.progress()).toBeNull();
  downloader.run();
  await clock.advance(0);
  expect(downloader.progress()).toBeNull();
  hanging.add('two');
  slots.current = { ...slots.current, offered: list('b', 'one', 'two', 'three') };
  downloader.run();
  await clock.advance(0);
  expect(downloader.progress()).toMatchObject({ filesDone: 2, filesTotal: 3, bytesDone: 2 });
  downloader.mediaEvent({ kind: 'progress', url: `${SERVER}/two`, received: 5, total: 8 });
  expect(downloader.progress()).toMatchObject({ filesDone: 2, bytesDone: 7, bytesTotal: 10 });
  downloader.cancel();
  expect([downloader.progress(), downloader.problems()]).toEqual([null, []]);
});

test('a file that was lost is fetched at once', async () => {
  const { clock, downloader, ensured, here } = bench({ playing: list('a', 'one') });
  downloader.run();
  await clock.advance(1_000);
  here.clear();
  downloader.mediaEvent({ kind: 'space' });
  await clock.advance(0);
  expect(ensured).toHaveLength(1);
  downloader.mediaEvent({ kind: 'lost', sha256: 'one', failure: { code: 'media-lost', message: 'Gone.' } });
  await clock.advance(0);
  expect(ensured).toHaveLength(2);
});

test('a round that is taken back leaves neither problems nor waits', async () => {
  const { clock, downloader, ensured, answers } = bench({ playing: list('a', 'bad') });
  answers.set('bad', 'not-found');
  downloader.run();
  await clock.advance(0);
  expect(downloader.problems()).toHaveLength(1);
  downloader.cancel();
  expect(downloader.problems()).toEqual([]);
  downloader.run();
  await clock.advance(0);
  expect(ensured).toHaveLength(2);
});

test('a stop breaks off what comes, and nothing begins after it', async () => {
  const { clock, downloader, ensured, hanging } = bench({ playing: list('a', 'one') });
  hanging.add('one');
  downloader.run();
  await clock.advance(0);
  await downloader.stop();
  expect(clock.pendingTimers()).toBe(0);
  downloader.run();
  await clock.advance(60 * MINUTE_MS);
  expect(ensured).toHaveLength(1);
});
