import { createReadStream, type Stats } from 'node:fs';
import { chmod, copyFile, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, Unpack, type ReadEntry } from 'tar';
import { dataFile } from '../../platform/files/data-files.ts';
import type { UpdateCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { diskFailure } from '../media/disk-failures.ts';
import type { UpdateForm } from '../../shared/update-form.ts';
import { MOST_UNPACKED_BYTES } from './manifest.ts';
import { programOf, versionFolder } from './update-folder.ts';

/** What an archive may hold at most. */
export interface UnpackLimits {
  readonly bytes: number;
  readonly files: number;
}

const DEFAULT_LIMITS: UnpackLimits = { bytes: MOST_UNPACKED_BYTES, files: 20_000 };
/** Each part of a path is a plain name, and there are not too many of them. */
const PATH = /^[\w@+][\w.@+ ()-]{0,120}$/;
const DEEPEST = 16;

/** What becomes a version, and where. */
export interface UnpackOptions {
  readonly dataFolder: string;
  readonly version: string;
  readonly form: UpdateForm;
  /** Asked before anything is written: whether so many bytes may be. */
  readonly room: (bytes: number) => Promise<Result<null, UpdateCode>>;
}

/**
 * Makes `archive` the version of that name in the data folder: unpacked beside the others, looked at, flushed, and only then
 * under its name. A version that is not whole, or has a link, a strange path or too much in it, leaves nothing behind:
 * `update-damaged`, what `room` or what the disk says.
 */
export async function unpackVersion(
  archive: string,
  { dataFolder, version, form, room }: UnpackOptions,
  limits: UnpackLimits = DEFAULT_LIMITS,
): Promise<Result<null, UpdateCode>> {
  const versions = dataFile(dataFolder, 'updateVersions');
  const draft = join(versions, 'unpacking');
  try {
    await rm(draft, { recursive: true, force: true });
    // Judged whole before anything is written: what writes cannot be stopped at once, and would go on behind whoever tidies up.
    const bytes = form === 'appimage' ? (await stat(archive)).size : await judge(archive, limits);
    const given = await room(bytes);
    if (!given.ok) return given;
    await mkdir(draft, { recursive: true, mode: 0o700 });
    if (form === 'appimage') await copyFile(archive, join(draft, programOf.appimage));
    else await unpack(archive, draft, form);
    if (form === 'tree' && !(await isTreeOf(draft, version))) throw new Error('it is another version');
    await chmod(join(draft, programOf[form]), form === 'tree' ? 0o600 : 0o700);
    await flushAll(draft);
    const folder = versionFolder(dataFolder, version);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    await flush(versions);
    return ok(null);
  } catch (thrown) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    if (isOfDisk(thrown)) return diskFailure(thrown);
    return fail('update-damaged', `Version ${version} is not as it should be; nothing of it was used.`, {
      version,
      reason: thrown instanceof Error ? thrown.message : 'unknown',
    });
  }
}

/** zlib has numbered errors as well, and what is not in the archive is no fault of the disk. */
function isOfDisk(thrown: unknown): boolean {
  const { syscall, code } = thrown as NodeJS.ErrnoException;
  return typeof syscall === 'string' && code !== 'ENOENT';
}

/** The folders around the files of an archive: the tarball of the Electron shell has one of its own. */
const outerFolders = { tree: 0, unpacked: 1 } as const;

/** Unpacks what was judged. */
async function unpack(archive: string, folder: string, form: keyof typeof outerFolders): Promise<void> {
  const filter = (path: string, entry: ReadEntry | Stats): boolean =>
    whyUnfit(path, entry as ReadEntry) === null;
  await feed(
    archive,
    new Unpack({
      cwd: folder,
      strip: outerFolders[form],
      strict: true,
      noMtime: true,
      processUmask: 0,
      filter,
    }),
  );
}

/** Throws what is wrong with `archive`, as soon as it is known; answers the bytes that it becomes. */
async function judge(archive: string, limits: UnpackLimits): Promise<number> {
  const found: string[] = [];
  let files = 0;
  const reader = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      files += 1;
      const unfit = whyUnfit(entry.path, entry) ?? (files > limits.files ? 'it has too many files' : null);
      if (unfit !== null) found.push(unfit);
      entry.resume();
    },
  });
  let unpacked = 0;
  await feed(archive, reader, (bytes) => {
    unpacked = bytes;
    const [unfit = bytes > limits.bytes ? 'it is too large' : null] = found;
    if (unfit !== null) throw new Error(unfit);
  });
  return unpacked;
}

/** Has `target` take the whole archive; `look` hears of the unpacked bytes so far, and at the end once more. */
async function feed(
  archive: string,
  target: Parser,
  look: (bytes: number) => void = () => undefined,
): Promise<void> {
  const over = Promise.withResolvers<undefined>();
  // It may be rejected before anybody waits for it.
  over.promise.catch(() => undefined);
  target.on('error', over.reject).on('close', () => {
    over.resolve(undefined);
  });
  let bytes = 0;
  await pipeline(createReadStream(archive), createGunzip(), async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      bytes += chunk.byteLength;
      const isTaken = target.write(chunk);
      look(bytes);
      if (!isTaken) await Promise.race([once(target, 'drain'), over.promise]);
    }
  });
  target.end();
  await over.promise;
  look(bytes);
}

/** Also settles the mode, which is nobody else's to choose. */
function whyUnfit(path: string, entry: ReadEntry): string | null {
  const parts = path.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  const isPlain = path === './' || (parts.length <= DEEPEST && parts.every((part) => PATH.test(part)));
  if (!isPlain) return 'it has a path that is none';
  if (entry.type === 'Directory') {
    entry.mode = 0o700;
    return null;
  }
  if (entry.type !== 'File') return 'it has a link in it';
  entry.mode = ((entry.mode ?? 0) & 0o100) === 0 ? 0o600 : 0o700;
  return null;
}

async function isTreeOf(folder: string, version: string): Promise<boolean> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version?: unknown }).version === version;
}

/** Every file first, then the folders that name them. */
async function flushAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await flushAll(path);
    else await flush(path);
  }
  await flush(folder);
}

/** Windows cannot open a folder, and journals its names by itself; nor does it flush what is open for reading. */
async function flush(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
