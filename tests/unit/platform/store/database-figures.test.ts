import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseFigures } from '../../../../src/platform/store/database-figures.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

it('counts what a database holds, and how large it is', () => {
  const file = join(temporaryFolder(), 'player.db');
  const database = openDatabase(file);
  createKeyValueStore(database).set('one', '1');
  const figures = databaseFigures(database, file);
  expect(figures).toMatchObject({ inMemory: false, rows: { play_record: 0, trust_audit: 0 } });
  expect(Object.values(figures.rows).reduce((sum, rows) => sum + rows, 0)).toBe(1);
  expect(figures.pages * figures.pageBytes).toBeGreaterThan(4_096);
  expect(figures.schemaVersion).toBeGreaterThan(0);
  expect(figures.logBytes).toBeGreaterThan(0);
  database.close();
});
