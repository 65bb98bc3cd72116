import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '../support/seeded-random.ts';
import { pairCrowd } from '../support/fleet/crowd.ts';

beforeEach(() => {
  vi.spyOn(Math, 'random').mockImplementation(seededRandom(22));
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('a hundred new screens behind one address all play within 20 minutes, though it takes ten sign-ins a minute', async () => {
  // Polls and beats are no part of the limit; the fewer of them, the sooner this is over.
  const quiet = { playlistPollSeconds: 600, beatSeconds: 600 };
  const { screens, playing, minutes, refused, atOnce } = await pairCrowd(100, 20, quiet);
  expect(playing).toBe(screens);
  expect(minutes).toBeLessThan(20);
  expect(refused / screens).toBeLessThanOrEqual(3);
  expect(atOnce, 'the first try of each').toBe(screens);
}, 60_000);

test('as many screens as the limit takes are paired at once, and nobody is refused', async () => {
  expect(await pairCrowd(10, 1)).toMatchObject({ playing: 10, refused: 0, atOnce: 10 });
});
