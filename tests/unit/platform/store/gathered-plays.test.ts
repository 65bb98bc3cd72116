import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { createOverwrittenNote } from '../../../../src/platform/files/overwritten-note.ts';
import type { PlayerDatabase } from '../../../../src/platform/store/database.types.ts';
import { createGatheredPlays, takePending } from '../../../../src/platform/store/gathered-plays.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createPlayRecords, type PlayRecord } from '../../../../src/platform/store/play-records.ts';
import type { Clock } from '../../../../src/shared/clock.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let database: PlayerDatabase;
let clock: FakeClock;
let notePath: string;
let did: string[];

const played = (startedAtMs: number, fileName = 'red.jpg'): PlayRecord => ({
  ...{ startedAtMs, shownMs: 10_000.4, itemId: '1', fileName, sha256: null },
  ...{ playlistVersion: '4', complete: true, reason: 'duration' },
});

beforeEach(() => {
  database = openDatabase(':memory:');
  clock = createFakeClock();
  notePath = join(temporaryFolder(), 'plays.json');
  did = [];
});

/** The timers of a process that was killed are gone with it. */
const untilKilled: Pick<Clock, 'after'> = { after: () => ({ cancel: () => undefined }) };

function open(
  note = createOverwrittenNote(notePath),
  itsClock: Pick<Clock, 'after'> = clock,
  alongside?: () => void,
) {
  const records = createPlayRecords(database);
  const plays = createGatheredPlays({
    ...{ records, note, clock: itsClock, ...(alongside ? { alongside } : {}) },
    database: {
      lazily: (work) => database.lazily(work),
      transaction: (work) => {
        did.push('commit');
        return database.transaction(work);
      },
      flush: () => {
        did.push('flush');
        return Promise.resolve();
      },
    },
  });
  const stored = (): readonly number[] =>
    [...records.batches(1_000)].flat().map(({ startedAtMs }) => startedAtMs);
  return { plays, stored };
}

it('brings the showings of half a minute to the disk by one commit and one flush', async () => {
  const { plays, stored } = open();
  plays.add(played(1));
  await clock.advance(10_000);
  plays.add(played(2));
  plays.add(played(3));
  await clock.advance(19_999);
  expect({ did, stored: stored() }).toEqual({ did: [], stored: [] });
  await clock.advance(1);
  expect({ did, stored: stored() }).toEqual({ did: ['commit', 'flush'], stored: [1, 2, 3] });
  await clock.advance(60_000);
  expect(did).toHaveLength(2);
  plays.add(played(4));
  plays.close();
  expect(stored()).toEqual([1, 2, 3, 4]);
  expect(clock.pendingTimers()).toBe(0);
});

it('takes along what else may wait, within the same commit', async () => {
  const keyValues = createKeyValueStore(database);
  const inTransaction: boolean[] = [];
  const { plays } = open(createOverwrittenNote(notePath), clock, () => {
    inTransaction.push(database.connection.isTransaction);
    keyValues.set('place', 'here', 'lazily');
  });
  plays.settle();
  expect(inTransaction).toEqual([]);
  plays.add(played(1));
  await clock.advance(30_000);
  expect(inTransaction).toEqual([true]);
  expect(keyValues.get('place')).toBe('here');
});

it('keeps what waits from one process to the next, once, whether it was killed before or after the commit', () => {
  const note = createOverwrittenNote(notePath);
  open(note, untilKilled).plays.add(played(1));
  const before = open(note, untilKilled);
  expect(before.stored()).toEqual([1]);
  // Killed between the commit and the note that says so.
  before.plays.add(played(2));
  const left = note.read() ?? '';
  before.plays.settle();
  note.write(left);
  expect(open().stored()).toEqual([1, 2]);
  expect(open().stored()).toEqual([1, 2]);
});

it('shows whoever reads what waits as well, also in a copy', () => {
  const { plays } = open();
  plays.add(played(1));
  const copy = createPlayRecords(openDatabase(':memory:'));
  expect(takePending(copy, createOverwrittenNote(notePath))).toBe(1);
  expect([...copy.batches(10)].flat()).toHaveLength(1);
  expect([...plays.batches(10)].flat()).toHaveLength(1);
});

it('waits for nothing where no note can be written, or it would be longer than a page', () => {
  const refusing = {
    read: () => null,
    write: () => {
      throw new Error('ENOSPC');
    },
  };
  const refused = open(refusing);
  refused.plays.add(played(1));
  expect(refused.stored()).toEqual([1]);
  const { plays, stored } = open();
  for (let index = 2; index < 20; index += 1) plays.add(played(index, `${'long '.repeat(50)}.jpg`));
  expect(stored().length).toBeGreaterThan(5);
  plays.close();
  expect(stored()).toHaveLength(19);
});

it('that cannot be read holds nothing', () => {
  createOverwrittenNote(notePath).write('[{"startedAtMs": "torn');
  expect(open().stored()).toEqual([]);
});
