import { lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeThrown } from '../../shared/result.ts';
import type { Failure } from '../../shared/result.ts';
import type { ConfigFile } from './config-file.ts';
import { decodeText } from './decode-text.ts';
import { unreadableConfig } from './setting-warnings.ts';

/** What the search needs of the file system. */
export interface FileAccess {
  /** Tells whether a file (not a folder) is there. */
  exists(path: string): boolean;
  /** Tells whether a file is there itself, and not a link to one. */
  isPlainFile(path: string): boolean;
  /** The text of a file; throws when it cannot be read. */
  read(path: string): string;
  /** The names in a folder; empty when there is none. */
  list(folder: string): readonly string[];
}

export interface ProvisioningPlaces {
  /** From `--config`; null when it was not given. */
  readonly configPath: string | null;
  readonly dataFolder: string;
  /** Null when the player does not run from an executable of its own. */
  readonly executableFolder: string | null;
  readonly systemFolder?: string;
  /**
   * Look at sticks and cards too. True only while the screen is unpaired, or after the technician's PIN: anyone can
   * carry a stick.
   */
  readonly removableMedia: boolean;
  readonly files?: FileAccess;
}

const SYSTEM_FOLDER = '/etc/digiplayer';
const fileNames = ['player_config.ini', 'app_config.json', 'app_config.txt'];
const removableRoots = ['/media', '/run/media'];
const LARGEST_FILE_BYTES = 1_048_576;

/**
 * Finds the one provisioning file that counts: `--config`, else in the data folder, beside the executable, at
 * `/etc/digiplayer`, else on removable media. A file that cannot be read is named in a warning and the search goes on, so
 * that a screen still starts with what it had.
 */
export function findProvisioningFile(places: ProvisioningPlaces): {
  file: ConfigFile | null;
  warnings: Failure[];
} {
  const files = places.files ?? systemFiles;
  const warnings: Failure[] = [];
  for (const { path, required, removable } of candidates(places, files)) {
    if (!required && !(removable ? files.isPlainFile(path) : files.exists(path))) continue;
    try {
      const text = files.read(path);
      return { file: removable ? { path, text, namesPaths: false } : { path, text }, warnings };
    } catch (thrown) {
      warnings.push(unreadableConfig(path, describeThrown(thrown)));
    }
  }
  return { file: null, warnings };
}

interface Candidate {
  readonly path: string;
  /** Named by a person: its absence is worth a warning. */
  readonly required: boolean;
  /** On a stick or card, which anybody can carry. */
  readonly removable: boolean;
}

function* candidates(places: ProvisioningPlaces, files: FileAccess): Generator<Candidate> {
  if (places.configPath !== null) yield { path: places.configPath, required: true, removable: false };
  const fixedFolders = [
    places.dataFolder,
    ...(places.executableFolder === null ? [] : [places.executableFolder]),
    places.systemFolder ?? SYSTEM_FOLDER,
  ];
  for (const folder of fixedFolders) yield* filesIn(folder, false);
  if (!places.removableMedia) return;
  for (const folder of removableFolders(files)) yield* filesIn(folder, true);
}

function* filesIn(folder: string, removable: boolean): Generator<Candidate> {
  for (const name of fileNames) yield { path: join(folder, name), required: false, removable };
}

/** `/media/USER/LABEL/digiplayer` and `/run/media/USER/LABEL/digiplayer`, in the order of their names. */
function removableFolders(files: FileAccess): string[] {
  return removableRoots.flatMap((root) =>
    inOrder(files.list(root)).flatMap((user) =>
      inOrder(files.list(join(root, user))).map((label) => join(root, user, label, 'digiplayer')),
    ),
  );
}

function inOrder(names: readonly string[]): string[] {
  return [...names].sort((one, other) => (one < other ? -1 : 1));
}

const systemFiles: FileAccess = {
  exists: (path) => {
    try {
      return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
    } catch (thrown) {
      // A folder that may not be entered may hold the file: reading it then says so.
      return (thrown as { code?: unknown }).code === 'EACCES';
    }
  },
  isPlainFile: (path) => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
  read: (path) => {
    const { size } = statSync(path);
    if (size > LARGEST_FILE_BYTES) throw new Error(`it is larger than ${LARGEST_FILE_BYTES} bytes`);
    return decodeText(readFileSync(path));
  },
  list: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
};
