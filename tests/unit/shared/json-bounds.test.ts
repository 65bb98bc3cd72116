import { expect, test } from 'vitest';
import { exceedsJsonBounds } from '../../../src/shared/json-bounds.ts';

const MEGABYTES_7 = 7_000_000;
const filled = (piece: string): string => piece.repeat(Math.floor(MEGABYTES_7 / piece.length));

test.each([
  ['lists side by side', `[${filled('[],')}1]`],
  ['objects side by side', `[${filled('{},')}1]`],
  ['lists in lists', filled('[')],
  ['objects in objects', filled('{"a":')],
  ['objects with a name each', `[${filled('{"a":"1"},')}1]`],
  ['nothing but names', `{${filled('"a":1,')}"b":1}`],
])('7 MB of %s are too much, which is known within a second', (_name, text) => {
  const startedMs = performance.now();
  expect(exceedsJsonBounds(text)).toBe(true);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test('what stands within texts is none of it', () => {
  expect(exceedsJsonBounds(JSON.stringify({ description: '[{:'.repeat(1_000_000), 'a"[': '\\"[[' }))).toBe(
    false,
  );
});

test('the largest playlist that the player takes is well within', () => {
  const items = Array.from({ length: 100_000 }, (_, id) => ({
    ...{ id, url: '/a', file_name: 'a', type: 'image', duration: 10, position: id, muted: true },
    schedule: { from: '08:00' },
  }));
  expect(exceedsJsonBounds(JSON.stringify({ playlist: items }))).toBe(false);
});
