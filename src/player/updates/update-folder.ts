import { lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFile } from '../../platform/files/data-files.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';
import type { UpdateForm } from '../../shared/update-form.ts';
import { packagedOnly, readState, writtenState, type UpdateState } from './update-state.ts';

/** What is started of each form, below its version's folder. */
export const programOf: Readonly<Record<UpdateForm, string>> = {
  tree: 'out/cli/player.js',
  unpacked: 'digiplayer',
  appimage: 'digiplayer.AppImage',
};

/** Where the files of `version` lie. */
export function versionFolder(dataFolder: string, version: string): string {
  return join(dataFile(dataFolder, 'updateVersions'), version);
}

/** What is written of the updates; what cannot be read or is damaged is as good as nothing: the packaged version. Writes nothing. */
export function peekUpdateState(dataFolder: string): UpdateState {
  try {
    return readState(readFileSync(dataFile(dataFolder, 'updateState'), 'utf8')) ?? packagedOnly;
  } catch {
    return packagedOnly;
  }
}

/** Replaces what is written of the updates by one rename, durable when it returns. Throws what the disk says. */
export function keepUpdateState(dataFolder: string, state: UpdateState): void {
  mkdirSync(dataFile(dataFolder, 'updateVersions'), { recursive: true, mode: 0o700 });
  replaceFile(dataFile(dataFolder, 'updateState'), writtenState(state));
}

/**
 * Whether `version` lies in the data folder in this form and may be run: everything on the way to it is this user's own and
 * nobody else's to write, and none of it is a link.
 */
export function isVersionHere(dataFolder: string, version: string, form: UpdateForm): boolean {
  const folder = versionFolder(dataFolder, version);
  const parts = programOf[form].split('/');
  const way = parts.map((_, index) => join(folder, ...parts.slice(0, index + 1)));
  const folders = [dataFolder, dataFile(dataFolder, 'updatesFolder'), dataFile(dataFolder, 'updateVersions')];
  try {
    return (
      [...folders, folder, ...way].every(isOwnAlone) && lstatSync(join(folder, programOf[form])).isFile()
    );
  } catch {
    return false;
  }
}

function isOwnAlone(path: string): boolean {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return false;
  const user = process.getuid?.();
  // Windows has no such modes: there the folder of the user is nobody else's.
  return user === undefined || (stats.uid === user && (stats.mode & 0o022) === 0);
}
