import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createPlaylistRecords } from '../../../../src/platform/store/playlist-records.ts';
import type {
  MediaPins,
  MediaRecord,
  MediaRequest,
  MediaStore,
} from '../../../../src/player/media/media-types.ts';
import { createPlaylistManager } from '../../../../src/player/playlist/playlist-manager.ts';
import type {
  PlaylistManager,
  PlaylistManagerDependencies,
} from '../../../../src/player/playlist/playlist-manager.types.ts';
import type { MediaCode } from '../../../../src/shared/failure-codes.ts';
import type { Program } from '../../../../src/shared/program.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { namesOf } from '../../../support/playlist-support.ts';

const SERVER = 'https://signage.example';
const page = (id: string): object => ({ id, type: 'web', url: `https://${id}.test/`, file_name: id });
const stream = { id: 's', type: 'stream', url: 'https://s.test/live.m3u8', file_name: 's' };
const picture = (name: string): object => ({
  id: name,
  type: 'image',
  url: `${SERVER}/${name}`,
  file_name: name,
});
const bodyOf = (version: number, ...items: readonly (string | object)[]): object => ({
  playlist: items.map((item) => (typeof item === 'string' ? picture(item) : item)),
  playlist_version: version,
});

/** A server whose files come at once, unless an answer stands in for one. */
function createPretendedMedia() {
  const here = new Map<string, MediaRecord>();
  const answers = new Map<string, MediaCode>();
  const quarantined = new Set<string>();
  const revalidated: string[] = [];
  const played: string[] = [];
  let pins: MediaPins = { pinned: new Set(), previous: new Set() };
  const answer = ({ fileName, url }: MediaRequest): Result<MediaRecord, MediaCode> => {
    const code = answers.get(fileName);
    if (code !== undefined) return fail(code, `It is ${code}.`);
    const sha256 = new URL(url).pathname.split('/').at(-1) ?? '';
    const record = { sha256, size: 1, kind: 'image', mime: 'image/png', durationMs: null } as const;
    here.set(url, record);
    return ok(record);
  };
  const store: Partial<MediaStore> = {
    find: ({ url }) => {
      const record = here.get(url) ?? null;
      return record === null || quarantined.has(record.sha256) ? null : record;
    },
    ensure: (need) => Promise.resolve(answer(need)),
    revalidate: (need) => {
      revalidated.push(need.fileName);
      return Promise.resolve(answer(need));
    },
    lastValidated: () => null,
    pin: (next) => {
      pins = { pinned: new Set(next.pinned), previous: new Set(next.previous) };
    },
    played: (sha256) => played.push(sha256),
    quarantine: (sha256) => quarantined.add(sha256),
  };
  return { store: store as MediaStore, here, answers, quarantined, revalidated, played, pins: () => pins };
}

type Database = ReturnType<typeof openDatabase>;

function open(options: Partial<PlaylistManagerDependencies> = {}, kept?: Database) {
  const database = kept ?? openDatabase(':memory:');
  if (kept === undefined) {
    onTestFinished(() => {
      database.close();
    });
  }
  const clock = createFakeClock();
  const media = createPretendedMedia();
  const records = createPlaylistRecords(database);
  const programs: (Program | null)[] = [];
  const onChange = vi.fn();
  const playlists = createPlaylistManager({
    ...{ records, clock, onChange, keyValues: createKeyValueStore(database), media: media.store },
    downloadHours: { isOpen: () => true, lookAgainMs: () => 60_000 },
    log: createSilentLog(),
    serverUrl: () => SERVER,
    onProgram: (program) => programs.push(program),
    random: () => 0.5,
    ...options,
  });
  onTestFinished(() => playlists.stop());
  playlists.start();
  const accept = async (body: unknown): Promise<string> => {
    const offer = playlists.accept(body);
    await clock.advance(1_000);
    return offer.ok ? offer.value.id : offer.error.code;
  };
  /** Takes a list and shows it. */
  const play = async (body: unknown): Promise<string> => {
    await accept(body);
    const id = playlists.currentProgram()?.id ?? '';
    playlists.confirmPlaying(id);
    return id;
  };
  return { playlists, database, clock, media, records, programs, onChange, accept, play };
}

const shown = (playlists: PlaylistManager): readonly string[] | null => namesOf(playlists.currentProgram());
const codesOf = (playlists: PlaylistManager): string[] => playlists.problems().map(({ code }) => code);

