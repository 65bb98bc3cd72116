import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** An ext4 whose power can be cut. */
export interface PowerCutDisk {
  /** Where it is mounted; stays the same over a cut. */
  readonly path: string;
  /**
   * Goes on with what the disk held at this moment: what was written and never flushed is gone, which a copy of the folder
   * would still show. Nobody may have a file open.
   */
  cut(): void;
  /** Unmounts it and deletes all. */
  stop(): void;
}

const SIZE = '96M';
const MOST_COPIES = 200;
/** A file that is replaced or cut to nothing is flushed by ext4 by itself unless it is told: no mercy here. */
const MOUNT_OPTIONS = 'noauto_da_alloc';

/** Why no such disk can be had here; null: it can. It takes root and loop devices, which not every container has. */
export function whyNoPowerCutDisk(): string | null {
  if (process.platform !== 'linux') return 'only Linux mounts a file as a disk';
  if (process.getuid?.() !== 0) return 'only root may mount';
  try {
    makePowerCutDisk().stop();
    return null;
  } catch (thrown) {
    return `this machine does not let us mount a file as ext4 (${String(thrown).split('\n')[0] ?? ''})`;
  }
}

/** Makes the disk, with an empty ext4 on it. */
export function makePowerCutDisk(): PowerCutDisk {
  const { path: room, remove } = makeFolder(existsSync('/dev/shm') ? '/dev/shm' : undefined);
  const path = join(room, 'mounted');
  const image = join(room, 'disk.img');
  let device: string | null = null;
  const attach = (): void => {
    device = run('losetup', ['--find', '--show', image]).trim();
    run('mount', ['-t', 'ext4', '-o', MOUNT_OPTIONS, device, path]);
  };
  const detach = (): void => {
    if (device === null) return;
    spawnSync('umount', ['-l', path]);
    spawnSync('losetup', ['--detach', device]);
    device = null;
  };
  const stop = (): void => {
    detach();
    remove();
  };
  try {
    mkdirSync(path);
    run('truncate', ['--size', SIZE, image]);
    run('mkfs.ext4', ['-q', image]);
    attach();
  } catch (thrown) {
    stop();
    throw thrown;
  }
  return {
    path,
    stop,
    cut() {
      const held = join(room, 'held.img');
      copyStanding(image, held, device ?? '');
      // Unmounting writes all that was still waiting, into an image that nobody needs any more.
      detach();
      rmSync(image);
      renameSync(held, image);
      attach();
    },
  };
}

/**
 * Copies what the loop device has written into its file: the pages that ext4 still holds back are not in it. A copy during
 * which the device wrote anything is of no moment at all, and is made again.
 */
function copyStanding(image: string, copy: string, device: string): void {
  for (let left = MOST_COPIES; left > 0; left -= 1) {
    const before = writesOf(device);
    run('cp', ['--sparse=always', image, copy]);
    if (before.inFlight === 0 && writesOf(device).done === before.done) return;
  }
  throw new Error('The disk never stood still.');
}

/** How many writes and flushes it has finished, and how many requests it is at (Linux, block/stat). */
function writesOf(device: string): { readonly done: string; readonly inFlight: number } {
  const fields = readFileSync(`/sys/block/${basename(device)}/stat`, 'utf8')
    .trim()
    .split(/\s+/);
  return { done: [fields[4], fields[6], fields[15]].join(), inFlight: Number(fields[8]) };
}

function run(command: string, words: readonly string[]): string {
  return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
