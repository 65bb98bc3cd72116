import { open } from 'node:fs/promises';
import type { MediaRecord, OpenMedia } from './media-types.ts';

/** Counts who reads which file, so that none is deleted under its reader. */
export interface OpenFiles {
  open(record: MediaRecord, path: string): Promise<OpenMedia>;
  readonly busy: (sha256: string) => boolean;
}

/** Makes {@link OpenFiles}. */
export function createOpenFiles(): OpenFiles {
  const readers = new Map<string, number>();

  const leave = (sha256: string): void => {
    const left = (readers.get(sha256) ?? 1) - 1;
    if (left > 0) readers.set(sha256, left);
    else readers.delete(sha256);
  };

  return {
    busy: (sha256) => readers.has(sha256),
    open: async (record, path) => {
      const { sha256 } = record;
      readers.set(sha256, (readers.get(sha256) ?? 0) + 1);
      const handle = await open(path, 'r').catch((thrown: unknown) => {
        leave(sha256);
        throw thrown;
      });
      let closed = false;
      return {
        record,
        read: async (buffer, position) =>
          (await handle.read(buffer, 0, buffer.byteLength, position)).bytesRead,
        close: async () => {
          if (closed) return;
          closed = true;
          await handle.close();
          leave(sha256);
        },
      };
    },
  };
}
