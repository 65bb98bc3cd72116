import { createHash } from 'node:crypto';
import type { FolderEntry } from './local-folder-reader.ts';
import { shownName } from './shown-name.ts';

/** A file of a folder that belongs to somebody else, as it was when the folder was last looked at. */
export interface LocalFile extends FolderEntry {
  /** For people: nothing in it turns the writing or hides. */
  readonly fileName: string;
  /** Names one state of the file for the media store: a change of the file is another address. */
  readonly url: string;
}

/** What of a folder is used, and what is not. */
export interface LocalListing {
  /** In the order of their names, numbers by their value. */
  readonly files: readonly LocalFile[];
  /** Links, pipes, devices, and what is too large, by their names for people. */
  readonly leftOut: readonly string[];
  /** It holds more than can be used. */
  readonly isCut: boolean;
}

/** A larger file would take the place of everything else. */
const MOST_LOCAL_BYTES = 4_294_967_296;
/** So many files of a folder are used. */
export const MOST_LOCAL_FILES = 500;

const SCHEME = 'folder:';
const byName = new Intl.Collator('en', { numeric: true });

/** Whether an address of the media store names a file of a folder on this machine. */
export function isLocalAddress(url: string): boolean {
  return url.startsWith(SCHEME);
}

/** Judges what was found in the folder at `path`; nothing of it is opened for that. Pure. */
export function judgeListing(path: string, entries: readonly FolderEntry[], isWhole: boolean): LocalListing {
  const isUsable = ({ isPlain, size }: FolderEntry): boolean => isPlain && size <= MOST_LOCAL_BYTES;
  // Who copies a file begins with an empty one.
  const inOrder = entries
    .filter(({ size, isPlain }) => size > 0 || !isPlain)
    .sort((one, other) => byName.compare(one.name, other.name) || (one.name < other.name ? -1 : 1));
  const usable = inOrder.filter(isUsable);
  return {
    files: usable.slice(0, MOST_LOCAL_FILES).map((entry) => ({
      ...entry,
      fileName: shownName(entry.name),
      url: `${SCHEME}${hashOf(`${path}\0${entry.name}`)}/${entry.version}`,
    })),
    leftOut: inOrder.filter((entry) => !isUsable(entry)).map(({ name }) => shownName(name)),
    isCut: !isWhole || usable.length > MOST_LOCAL_FILES,
  };
}

/** What stays the same when the content of a file changes. */
export function localKeyOf({ url }: LocalFile): string {
  return url.slice(0, url.indexOf('/'));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
