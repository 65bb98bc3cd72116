import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import type { CallCode } from '../../shared/failure-codes.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { DownloadAnswer } from '../server/server-client.types.ts';
import type { StickManifest } from './stick-format.ts';

type FileEntry = StickManifest['files'][number];

/** A list on its way into a file, which has its name only once it is whole. All calls throw what the disk says. */
export interface ListFile {
  /** Takes the body of an answer; bytes that are there already are not kept twice. */
  add(answer: DownloadAnswer): Promise<Result<FileEntry, CallCode>>;
  readonly files: () => readonly FileEntry[];
  /** Writes the head into its place, flushes, and gives the file its name. */
  finish(head: Buffer): Promise<void>;
  /** Leaves nothing behind, unless it was finished. */
  close(): Promise<void>;
}

/** Begins a list at `path` whose head will have `headBytes`. */
export async function beginListFile(path: string, headBytes: number): Promise<ListFile> {
  const draft = `${path}.part`;
  const handle = await open(draft, 'w', 0o644);
  const files = new Map<string, FileEntry>();
  let end = headBytes;
  let isFinished = false;
  return {
    files: () => [...files.values()],
    add: async (answer) => {
      const written = await append(handle, end, answer);
      if (!written.ok) return written;
      const { sha256, size } = written.value;
      const known = files.get(sha256);
      if (known !== undefined) return ok(known);
      const { etag, lastModified } = answer.validators;
      const entry = { sha256, size, etag: short(etag), lastModified: short(lastModified) };
      files.set(sha256, entry);
      end += size;
      return ok(entry);
    },
    finish: async (head) => {
      if (head.length !== headBytes) throw new RangeError('The head does not fit into its place.');
      await handle.write(head, 0, head.length, 0);
      await handle.truncate(end);
      await handle.sync();
      await handle.close();
      await rename(draft, path);
      isFinished = true;
    },
    close: async () => {
      if (isFinished) return;
      await handle.close().catch(() => undefined);
      await rm(draft, { force: true });
    },
  };
}

/** What a head has room for. */
export const LONGEST_VALIDATOR = 200;

function short(validator: string | null): string | null {
  return validator === null || Buffer.byteLength(JSON.stringify(validator)) > LONGEST_VALIDATOR
    ? null
    : validator;
}

async function append(
  handle: FileHandle,
  start: number,
  answer: DownloadAnswer,
): Promise<Result<{ readonly sha256: string; readonly size: number }, CallCode>> {
  const hash = createHash('sha256');
  let size = 0;
  const chunks = answer.body[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await chunks.next();
    } catch (thrown) {
      return fail('offline', `The connection broke in the middle of a file (${describeThrown(thrown)}).`);
    }
    if (next.done === true) break;
    hash.update(next.value);
    for (let done = 0; done < next.value.length;) {
      const rest = next.value.subarray(done);
      done += (await handle.write(rest, 0, rest.length, start + size + done)).bytesWritten;
    }
    size += next.value.length;
  }
  if (size === 0) return fail('bad-answer', 'The file is empty.');
  if (answer.contentLength !== null && answer.contentLength !== size)
    return fail('bad-answer', 'The file is not as long as the server said.');
  return ok({ sha256: hash.digest('hex'), size });
}
