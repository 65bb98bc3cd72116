import { dataFile } from '../files/data-files.ts';
import { createOverwrittenNote } from '../files/overwritten-note.ts';
import type { PlayerDatabase } from './database.types.ts';
import { takePending } from './gathered-plays.ts';
import { peekDatabase } from './peek-database.ts';
import { createPlayRecords } from './play-records.ts';

/**
 * Opens a copy of the database of `dataFolder` as {@link peekDatabase} does, with the showings in it that its player has not
 * brought there yet. Throws what that throws.
 */
export function peekWithPlays(dataFolder: string): PlayerDatabase {
  const database = peekDatabase(dataFile(dataFolder, 'database'));
  try {
    takePending(createPlayRecords(database), createOverwrittenNote(dataFile(dataFolder, 'pendingPlays')));
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