describe('a playlist on its way to the screen', () => {
  test('waits as a whole, and is switched to when its first item was shown', async () => {
    const { playlists, records, media, accept, play } = open();
    const first = await play(bodyOf(1, 'a', 'b'));
    expect(playlists.status()).toEqual({ version: '1', items: 2, offered: '1', staged: null });
    const second = await accept(bodyOf(2, 'c'));
    expect(playlists.status()).toEqual({ version: '1', items: 2, offered: '2', staged: '2' });
    expect(shown(playlists)).toEqual(['c']);
    expect(records.read('playing')).toMatchObject({ id: first, complete: true });
    expect([playlists.slotOf(first), playlists.slotOf(second)]).toEqual(['playing', 'staged']);
    playlists.confirmPlaying('of-nobody');
    expect(records.read('playing')?.id).toBe(first);
    playlists.confirmPlaying(second);
    expect(records.read('playing')).toMatchObject({ id: second, complete: true });
    expect(records.read('previous')?.id).toBe(first);
    expect(records.read('staged')).toBeNull();
    expect(media.pins()).toEqual({ pinned: new Set(['c']), previous: new Set(['a', 'b']) });
    playlists.confirmPlaying(second);
    expect(records.read('previous')?.id).toBe(first);
  });

  test('keeps a whole one to fall back on, never one that never was', async () => {
    const { playlists, records, media, accept, play } = open();
    media.answers.set('b', 'offline');
    await accept(bodyOf(1, 'a', 'b'));
    const growing = playlists.currentProgram()?.id ?? '';
    expect(shown(playlists)).toEqual(['a']);
    playlists.confirmPlaying('of-nobody');
    expect(records.read('playing')).toBeNull();
    playlists.confirmPlaying(growing);
    expect(records.read('playing')).toMatchObject({ id: growing, complete: false });
    expect(records.read('previous')).toBeNull();
    await accept(bodyOf(3, 'x', 'b'));
    expect(shown(playlists)).toEqual(['x']);
    // The screen was a little late to say so.
    playlists.confirmPlaying(growing);
    expect(records.read('playing')?.id).toBe(growing);
    await play(bodyOf(2, 'c'));
    expect(records.read('playing')).toMatchObject({ version: '2', complete: true });
    expect(records.read('previous')).toBeNull();
  });

  test('grows on the screen where it is the first, and is whole when all is here', async () => {
    const { playlists, clock, records, media, programs, accept } = open();
    media.answers.set('b', 'offline');
    await accept(bodyOf(1, 'a', 'b'));
    playlists.confirmPlaying(playlists.currentProgram()?.id ?? '');
    media.answers.clear();
    playlists.retryNow();
    await clock.advance(1_000);
    expect(records.read('playing')).toMatchObject({ version: '1', complete: true });
    expect(records.read('offered')).toBeNull();
    expect(records.read('staged')).toBeNull();
    expect(programs.map(namesOf)).toEqual([['a'], ['a', 'b']]);
  });

  test('never replaces a whole one while it grows', async () => {
    const { playlists, media, records, accept, play } = open();
    const first = await play(bodyOf(1, 'a'));
    media.answers.set('b', 'offline');
    const second = await accept(bodyOf(2, 'c', 'b'));
    expect(playlists.currentProgram()?.id).toBe(first);
    playlists.confirmPlaying(second);
    expect(records.read('playing')?.id).toBe(first);
    expect(playlists.status()).toEqual({ version: '1', items: 1, offered: '2', staged: null });
    expect(codesOf(playlists)).not.toEqual([]);
  });

  test('is dropped where the server goes back to what plays or is staged', async () => {
    const { playlists, records, media, accept, play } = open();
    const first = await play(bodyOf(1, 'a'));
    media.answers.set('b', 'offline');
    await accept(bodyOf(2, 'b'));
    expect(records.read('offered')).not.toBeNull();
    expect(await accept(bodyOf(1, 'a'))).toBe(first);
    expect(records.read('offered')).toBeNull();
    const staged = await accept(bodyOf(3, 'c'));
    await accept(bodyOf(4, 'b'));
    expect(await accept(bodyOf(3, 'c'))).toBe(staged);
    expect([records.read('offered'), records.read('staged')?.id]).toEqual([null, staged]);
    expect(shown(playlists)).toEqual(['c']);
    await accept(bodyOf(1, 'a'));
    expect(records.read('staged')).toBeNull();
    expect(shown(playlists)).toEqual(['a']);
  });

  test('can be taken back while it is fetched, and not later', async () => {
    const { playlists, records, media, accept, play } = open();
    const first = await play(bodyOf(1, 'a'));
    media.answers.set('b', 'offline');
    const second = await accept(bodyOf(2, 'b'));
    playlists.withdraw(first);
    expect(records.read('offered')?.id).toBe(second);
    playlists.withdraw(second);
    expect(records.read('offered')).toBeNull();
    const staged = await accept(bodyOf(3, 'c'));
    playlists.withdraw(staged);
    expect(records.read('staged')?.id).toBe(staged);
  });

  test('leaves what plays looked after at once where it is taken back', async () => {
    const { playlists, clock, media, accept, play } = open();
    await play(bodyOf(1, 'a'));
    media.here.clear();
    media.answers.set('b', 'offline');
    const second = await accept(bodyOf(2, 'b'));
    expect(media.here.size).toBe(0);
    playlists.withdraw(second);
    expect(codesOf(playlists)).toEqual([]);
    await clock.advance(0);
    expect([...media.here.keys()]).toEqual([`${SERVER}/a`]);
  });

  test('that cannot be used, or has something new that cannot, is told to whoever listens', async () => {
    const { playlists, onChange, play } = open();
    await play(bodyOf(1, 'a'));
    onChange.mockClear();
    playlists.accept({ playlist: 7 });
    expect(onChange).toHaveBeenCalledTimes(1);
    playlists.accept(bodyOf(1, 'a', { id: 'x', url: 'javascript:alert(1)', file_name: 'x' }));
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(codesOf(playlists)).toEqual(['bad-item']);
    playlists.accept(bodyOf(1, 'a', { id: 'x', url: 'javascript:alert(1)', file_name: 'x' }));
    expect(onChange).toHaveBeenCalledTimes(2);
    playlists.accept(bodyOf(1, 'a', { id: 'y', url: 'file:///y', file_name: 'y' }));
    expect(onChange).toHaveBeenCalledTimes(3);
    playlists.accept(bodyOf(1, 'a'));
    expect([onChange.mock.calls.length, codesOf(playlists)]).toEqual([4, []]);
  });

  test('is refused in words where it cannot be read, and the others are told once', async () => {
    const log = { ...createSilentLog(), warn: vi.fn() };
    const { playlists, onChange, accept, play } = open({ log });
    const first = await play(bodyOf(1, 'a'));
    expect(await accept({ playlist: 7 })).toBe('bad-playlist');
    expect(codesOf(playlists)).toEqual(['bad-playlist']);
    expect(playlists.currentProgram()?.id).toBe(first);
    await accept(bodyOf(1, 'a'));
    expect(playlists.problems()).toEqual([]);
    const withBad = bodyOf(2, 'a', { id: 'x', url: 'javascript:alert(1)', file_name: 'x' });
    onChange.mockClear();
    await accept(withBad);
    expect(playlists.problems()).toHaveLength(1);
    const [told, changes] = [log.warn.mock.calls.length, onChange.mock.calls.length];
    expect(changes).toBeGreaterThan(0);
    await accept(withBad);
    expect([log.warn.mock.calls.length, onChange.mock.calls.length]).toEqual([told, changes]);
  });
});

