import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { exportPlays } from '../../../../src/player/maintenance/export-plays.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createPlayRecords } from '../../../../src/platform/store/play-records.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const RECORDS = 4_500;

function setUp() {
  const dataFolder = temporaryFolder();
  const database = openDatabase(':memory:');
  onTestFinished(() => {
    database.close();
  });
  const plays = createPlayRecords(database);
  database.transaction(() => {
    for (let place = 0; place < RECORDS; place += 1) {
      plays.add({
        startedAtMs: place * 10_000,
        shownMs: 10_000,
        itemId: String(place),
        fileName: 'welcome.jpg',
        sha256: null,
        playlistVersion: '4',
        complete: true,
        reason: 'duration',
      });
    }
  });
  return { dataFolder, plays, clock: createFakeClock() };
}

it('writes every showing in the order of play into one file for its owner alone', async () => {
  const { dataFolder, plays, clock } = setUp();
  const done = await exportPlays({ plays, dataFolder, clock });
  if (!done.ok) throw new Error(done.error.message);
  expect(done.value.records).toBe(RECORDS);
  expect(readdirSync(dataFolder).map((name) => join(dataFolder, name))).toEqual([done.value.path]);
  expect(statSync(done.value.path).mode & 0o777).toBe(0o600);
  const lines = readFileSync(done.value.path, 'utf8').split('\r\n');
  expect(lines).toHaveLength(RECORDS + 2);
  expect(lines.slice(1, -1).map((line) => line.split(',')[2])).toEqual(
    Array.from({ length: RECORDS }, (_value, place) => String(place)),
  );
});

it('keeps the last five and lets the older ones go, and nothing that is not named like them', async () => {
  const { dataFolder, plays } = setUp();
  writeFileSync(join(dataFolder, 'proof-of-play-of-2025.csv'), '');
  for (let day = 1; day <= 7; day += 1)
    await exportPlays({ plays, dataFolder, clock: createFakeClock(Date.UTC(2026, 0, day)) });
  expect(readdirSync(dataFolder).sort()).toEqual([
    ...[3, 4, 5, 6, 7].map((day) => `proof-of-play-2026-01-0${day}T00-00-00-000Z.csv`),
    'proof-of-play-of-2025.csv',
  ]);
});

it('leaves nothing half written behind when it fails', async () => {
  const { dataFolder, clock } = setUp();
  const plays = {
    batches: (): never => {
      throw new Error('disk I/O error');
    },
  };
  expect(await exportPlays({ plays, dataFolder, clock })).toMatchObject({
    ok: false,
    error: { code: 'plays-not-written' },
  });
  expect(readdirSync(dataFolder)).toEqual([]);
});
