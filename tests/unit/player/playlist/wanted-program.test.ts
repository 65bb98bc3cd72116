import { expect, test, vi } from 'vitest';
import type { MediaRequest } from '../../../../src/player/media/media-types.ts';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';
import type { HeldPlaylist, HeldSlots } from '../../../../src/player/playlist/playlist-slots.ts';
import {
  createProgramChoice,
  type ProgramChoiceDependencies,
} from '../../../../src/player/playlist/wanted-program.ts';
import type { WantedProgram } from '../../../../src/player/playlist/program-publisher.ts';

function item(name: string, changes: Partial<PlaylistItem> = {}): PlaylistItem {
  const file = { key: name, id: name, fileName: name, kind: 'image', url: `https://s.test/${name}` } as const;
  return { ...file, durationMs: null, muted: true, size: null, sha256: null, window: null, ...changes };
}
const list = (id: string, complete: boolean, ...items: readonly PlaylistItem[]): HeldPlaylist => ({
  ...{ id, version: null, items, complete },
});
const nothing: HeldSlots = { offered: null, staged: null, playing: null, previous: null, rejected: null };

/** What is wanted of these slots; files whose name begins with `absent` are not here, others are what their name says. */
function choose(slots: Partial<HeldSlots>, changes: Partial<ProgramChoiceDependencies> = {}) {
  const find = ({ fileName }: MediaRequest) => {
    if (fileName.startsWith('absent')) return null;
    const kind = fileName.startsWith('song') ? 'audio' : 'image';
    return { sha256: fileName, size: 1, kind, mime: 'x/y', durationMs: null } as const;
  };
  const choice = createProgramChoice({
    media: { find },
    pages: () => new Set(),
    groupMarks: null,
    ownContent: { lists: () => [], music: () => [], mayStandAlone: () => false },
    takesOverAt: () => null,
    mayBegin: () => true,
    ...changes,
  });
  return { choice, wanted: choice.wanted({ ...nothing, ...slots }) };
}
const namesOf = (items: WantedProgram['items'] | undefined) => items?.map(({ fileName }) => fileName);

test('a whole list goes on until the next is whole, a growing one may begin where there is none', () => {
  const [old, next] = [list('old', true, item('a')), list('next', false, item('b'))];
  expect(choose({ playing: old, offered: next }).wanted?.id).toBe('old');
  expect(choose({ playing: old, staged: { ...next, complete: true } }).wanted?.id).toBe('next');
  expect(choose({ offered: next }).wanted?.id).toBe('next');
  expect(choose({ playing: { ...old, complete: false }, offered: next }).wanted?.id).toBe('next');
  expect(choose({ playing: { ...old, complete: false } }).wanted?.id).toBe('old');
  expect(choose({}).wanted).toBeNull();
});

test('a growing list waits for its first file, and for who says when it may begin', () => {
  const offered = list('next', false, item('absent'));
  expect(choose({ offered }).wanted).toBeNull();
  const mayBegin = vi.fn(() => false);
  const half = list('half', false, item('absent'), item('b'));
  expect(choose({ offered: half }, { mayBegin }).wanted).toBeNull();
  expect(mayBegin).toHaveBeenCalledWith(half, null, [expect.objectContaining({ fileName: 'b' })]);
  const whole = { ...list('old', false, item('a')) };
  expect(choose({ offered: half, playing: whole }, { mayBegin }).wanted?.id).toBe('old');
});

test('the default item of a list stands in for it, and plays in no list', () => {
  const playing = list('a', true, item('a'), item('default', { isDefault: true }));
  const { wanted } = choose({ playing });
  expect(namesOf(wanted?.items)).toEqual(['a']);
  expect(wanted?.standIns?.map(namesOf)).toEqual([['default']]);
});

test('content of one’s own stands in by what is seen, and its music is only heard', () => {
  const ownContent = {
    lists: () => [[item('absent')], [item('own'), item('song')]],
    music: () => [item('song2'), item('cover')],
    mayStandAlone: () => true,
  };
  const { wanted, choice } = choose({}, { ownContent });
  expect(wanted?.items).toEqual([]);
  expect(wanted?.standIns?.map(namesOf)).toEqual([['own']]);
  expect(namesOf(wanted?.music)).toEqual(['song2']);
  expect(choice.ownItem('own')?.fileName).toBe('own');
  expect(choice.ownItem('song2')).toBeNull();
  expect(namesOf(choice.ownItems())).toEqual(['own', 'song']);
  expect(choose({}, { ownContent: { ...ownContent, mayStandAlone: () => false } }).wanted).toBeNull();
  const offered = list('next', false, item('absent'));
  const growing = choose({ offered }, { ownContent: { ...ownContent, mayStandAlone: () => false } });
  expect(growing.wanted?.standIns?.map(namesOf)).toEqual([['own']]);
});

test('a screen in a group has a plan of every item, from the moment that all agree on', () => {
  const playing = list('a', true, item('a', { durationMs: 2_000 }), item('absent'));
  const groupMarks = { noteOffer: () => undefined, takesOverAt: () => 0 };
  const { wanted } = choose({ playing }, { groupMarks, takesOverAt: (id) => (id === 'a' ? 5_000 : 0) });
  expect(wanted?.group).toMatchObject({ fromMs: 5_000, slots: [{ lengthMs: 2_000 }, { lengthMs: 10_000 }] });
  expect(choose({ playing }).wanted).not.toHaveProperty('group');
  // What has no length of its own ends all the same where others wait for the next.
  const song = list('b', true, item('song', { kind: 'audio' }));
  const lengths = [{ groupMarks }, {}].map(
    (changes) => choose({ playing: song }, changes).wanted?.items[0]?.durationMs,
  );
  expect(lengths).toEqual([10_000, null]);
});