describe('the same playlist again', () => {
  test('changes nothing, and under another version has every file looked at', async () => {
    const { playlists, records, media, clock, onChange, play } = open();
    await play(bodyOf(1, 'a', 'b'));
    await clock.advance(5 * 60_000);
    media.revalidated.length = 0;
    onChange.mockClear();
    expect(playlists.accept(bodyOf(1, 'a', 'b'))).toMatchObject({ value: { changed: false, items: 2 } });
    await clock.advance(1_000);
    expect([media.revalidated, onChange.mock.calls.length]).toEqual([[], 0]);
    expect(playlists.accept(bodyOf(2, 'a', 'b'))).toMatchObject({ value: { changed: false } });
    await clock.advance(1_000);
    expect(media.revalidated).toEqual(['a', 'b']);
    expect(records.read('playing')?.version).toBe('2');
    expect(onChange).toHaveBeenCalled();
  });

  test('under other addresses keeps its place on the screen', async () => {
    const { playlists, records, programs, accept, play } = open();
    const first = await play(bodyOf(1, 'a', 'b'));
    const moved = ['a', 'b'].map((name) => ({ ...picture(name), url: `${SERVER}/moved/${name}` }));
    await accept(bodyOf(2, ...moved));
    expect(playlists.currentProgram()?.id).toBe(first);
    expect(records.read('playing')).toMatchObject({ id: first, version: '2' });
    expect([records.read('offered'), records.read('staged')]).toEqual([null, null]);
    expect(new Set(programs.map((program) => program?.id))).toEqual(new Set([first]));
    expect(playlists.item(first, 'a')).toMatchObject({ fileName: 'a' });
  });

  test('back under its first addresses it is still the one that plays', async () => {
    const { records, programs, accept, play } = open();
    const first = await play(bodyOf(1, 'a', 'b'));
    const moved = ['a', 'b'].map((name) => ({ ...picture(name), url: `${SERVER}/moved/${name}` }));
    await accept(bodyOf(2, ...moved));
    expect(await accept(bodyOf(3, 'a', 'b'))).toBe(first);
    expect(records.read('playing')).toMatchObject({ id: first, version: '3', complete: true });
    expect(records.read('playing')?.items).not.toContain('/moved/');
    expect([records.read('offered'), records.read('staged')]).toEqual([null, null]);
    expect(new Set(programs.map((program) => program?.id))).toEqual(new Set([first]));
  });

  test('but shorter is another one', async () => {
    const { playlists, records, accept, play } = open();
    const first = await play(bodyOf(1, 'a', 'a'));
    const shorter = await accept(bodyOf(2, 'a'));
    expect(shorter).not.toBe(first);
    expect(records.read('staged')?.id).toBe(shorter);
    expect(shown(playlists)).toEqual(['a']);
  });
});

