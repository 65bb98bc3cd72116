import { beforeEach, expect, it, vi } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { PlayerDatabase } from '../../../../src/platform/store/database.types.ts';
import { createMediaIndex, type MediaIndex } from '../../../../src/platform/store/media-index.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createFileTimes, type FileTimes } from '../../../../src/player/media/file-times.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';

let database: PlayerDatabase;
let clock: FakeClock;
let index: MediaIndex;
let times: FileTimes;

beforeEach(() => {
  database = openDatabase(':memory:');
  clock = createFakeClock(1_000);
  index = createMediaIndex(database);
  for (const sha256 of ['a', 'b'])
    index.addFile(
      { sha256, size: 1, kind: 'image', mime: 'image/png', durationMs: null, lastPlayedAt: 1, scrubbedAt: 1 },
      null,
    );
  times = createFileTimes(index, clock, createSilentLog());
});

/** Times of play and of reading, as the next process would find them. */
const kept = (): unknown =>
  createMediaIndex(database)
    .files()
    .map(({ sha256, lastPlayedAt, scrubbedAt }) => [sha256, lastPlayedAt, scrubbedAt]);

it('are known at once, and kept by one commit every five minutes that waits for no disk', async () => {
  const commits = vi.spyOn(database, 'transaction');
  const lazily = vi.spyOn(database, 'lazily');
  await clock.advance(100_000);
  times.played('a');
  times.scrubbed('b');
  expect([index.file('a')?.lastPlayedAt, index.file('b')?.scrubbedAt]).toEqual([101_000, 101_000]);
  await clock.advance(199_999);
  times.played('a');
  expect(commits).not.toHaveBeenCalled();
  await clock.advance(1);
  times.scrubbed('a');
  expect([commits.mock.calls.length, lazily.mock.calls.length]).toEqual([1, 1]);
  expect(kept()).toEqual([
    ['a', 300_999, 301_000],
    ['b', 1, 101_000],
  ]);
  times.flush();
  expect(commits).toHaveBeenCalledTimes(1);
  expect(clock.pendingTimers()).toBe(0);
});

it('bring nothing back that is gone, and wait on where the disk refuses', () => {
  times.played('a');
  times.played('b');
  index.removeFiles(['a']);
  const refusal = vi.spyOn(database, 'lazily').mockImplementation(() => {
    throw new Error('disk full');
  });
  times.flush();
  expect(kept()).toEqual([['b', 1, 1]]);
  refusal.mockRestore();
  times.flush();
  expect(kept()).toEqual([['b', 1_000, 1]]);
});
