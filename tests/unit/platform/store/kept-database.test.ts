import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createDiskWrites } from '../../../../src/platform/files/disk-writes.ts';
import { openKeptDatabase } from '../../../../src/platform/store/kept-database.ts';
import { createPlayRecords } from '../../../../src/platform/store/play-records.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const flushed = vi.hoisted(() => [] as string[]);
const disk = vi.hoisted(() => ({ answers: Promise.resolve() }));
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  open: (path: string) => {
    const datasync = (): Promise<void> => {
      flushed.push(path);
      return disk.answers;
    };
    return Promise.resolve({ datasync, close: () => Promise.resolve() });
  },
}));

it('has what was played on the disk within half a minute, and asks nothing of the disk when nothing was', async () => {
  const clock = createFakeClock();
  const file = join(temporaryFolder(), 'player.db');
  const database = openKeptDatabase({ file, clock, writes: createDiskWrites(clock) });
  const plays = createPlayRecords(database);
  const play = (): void => {
    const shown = { startedAtMs: 1, shownMs: 1_000, complete: true, reason: 'duration' };
    plays.add({ ...shown, sha256: null, playlistVersion: null, itemId: '1', fileName: 'red.jpg' });
  };
  database.start();
  await clock.advance(60_000);
  expect(flushed).toEqual([]);
  play();
  await clock.advance(29_999);
  expect(database.isInMemory()).toBe(false);
  expect(flushed).toEqual([]);
  await clock.advance(1);
  expect(flushed).toEqual([`${file}-wal`]);
  await clock.advance(60_000);
  expect(flushed).toHaveLength(1);
  play();
  await database.flush();
  expect(flushed).toHaveLength(2);
  database.close();
  expect(clock.pendingTimers()).toBe(0);
});

it('stops when what is on its way to the disk is there, and flushes nothing afterwards', async () => {
  const clock = createFakeClock();
  const file = join(temporaryFolder(), 'player.db');
  const database = openKeptDatabase({ file, clock, writes: createDiskWrites(clock) });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  disk.answers = promise.then();
  database.start();
  database.lazily(() => {
    database.connection.exec('CREATE TABLE small (id INTEGER)');
  });
  await clock.advance(30_000);
  database.lazily(() => {
    database.connection.exec('INSERT INTO small VALUES (1)');
  });
  let isOver = false;
  const stopped = database.stop().then(() => {
    isOver = true;
  });
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  expect(clock.pendingTimers()).toBe(0);
  resolve(undefined);
  await stopped;
  database.close();
});
