import { spawnSync } from 'node:child_process';
import { mkdirSync, openSync, closeSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** A real file system of a few megabytes. */
export interface SmallDisk {
  /** Writes a file until nothing fits any more. */
  fill(): void;
  /** Removes that file. */
  relieve(): void;
  setReadOnly(readOnly: boolean): void;
  unmount(): void;
}

/** Why no disk can be mounted here; null: it can. Only root may, and not in every container. */
export function whyNoDisk(): string | null {
  if (process.platform !== 'linux') return 'only Linux mounts a disk of memory';
  if (process.getuid?.() !== 0) return 'only root may mount';
  const { path: probe, remove } = makeFolder();
  const mounted = mount(probe, 1) === null;
  if (mounted) spawnSync('umount', [probe]);
  remove();
  return mounted ? null : 'this machine does not let us mount';
}

/** Mounts a disk of so many MB at `path`, which is made. */
export function mountSmallDisk(path: string, megabytes: number): SmallDisk {
  mkdirSync(path, { recursive: true });
  const failure = mount(path, megabytes);
  if (failure !== null) throw new Error(failure);
  const filler = join(path, 'filler');
  return {
    fill: () => {
      const handle = openSync(filler, 'a');
      try {
        for (const block of [65_536, 4_096]) writeUntilFull(handle, Buffer.alloc(block));
      } finally {
        closeSync(handle);
      }
    },
    relieve: () => {
      rmSync(filler, { force: true });
    },
    setReadOnly: (readOnly) => {
      const result = spawnSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, path], {
        encoding: 'utf8',
      });
      if (result.status !== 0) throw new Error(result.stderr);
    },
    unmount: () => {
      spawnSync('umount', ['-l', path]);
    },
  };
}

function mount(path: string, megabytes: number): string | null {
  const size = `size=${String(megabytes)}m,mode=700`;
  const result = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'digiplayer-test', path], {
    encoding: 'utf8',
  });
  return result.status === 0 ? null : result.stderr;
}

function writeUntilFull(handle: number, block: Buffer): void {
  try {
    for (;;) writeSync(handle, block);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown;
  }
}
