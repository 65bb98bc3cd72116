import { chmodSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
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
export function findDataFolder(given: string | null): string {
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
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeToOthers(folder);
    readdirSync(folder);
    return ok(realpathSync(folder));
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown error';
    return fail('no-data-folder', `The data folder ${folder} cannot be used (${code}).`, { folder, code });
  }
}

/** A folder on a read-only disk, or of another user, keeps the mode that it has. */
function closeToOthers(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    chmodSync(folder, 0o700);
  } catch (thrown) {
    const reason = diskErrorOf(thrown);
    if (reason !== 'EROFS' && reason !== 'EPERM') throw thrown;
  }
}
