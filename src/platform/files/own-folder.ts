import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What says that a folder of media is a player's, whatever else lies in it. */
const MARKER = '.digiplayer-media';
const MARKER_TEXT = 'DigiPlayer keeps media in this folder and deletes what it no longer needs of them.\n';
/** Where the player's own folder is, in one that is not its own. */
const WITHIN = 'digiplayer-media';
/** What a disk that was just formatted holds. */
const NOBODYS = ['lost+found'];
/** How the folders of players looked that knew no marker: these two, and files that are named by their SHA-256. */
const OLD_PARTS = ['lock', 'part'];
const MEDIA_FILE = /^[0-9a-f]{64}$/;

/**
 * The folder of media that a player may use for `wanted`: that one where it is new, empty or a player's already, else one
 * within it. In somebody's folder the player would take files for its own and delete them. Reads only.
 */
export function ownMediaFolder(wanted: string): string {
  return isOurs(wanted) ? wanted : join(wanted, WITHIN);
}

/** Makes `folder`, and marks it as a player's. Throws what the file system says. */
export function markMediaFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isFile(join(folder, MARKER))) return;
  writeFileSync(join(folder, MARKER), MARKER_TEXT, { flag: 'wx', mode: 0o600 });
}

function isOurs(folder: string): boolean {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => !NOBODYS.includes(name));
  } catch (thrown) {
    // One that is there and cannot be read now says nothing; whoever then uses it meets the same refusal.
    return (thrown as NodeJS.ErrnoException).code !== 'ENOTDIR';
  }
  if (names.length === 0 || isFile(join(folder, MARKER))) return true;
  return (
    OLD_PARTS.every((name) => names.includes(name)) &&
    names.every((name) => OLD_PARTS.includes(name) || MEDIA_FILE.test(name))
  );
}

/** A link in the marker's place says nothing. */
function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}
