import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  opendirSync,
  readSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { describeThrown } from '../../shared/result.ts';
import type { FolderAnswer, FolderEntry, FolderQuestion } from './local-folder-reader.ts';

/*
 * A thread that reads a folder of somebody else's, with calls that wait: a share that does not answer holds up this thread and
 * none of those with which the process reads its own files. It opens nothing for writing.
 */

/** So many entries of a folder are looked at. */
const MOST_ENTRIES = 10_000;
const READ_BYTES = 1_048_576;
/** Not through a link, and without waiting for who might write into a pipe. Windows has neither. */
const OPEN_FLAGS =
  constants.O_RDONLY | zeroWhereMissing(constants.O_NOFOLLOW) | zeroWhereMissing(constants.O_NONBLOCK);

let open: { readonly descriptor: number; readonly version: string } | null = null;

function zeroWhereMissing(flag: number | undefined): number {
  return flag ?? 0;
}

/** Tells one state of a file from another. */
function versionOf({ size, mtimeMs, ino, dev }: Stats): string {
  return [size, Math.round(mtimeMs * 1_000), ino, dev].map((part) => part.toString(36)).join('-');
}

function close(): void {
  if (open !== null) closeSync(open.descriptor);
  open = null;
}

function list(path: string, endings: readonly string[]): FolderAnswer {
  const folder = opendirSync(path);
  const entries: FolderEntry[] = [];
  try {
    for (let count = 0; count < MOST_ENTRIES; count += 1) {
      const found = folder.readSync();
      if (found === null) return { kind: 'listed', entries, isWhole: true };
      const name = found.name.toLowerCase();
      if (name.startsWith('.') || !endings.some((ending) => name.endsWith(ending))) continue;
      const entry = entryOf(path, found.name);
      if (entry !== null) entries.push(entry);
    }
    return { kind: 'listed', entries, isWhole: false };
  } finally {
    folder.closeSync();
  }
}

/** Null for a folder, and for what is gone meanwhile. */
function entryOf(folder: string, name: string): FolderEntry | null {
  const stats = lstatSync(join(folder, name), { throwIfNoEntry: false });
  // A name that is no text cannot be asked for by it.
  if (stats === undefined && name.includes('\ufffd')) return { name, size: 1, version: '', isPlain: false };
  if (stats === undefined || stats.isDirectory()) return null;
  return { name, size: stats.size, version: versionOf(stats), isPlain: stats.isFile() };
}

function openFile(path: string, version: string): FolderAnswer {
  close();
  const descriptor = openSync(path, OPEN_FLAGS);
  open = { descriptor, version };
  const stats = fstatSync(descriptor);
  if (stats.isFile() && versionOf(stats) === version) return { kind: 'opened' };
  close();
  return { kind: 'changed' };
}

/** The next bytes of the open file, none at its end. What changed while it was read is none of its states. */
function read(): FolderAnswer {
  if (open === null) return { kind: 'changed' };
  const { descriptor, version } = open;
  const buffer = new Uint8Array(READ_BYTES);
  const count = readSync(descriptor, buffer);
  if (count > 0) return { kind: 'bytes', bytes: buffer.slice(0, count) };
  const isSame = versionOf(fstatSync(descriptor)) === version;
  close();
  return isSame ? { kind: 'end' } : { kind: 'changed' };
}

function answer(question: FolderQuestion): FolderAnswer {
  try {
    switch (question.kind) {
      case 'list':
        return list(question.path, question.endings);
      case 'open':
        return openFile(question.path, question.version);
      case 'read':
        return read();
      case 'close':
        close();
        return { kind: 'end' };
    }
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    return { kind: 'failed', code, message: describeThrown(thrown) };
  }
}

parentPort?.on('message', (question: FolderQuestion) => {
  const told = answer(question);
  parentPort?.postMessage(told, told.kind === 'bytes' ? [told.bytes.buffer] : []);
});
parentPort?.postMessage('ready');
