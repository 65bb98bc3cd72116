import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOverwrittenNote } from '../../src/platform/files/overwritten-note.ts';
import { createGatheredPlays } from '../../src/platform/store/gathered-plays.ts';
import { openDatabase } from '../../src/platform/store/open-database.ts';
import { createPlayRecords } from '../../src/platform/store/play-records.ts';
import { createFakeClock } from '../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const source = (path: string): string => JSON.stringify(import.meta.resolve(`../../src/${path}`));

it('loses no showing to SIGKILL, although none of them was committed yet', async () => {
  const folder = temporaryFolder();
  const [file, note] = [join(folder, 'player.db'), join(folder, 'plays.json')];
  const script = `
    const { openDatabase } = await import(${source('platform/store/open-database.ts')});
    const { createPlayRecords } = await import(${source('platform/store/play-records.ts')});
    const { createGatheredPlays } = await import(${source('platform/store/gathered-plays.ts')});
    const { createOverwrittenNote } = await import(${source('platform/files/overwritten-note.ts')});
    const { createSystemClock } = await import(${source('shared/clock.ts')});
    const database = openDatabase(${JSON.stringify(file)});
    const note = createOverwrittenNote(${JSON.stringify(note)});
    const plays = createGatheredPlays({ records: createPlayRecords(database), database, note, clock: createSystemClock() });
    for (let startedAtMs = 1; startedAtMs <= 5; startedAtMs += 1)
      plays.add({ startedAtMs, shownMs: 1, itemId: '1', fileName: 'red.png', sha256: null, playlistVersion: null, complete: true, reason: 'duration' });
    process.kill(process.pid, 'SIGKILL');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  const database = openDatabase(file);
  const records = createPlayRecords(database);
  expect([...records.batches(10)].flat()).toEqual([]);
  const plays = createGatheredPlays({
    ...{ records, database, clock: createFakeClock() },
    note: createOverwrittenNote(note),
  });
  expect([...plays.batches(10)].flat().map(({ startedAtMs }) => startedAtMs)).toEqual([1, 2, 3, 4, 5]);
  plays.close();
  database.close();
});
