import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fail, type Result } from '../../shared/result.ts';
import { dataFile } from '../files/data-files.ts';
import { prepareDataFolder } from '../files/data-folder.ts';
import { schemaVersion, steps } from './migrations.ts';

/**
 * The data folder for whatever writes to it, as {@link prepareDataFolder}; besides, `newer-data-folder` when a newer version of the
 * player has used it: an older one would not understand what it finds. Such a folder is left as it is.
 */
export function openDataFolder(given: string | null): Result<string> {
  const folder = prepareDataFolder(given);
  if (!folder.ok) return folder;
  const schema = schemaOf(dataFile(folder.value, 'database'));
  return schema <= steps.length ? folder : newer(folder.value, schema);
}

/** Of the database in `file`; 0 where there is none, or none that can be read. Changes neither the database nor its log. */
function schemaOf(file: string): number {
  if (!existsSync(file)) return 0;
  let connection: DatabaseSync | null = null;
  try {
    connection = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    return schemaVersion(connection);
  } catch {
    // What is damaged or refused by the disk is the business of the one who opens it.
    return 0;
  } finally {
    connection?.close();
  }
}

function newer(folder: string, schema: number): Result<never> {
  const message =
    `A newer version of DigiPlayer has used the data folder ${folder}; ` +
    'install that version again, or choose another folder with --data-dir.';
  return fail('newer-data-folder', message, { folder, schema, known: steps.length });
}
