import { expect, test } from 'vitest';
import { showsTheSame } from '../../../../src/player/playlist/same-content.ts';
import type { ProgramItem } from '../../../../src/shared/program.ts';

const item: ProgramItem = {
  ...{ key: 'a', id: 'a', fileName: 'a.jpg', kind: 'image', source: '/media/1', sha256: '1' },
  ...{ mime: 'image/jpeg', durationMs: 1_000, muted: true, window: { days: [1] }, longestFrameMs: null },
};
const other: ProgramItem = { ...item, source: '/media/2' };

test('names are not seen, and the order is', () => {
  expect(showsTheSame([item, other], [{ ...item, key: 'b', id: 'b', fileName: 'b' }, other])).toBe(true);
  expect(showsTheSame([item], [{ ...item, window: { days: [1] } }])).toBe(true);
  expect(showsTheSame([item, other], [other, item])).toBe(false);
  expect(showsTheSame([], [])).toBe(true);
});

test.each<Partial<ProgramItem>>([
  { source: '/media/2' },
  { kind: 'pdf' },
  { durationMs: 2_000 },
  { durationMs: null },
  { muted: false },
  { window: null },
  { window: { days: [2] } },
])('%j is another content', (change) => {
  expect(showsTheSame([item], [{ ...item, ...change }])).toBe(false);
});

test('a shorter list is another one', () => {
  expect(showsTheSame([item, item], [item])).toBe(false);
  expect(showsTheSame([item], [item, item])).toBe(false);
});
