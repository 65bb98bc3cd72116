import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import { DATA_FILES, dataFile } from './data-files.ts';
import { diskErrorOf } from './disk-trouble.ts';

/** Where the player keeps its things when nobody says otherwise, the same for both shells. */
export function usualDataFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32')
    return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'DigiPlayer');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'DigiPlayer');
  const given = environment['XDG_DATA_HOME'] ?? '';
  return join(given === '' ? join(home, '.local', 'share') : given, 'digiplayer');
}

/** The data folder that a start with `given` would use, by its real path, there or not. Writes nothing. */
function findDataFolder(given: string | null): string {
  const folder = given ?? usualDataFolder(process.platform, process.env, homedir());
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

/**
 * Makes the data folder for this user alone (mode 700) and answers its real path; `no-data-folder` with a sentence when
 * it can be neither made nor read. One that is there and may only be read is good enough to play what it holds. `given`
 * null: the usual place.
 */
export function prepareDataFolder(given: string | null): Result<string> {
  const folder = given ?? usualDataFolder(process.platform, process.env, homedir());
  try {
    if (isForeign(folder)) return foreign(folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeToOthers(folder);
    readdirSync(folder);
    return ok(realpathSync(folder));
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown error';
    return fail('no-data-folder', `The data folder ${folder} cannot be used (${code}).`, { folder, code });
  }
}

/**
 * The folder that a command which only reads looks at, as {@link findDataFolder}; `no-data-folder` when it is another user's and
 * a file of it is a link, by which its owner would have this user read what he may not.
 */
export function peekDataFolder(given: string | null): Result<string> {
  const folder = findDataFolder(given);
  return isForeign(folder) &&
    Object.keys(DATA_FILES).some((name) => isLink(folder, name as keyof typeof DATA_FILES))
    ? foreign(folder)
    : ok(folder);
}

function isLink(folder: string, name: keyof typeof DATA_FILES): boolean {
  return lstatSync(dataFile(folder, name), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Whether the folder is another user's; where it is not there, whether the nearest one above it is somebody's but root's. */
function isForeign(folder: string): boolean {
  const user = process.getuid?.();
  if (user === undefined) return false;
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats !== undefined) return stats.uid !== user;
  for (let above = dirname(resolve(folder)); ; above = dirname(above)) {
    const owner = statSync(above, { throwIfNoEntry: false })?.uid;
    if (owner !== undefined) return owner !== user && owner !== 0;
  }
}

function foreign(folder: string): Result<never> {
  const message = `The data folder ${folder} belongs to another user; run this as that user, or choose another folder.`;
  return fail('no-data-folder', message, { folder, code: 'foreign' });
}

/** A folder on a read-only disk keeps the mode that it has. */
function closeToOthers(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    chmodSync(folder, 0o700);
  } catch (thrown) {
    const reason = diskErrorOf(thrown);
    if (reason !== 'EROFS' && reason !== 'EPERM') throw thrown;
  }
}
