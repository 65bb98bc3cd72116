import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOverwrittenNote } from '../../../../src/platform/files/overwritten-note.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { peekWithPlays } from '../../../../src/platform/store/peek-plays.ts';
import { createPlayRecords, type PlayRecord } from '../../../../src/platform/store/play-records.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const played = (startedAtMs: number): PlayRecord => ({
  ...{ startedAtMs, shownMs: 10_000, itemId: '1', fileName: 'red.jpg', sha256: null },
  ...{ playlistVersion: '4', complete: true, reason: 'duration' },
});

it('shows what is in the database and what the player has not brought there yet, and changes nothing', () => {
  const folder = temporaryFolder();
  const database = openDatabase(join(folder, 'player.db'));
  createPlayRecords(database).add(played(1));
  database.close();
  createOverwrittenNote(join(folder, 'plays.json')).write(JSON.stringify([played(1), played(2)]));
  const bytes = (): readonly string[] =>
    readdirSync(folder).map((name) => `${name} ${readFileSync(join(folder, name), 'base64')}`);
  const before = bytes();

  const copy = peekWithPlays(folder);
  const shown = [...createPlayRecords(copy).batches(10)].flat().map(({ startedAtMs }) => startedAtMs);
  copy.close();

  expect(shown).toEqual([1, 2]);
  expect(bytes()).toEqual(before);
});
