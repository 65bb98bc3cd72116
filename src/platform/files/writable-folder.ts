import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** About what a browser's empty profile takes. */
const PROBE_BYTES = 4_194_304;
/** With so much room a single byte tells as much, and holds up nothing. */
const AMPLE_BYTES = 64 * PROBE_BYTES;

/**
 * Answers `folder`, made with mode 700 where it is missing, when a few MB can be written into it; else a folder of this user in
 * place of it, always the same, for what a program needs while it runs and does not have to keep. Throws when there is none.
 */
export function writableFolder(folder: string): string {
  const failure = whyNotWritable(folder);
  if (failure === null) return folder;
  for (const place of temporaryPlaces()) {
    const standIn = join(place, `digiplayer-${nameOf(folder)}`);
    if (whyNotWritable(standIn) === null && isOurs(standIn)) return standIn;
  }
  throw failure;
}

/** Folders for temporary files, those in memory first: the disk of the others may be the one that cannot be written. */
export function temporaryPlaces(): readonly string[] {
  const places = [process.env['XDG_RUNTIME_DIR'] ?? '', '/dev/shm', tmpdir()];
  return places.filter((place) => place !== '' && existsSync(place));
}

/** Whether what stands at `path` was made by this user: others may write into these places as well. */
export function isOurs(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isSymbolicLink() && stats.uid === (process.getuid?.() ?? stats.uid);
}

/** A name for what belongs to the data folder `path` and stands elsewhere. */
export function nameOf(path: string): string {
  // Not imported: the start of the browser does not wait for it.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(path).digest('hex');
}

/** What keeps a few MB from being written into `folder`, made with mode 700 where it is missing; null: nothing. */
export function whyNotWritable(folder: string): Error | null {
  const probe = join(folder, 'probe');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    rmSync(probe, { force: true });
    writeFileSync(probe, Buffer.alloc(hasAmpleRoom(folder) ? 1 : PROBE_BYTES), { flag: 'wx', mode: 0o600 });
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  } finally {
    removeQuietly(probe);
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never there.
  }
}

function hasAmpleRoom(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > AMPLE_BYTES;
}
