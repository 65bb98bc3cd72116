import { expect, test } from 'vitest';
import { createListNames } from '../../../../src/player/playlist/list-names.ts';
import type { PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';
import type { HeldPlaylist, HeldSlots } from '../../../../src/player/playlist/playlist-slots.ts';

const item = (name: string): PlaylistItem => ({
  ...{ key: name, id: name, fileName: name, kind: 'image', url: `https://s.test/${name}`, durationMs: null },
  ...{ muted: true, size: null, sha256: null, window: null },
});
const list = (id: string): HeldPlaylist => ({ id, version: null, items: [item(id)], complete: true });
const nothing: HeldSlots = { offered: null, staged: null, playing: null, previous: null, rejected: null };

test('a list is known by its id until it is written anew, and then by its newest text', () => {
  const names = createListNames();
  expect([names.textOf(list('a')), names.textOf(null), names.former()]).toEqual(['a', null, []]);
  names.renamed(list('a'), list('a2'), ['a']);
  names.renamed(list('a'), list('a3'), ['a']);
  expect([names.textOf(list('a')), names.textOf(list('b'))]).toEqual(['a3', 'b']);
  expect(names.former()).toEqual(list('a').items);
});

test('is found where it is held, by its text and not by its id', () => {
  const names = createListNames();
  names.renamed(list('a'), list('a2'), ['a']);
  const slots = {
    ...nothing,
    offered: list('c'),
    playing: list('a'),
    previous: list('p'),
    rejected: list('r'),
  };
  expect(['c', 'a2', 'r'].map((text) => names.slotOf(slots, text))).toEqual([
    'offered',
    'playing',
    'rejected',
  ]);
  expect(['a', 'p', 'x'].map((text) => names.slotOf(slots, text))).toEqual([null, null, null]);
  expect(names.slotOf({ ...nothing, staged: list('a') }, 'a2')).toBe('staged');
});

test('is back at its own text only where it was at another', () => {
  const names = createListNames();
  expect(names.isBack('a')).toBe(false);
  names.renamed(list('a'), list('a2'), ['a']);
  expect([names.isBack('a'), names.isBack('a'), names.textOf(list('a'))]).toEqual([true, false, 'a']);
});

test('the text of a list that is in no slot any more is forgotten', () => {
  const names = createListNames();
  names.renamed(list('a'), list('a2'), ['a', undefined]);
  names.renamed(list('b'), list('b2'), ['a', 'b']);
  expect([names.textOf(list('a')), names.textOf(list('b'))]).toEqual(['a2', 'b2']);
  names.renamed(list('b'), list('b3'), ['b', undefined]);
  expect([names.textOf(list('a')), names.textOf(list('b'))]).toEqual(['a', 'b3']);
});