describe('a playlist that fails on the screen', () => {
  test('is given up for the one before, named, and not taken again under the same or another address', async () => {
    const { playlists, records, accept, play } = open();
    const first = await play(bodyOf(1, 'a'));
    const bad = await play(bodyOf(2, 'b', 'c', 'd'));
    playlists.itemFailed(bad, 'b', 'decode');
    expect(playlists.currentProgram()?.id).toBe(bad);
    playlists.itemFailed(bad, 'c', 'decode');
    expect(playlists.currentProgram()?.id).toBe(first);
    expect([records.read('rejected')?.id, records.read('previous')]).toEqual([bad, null]);
    expect(playlists.problems()).toMatchObject([{ code: 'playlist-rolled-back', params: { version: '2' } }]);
    expect(playlists.status()).toMatchObject({ version: '1', offered: '2', staged: null });
    await accept(bodyOf(3, 'b', 'c', 'd'));
    const moved = ['b', 'c', 'd'].map((name) => ({ ...picture(name), url: `${SERVER}/${name}?signature=2` }));
    await accept(bodyOf(4, ...moved));
    expect(playlists.currentProgram()?.id).toBe(first);
    expect(records.read('staged')).toBeNull();
    await play(bodyOf(5, 'e'));
    expect(playlists.problems()).toEqual([]);
    expect(records.read('rejected')).toBeNull();
  });

  test('is told for as long as nothing else is offered, also where that takes its time', async () => {
    const { playlists, media, records, onChange, accept, play } = open();
    await play(bodyOf(1, 'a'));
    const bad = await play(bodyOf(2, 'b'));
    onChange.mockClear();
    playlists.itemFailed(bad, 'b', 'decode');
    expect(onChange).toHaveBeenCalled();
    expect(codesOf(playlists)).toEqual(['playlist-rolled-back']);
    media.answers.set('e', 'offline');
    // The same under new addresses may be the same that was given up.
    await accept(bodyOf(3, { ...picture('b'), url: `${SERVER}/b?2` }));
    expect(codesOf(playlists)).toEqual(['playlist-rolled-back']);
    await accept(bodyOf(4, 'e'));
    expect(codesOf(playlists)).not.toContain('playlist-rolled-back');
    expect(records.read('rejected')).toBeNull();
  });

  test('counts what is shown and what fails of the list that is on the screen only', async () => {
    const { playlists, accept, play } = open();
    const first = await play(bodyOf(1, 'a', 'b', 'c', 'd'));
    playlists.itemFailed(first, 'a', 'decode');
    playlists.itemFailed(first, 'b', 'decode');
    const second = await accept(bodyOf(2, 'e', 'f', 'g'));
    playlists.itemFailed(second, 'e', 'decode');
    expect(playlists.currentProgram()?.id).toBe(second);
    playlists.confirmPlaying(second);
    for (const key of ['f', 'g', 'f']) playlists.itemShown(second, key);
    // The round is over: what fails later is a matter of the item.
    for (const key of ['f', 'g']) playlists.itemFailed(second, key, 'decode');
    expect(playlists.currentProgram()?.id).toBe(second);
  });

  test('is given up where none of its files plays, however many pages it has', async () => {
    const { playlists, records, play } = open();
    const first = await play(bodyOf(1, 'a'));
    const second = await play(bodyOf(2, page('w1'), page('w2'), stream, 'b', 'c'));
    playlists.itemFailed(second, 'b', 'decode');
    expect(playlists.currentProgram()?.id).toBe(second);
    playlists.itemFailed(second, 'c', 'decode');
    expect(playlists.currentProgram()?.id).toBe(first);
    expect(records.read('rejected')?.id).toBe(second);
  });

  test('is told as it fails, item by item', async () => {
    const { playlists, onChange, play } = open();
    const id = await play(bodyOf(1, 'a', 'b', 'c'));
    onChange.mockClear();
    playlists.itemFailed(id, 'a', 'decode');
    expect(onChange).toHaveBeenCalledTimes(1);
    playlists.itemFailed(id, 'of-nobody', 'decode');
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  test('is given up also before it was switched to', async () => {
    const { playlists, records, accept, play } = open();
    await play(bodyOf(1, 'x'));
    const first = await play(bodyOf(2, 'a'));
    const bad = await accept(bodyOf(3, 'b'));
    playlists.itemFailed(bad, 'b', 'decode');
    expect(playlists.currentProgram()?.id).toBe(first);
    expect(records.read('rejected')?.id).toBe(bad);
    expect(records.read('playing')?.id).toBe(first);
    expect(records.read('previous')).toMatchObject({ version: '1' });
  });

  test('stays where there is none before it, or where only pages and half of it fail', async () => {
    const { playlists, accept, play } = open();
    const only = await play(bodyOf(1, 'a'));
    playlists.itemFailed(only, 'a', 'decode');
    expect(playlists.currentProgram()?.id).toBe(only);
    expect(codesOf(playlists)).toEqual(['item-does-not-play']);
    const second = await play(bodyOf(2, page('w1'), stream, 'b', 'c'));
    for (const key of ['w1', 's', 'b']) playlists.itemFailed(second, key, 'It cannot be shown.');
    expect(playlists.currentProgram()?.id).toBe(second);
    expect(codesOf(playlists)).toEqual(expect.arrayContaining(['page-does-not-show', 'item-does-not-play']));
    playlists.itemShown(second, 'w1');
    playlists.itemShown(second, 'b');
    expect(codesOf(playlists)).toEqual(['stream-does-not-play']);
    await accept(bodyOf(3, 'd'));
    playlists.confirmPlaying(playlists.currentProgram()?.id ?? '');
    expect(codesOf(playlists)).toEqual([]);
  });

  test('loses a file that keeps failing also where most failed at first and there is none to go back to', async () => {
    const { playlists, play } = open();
    const id = await play(bodyOf(1, 'a', 'b', 'c'));
    playlists.itemFailed(id, 'a', 'decode');
    playlists.itemFailed(id, 'b', 'decode');
    playlists.itemShown(id, 'c');
    playlists.itemShown(id, 'a');
    playlists.itemFailed(id, 'b', 'decode');
    expect(shown(playlists)).toEqual(['a', 'c']);
  });

  test('loses a single file that keeps failing, but not most of them', async () => {
    const { playlists, media, play } = open();
    const id = await play(bodyOf(1, 'a', 'b', 'c'));
    playlists.itemShown(id, 'a');
    playlists.itemFailed(id, 'b', 'decode');
    expect(shown(playlists)).toEqual(['a', 'b', 'c']);
    playlists.itemFailed(id, 'b', 'decode');
    expect(shown(playlists)).toEqual(['a', 'c']);
    for (const key of ['a', 'c', 'a', 'c']) playlists.itemFailed(id, key, 'decode');
    expect([...media.quarantined]).toEqual(['b']);
    playlists.itemFailed(id, 'of-nobody', 'decode');
    playlists.itemFailed('of-nobody', 'a', 'decode');
    expect(codesOf(playlists)).toEqual(Array.from({ length: 3 }, () => 'item-does-not-play'));
  });
});

describe('what was shown', () => {
  test('is where a restart begins, and is noted for eviction', async () => {
    const before = open();
    const id = await before.play(bodyOf(1, 'a', 'b', page('w')));
    before.playlists.itemShown(id, 'b');
    before.playlists.itemShown(id, 'of-nobody');
    before.playlists.itemShown(id, 'w');
    before.playlists.itemShown(id, 'b');
    expect(before.media.played).toEqual(['b', 'b']);
    await before.playlists.stop();
    const after = open({}, before.database);
    await after.clock.advance(1_000);
    expect(after.playlists.currentProgram()).toMatchObject({ id, resumeAt: 'b' });
    expect(after.playlists.status().version).toBe('1');
  });

  test('can be asked for by its key, of any list that is held', async () => {
    const { playlists, media, accept, play } = open();
    const first = await play(bodyOf(1, 'a', page('w')));
    const second = await accept(bodyOf(2, 'b'));
    expect(playlists.item(first, 'a')).toMatchObject({ sha256: 'a', kind: 'image' });
    expect(playlists.item(second, 'b')).toMatchObject({ sha256: 'b' });
    expect([playlists.item(first, 'b'), playlists.item('of-nobody', 'a')]).toEqual([null, null]);
    expect(playlists.holds('web', 'https://w.test/')).toBe(true);
    expect([playlists.holds('stream', 'https://w.test/'), playlists.holds('web', 'https://x.test/')]).toEqual(
      [...[false, false]],
    );
    media.here.clear();
    expect(playlists.item(first, 'a')).toBeNull();
  });
});

describe('the store', () => {
  test('may give up the playlist before, and says when a file is lost or another', async () => {
    const { playlists, clock, records, media, programs, play } = open();
    await play(bodyOf(1, 'a'));
    await play(bodyOf(2, 'b', 'c'));
    playlists.mediaEvent({ kind: 'space' });
    expect(records.read('previous')).not.toBeNull();
    playlists.mediaEvent({ kind: 'previous-given-up' });
    expect(records.read('previous')).toBeNull();
    expect(media.pins().previous.size).toBe(0);
    media.here.delete(`${SERVER}/b`);
    playlists.mediaEvent({ kind: 'lost', sha256: 'b', failure: { code: 'media-lost', message: 'Rotten.' } });
    await clock.advance(2_000);
    expect(media.here.has(`${SERVER}/b`)).toBe(true);
    expect(namesOf(programs.at(-1))).toEqual(['b', 'c']);
  });

  test('is heard where a file is another now, and where one is lost that may not be fetched', async () => {
    const hours = { isOpen: true };
    const downloadHours = { isOpen: () => hours.isOpen, lookAgainMs: () => 60_000 };
    const { playlists, clock, media, programs, play } = open({ downloadHours });
    await play(bodyOf(1, 'a', 'b'));
    await clock.advance(60_000);
    hours.isOpen = false;
    const record = media.here.get(`${SERVER}/a`);
    if (record === undefined) throw new Error('It was played.');
    media.here.set(`${SERVER}/b`, { ...record, sha256: 'b2' });
    playlists.mediaEvent({ kind: 'space' });
    await clock.advance(1_000);
    expect(programs.at(-1)?.items[1]?.sha256).toBe('b');
    playlists.mediaEvent({ kind: 'changed', url: `${SERVER}/b`, before: 'b', after: 'b2' });
    await clock.advance(1_000);
    expect(programs.at(-1)?.items[1]?.sha256).toBe('b2');
    media.here.delete(`${SERVER}/b`);
    playlists.mediaEvent({ kind: 'lost', sha256: 'b2', failure: { code: 'media-lost', message: 'Rotten.' } });
    await clock.advance(1_000);
    expect(namesOf(programs.at(-1))).toEqual(['a']);
  });

  test('is heard, but of its progress only while a list is fetched', async () => {
    const { playlists, onChange, media, accept, play } = open();
    await play(bodyOf(1, 'a'));
    const progress = { kind: 'progress', url: `${SERVER}/b`, received: 1, total: 2 } as const;
    onChange.mockClear();
    playlists.mediaEvent(progress);
    expect(onChange).not.toHaveBeenCalled();
    playlists.mediaEvent({ kind: 'space' });
    expect(onChange).toHaveBeenCalledTimes(1);
    media.answers.set('b', 'offline');
    await accept(bodyOf(2, 'b'));
    onChange.mockClear();
    playlists.mediaEvent(progress);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(playlists.progress()).toMatchObject({ filesTotal: 1, bytesDone: 1 });
    expect(playlists.supplyProblems()).toHaveLength(1);
  });

  test('is told at the start what may not go', async () => {
    const before = open();
    await before.play(bodyOf(1, 'a'));
    await before.playlists.stop();
    const after = open({}, before.database);
    after.media.here.set(`${SERVER}/a`, {
      sha256: 'a',
      size: 1,
      kind: 'image',
      mime: 'x/y',
      durationMs: null,
    });
    after.playlists.start();
    expect(after.media.pins().pinned).toEqual(new Set(['a']));
  });

  test('that cannot take the list makes a problem until it can, and the screen goes on', async () => {
    const { playlists, database, records, accept, play } = open();
    await play(bodyOf(1, 'a'));
    database.connection.exec('PRAGMA query_only = ON');
    await play(bodyOf(2, 'b'));
    expect(shown(playlists)).toEqual(['b']);
    expect(codesOf(playlists)).toEqual(['disk-error']);
    expect(records.read('playing')?.version).toBe('1');
    database.connection.exec('PRAGMA query_only = OFF');
    await accept(bodyOf(3, 'c'));
    expect(codesOf(playlists)).toEqual([]);
    expect(records.read('playing')?.version).toBe('2');
    expect(records.read('previous')?.version).toBe('1');
    expect(records.read('staged')?.version).toBe('3');
  });
});

describe('nothing', () => {
  test('is what plays at first and after unpairing', async () => {
    const { playlists, records, accept, play } = open();
    expect(playlists.currentProgram()).toBeNull();
    expect(playlists.problems()).toEqual([]);
    expect(playlists.status()).toEqual({ version: null, items: 0, offered: null, staged: null });
    await play(bodyOf(1, 'a'));
    await accept(bodyOf(2, 'b'));
    playlists.forget();
    expect(playlists.currentProgram()).toBeNull();
    for (const slot of ['offered', 'staged', 'playing', 'previous', 'rejected'] as const)
      expect(records.read(slot)).toBeNull();
    expect(playlists.problems()).toEqual([]);
  });

  test('is a real playlist where the server sends an empty one, also again after another was given up', async () => {
    const { playlists, records, play } = open();
    await play(bodyOf(1, 'a'));
    await play(bodyOf(2));
    expect(playlists.currentProgram()).toMatchObject({ items: [] });
    expect(playlists.status()).toMatchObject({ version: '2', items: 0 });
    await play(bodyOf(3, 'b'));
    expect(records.read('playing')?.version).toBe('3');
  });
});

describe('a screen in a group', () => {
  test('hears of each offer, and shows a new list from the moment that all agree on', async () => {
    const groupMarks = { noteOffer: vi.fn(), takesOverAt: vi.fn(() => 1_000) };
    const { playlists, accept, play } = open({ groupMarks });
    const first = await play(bodyOf(1, 'a'));
    expect(playlists.currentProgram()?.group).toMatchObject({ fromMs: 1_000 });
    groupMarks.takesOverAt.mockReturnValue(2_000);
    const second = await accept(bodyOf(2, 'b'));
    expect(playlists.currentProgram()).toMatchObject({ id: second, group: { fromMs: 2_000 } });
    expect(groupMarks.noteOffer).toHaveBeenCalledTimes(2);
    await accept(bodyOf(1, 'a'));
    expect(playlists.currentProgram()).toMatchObject({ id: first, group: { fromMs: null } });
  });

  test('has a group only where it is in one', async () => {
    const { playlists, play } = open({ shuffles: true });
    await play(bodyOf(1, 'a'));
    expect(playlists.currentProgram()).not.toHaveProperty('group');
    expect(playlists.currentProgram()?.shuffle).toMatchObject({ turn: null });
  });
});

describe('content of one’s own', () => {
  const own = (name: string) => ({
    ...({ key: `own-${name}`, id: name, fileName: name, kind: 'image', url: `${SERVER}/${name}` } as const),
    ...{ durationMs: null, muted: true, size: null, sha256: null, window: null },
  });
  const file = (name: string) =>
    [`${SERVER}/${name}`, { sha256: name, size: 1, kind: 'image', mime: 'x/y', durationMs: null }] as const;
  const problem = { code: 'folder-missing', message: 'It is gone.' } as const;

  test('stands in for the list, and neither proves nor harms it', async () => {
    const ownContent = {
      lists: () => [[own('x'), own('y'), own('z')]],
      music: () => [],
      mayStandAlone: () => true,
      problems: () => [problem],
    };
    const { playlists, clock, media, records, programs, play } = open({ ownContent });
    for (const name of ['x', 'y', 'z']) media.here.set(...file(name));
    expect(programs).toEqual([]);
    playlists.standInsChanged();
    await clock.advance(1_000);
    expect(programs).toHaveLength(1);
    expect(
      playlists.currentProgram()?.standIns?.map((items) => items.map(({ fileName }) => fileName)),
    ).toEqual([['x', 'y', 'z']]);
    expect(codesOf(playlists)).toEqual(['folder-missing']);
    await play(bodyOf(1, 'a'));
    const id = await play(bodyOf(2, 'b'));
    playlists.itemShown(id, 'b');
    playlists.itemShown(id, 'own-x');
    expect(playlists.currentProgram()?.resumeAt).toBe('b');
    expect(media.played).toEqual(['b', 'x']);
    expect(playlists.item(id, 'own-y')).toMatchObject({ sha256: 'y' });
    for (let times = 0; times < 2; times += 1) playlists.itemFailed(id, 'own-y', 'decode');
    expect([...media.quarantined]).toEqual(['y']);
    expect(playlists.currentProgram()?.id).toBe(id);
    expect(records.read('rejected')).toBeNull();
  });

  test('a default item of the server that fails takes no list back', async () => {
    const { playlists, play, records } = open();
    await play(bodyOf(1, 'a'));
    const id = await play({ ...bodyOf(2, 'b'), default_item: picture('d') });
    for (let times = 0; times < 3; times += 1) playlists.itemFailed(id, 'd', 'decode');
    expect(records.read('rejected')).toBeNull();
    expect(playlists.status()).toMatchObject({ version: '2', items: 1 });
    playlists.itemShown(id, 'd');
    // Nor is it one of those of which most must play.
    playlists.itemFailed(id, 'b', 'decode');
    expect(records.read('rejected')?.id).toBe(id);
  });
});

test('a list with a default item is read again after a restart', async () => {
  const before = open();
  const id = await before.play({ ...bodyOf(1, 'a'), default_item: picture('d') });
  await before.playlists.stop();
  const after = open({}, before.database);
  await after.clock.advance(1_000);
  expect(after.playlists.currentProgram()).toMatchObject({
    id,
    items: [{ id: 'a' }],
    standIns: [[{ id: 'd' }]],
  });
});

test('a list that an earlier version kept is the same that the server sends today', async () => {
  const before = open();
  const id = await before.play(bodyOf(1, 'a'));
  const kept = before.records.read('playing');
  await before.playlists.stop();
  const described = (JSON.parse(kept?.items ?? '') as object[]).map((one) => ({
    ...one,
    description: 'Old',
  }));
  before.records.write({
    playing: { id: 'of-before', version: '1', complete: true, items: JSON.stringify(described) },
  });
  const after = open({}, before.database);
  await after.clock.advance(0);
  expect(after.playlists.accept(bodyOf(1, 'a'))).toMatchObject({ value: { id, changed: false } });
});

test('a record that cannot be read costs only itself, and is told to who services the screen', async () => {
  const before = open();
  await before.play(bodyOf(1, 'a'));
  const second = await before.play(bodyOf(2, 'b'));
  await before.playlists.stop();
  for (const items of ['{', '[{"key":7}]']) {
    before.records.write({ previous: { id: 'x', version: '1', complete: true, items } });
    const log = { ...createSilentLog(), error: vi.fn() };
    const after = open({ log }, before.database);
    await after.clock.advance(0);
    expect(after.playlists.currentProgram()?.id).toBe(second);
    expect(log.error).toHaveBeenCalledTimes(1);
  }
});
