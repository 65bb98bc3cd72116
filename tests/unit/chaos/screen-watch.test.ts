import { expect, it } from 'vitest';
import { BARE_AFTER_KILL_MS, isBare, unexcused } from '../../chaos/screen-watch.ts';

const background = [32, 80, 96] as const;
const filled = (...colour: number[]): Uint8Array =>
  Uint8Array.from({ length: 300 }, (_, at) => colour[at % 3] ?? 0);

it('takes background and black for nothing, and a single other pixel for something', () => {
  expect(isBare(filled(33, 79, 99), background)).toBe(true);
  expect(isBare(filled(0, 4, 2), background)).toBe(true);
  expect(isBare(filled(255, 0, 0), background)).toBe(false);
  const almost = filled(...background);
  almost[150] = 255;
  expect(isBare(almost, background)).toBe(false);
});

it('excuses what follows a kill for so long, and nothing else', () => {
  const kills = [10_000];
  const soon = { fromMs: 10_100, untilMs: 12_000 };
  const before = { fromMs: 9_000, untilMs: 10_500 };
  const long = { fromMs: 10_100, untilMs: 10_000 + BARE_AFTER_KILL_MS + 1 };
  const later = { fromMs: 40_000, untilMs: 40_100 };
  expect(unexcused([soon, before, long, later], kills)).toEqual([before, long, later]);
});
