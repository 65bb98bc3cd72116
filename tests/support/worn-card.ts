import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync } from 'node:fs';

/** A real file system that turns read-only under whoever uses it, as a memory card that is worn does. */
export interface WornCard {
  /** The kernel's own answer to a fault of the disk: nothing can be written any more, not even through open files. */
  turnReadOnly(): void;
  /** A copy of the card takes its place, which can be written. */
  renew(): void;
  unmount(): void;
}

const BYTES = 400 * 1_048_576;

/** Why no such card can be had here; null: it can. */
export function whyNoCard(): string | null {
  if (process.platform !== 'linux') return 'only Linux mounts a file';
  if (process.getuid?.() !== 0) return 'only root may mount';
  const probe = `/tmp/digiplayer-card-${process.pid}`;
  try {
    insertCard(probe).unmount();
    return null;
  } catch (thrown) {
    return String(thrown);
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/** Mounts an ext4 of 400 MB, most of which is a hole, at `path`, which is made; its image stands beside it. */
export function insertCard(path: string): WornCard {
  const image = `${path}.img`;
  mkdirSync(path, { recursive: true });
  const handle = openSync(image, 'w');
  ftruncateSync(handle, BYTES);
  closeSync(handle);
  run('mkfs.ext4', '-q', '-F', image);
  const mount = (card: string): void => {
    run('mount', '-t', 'ext4', '-o', 'loop,errors=remount-ro', card, path);
  };
  mount(image);
  return {
    turnReadOnly: () => {
      run('mount', '-o', 'remount,abort', path);
    },
    renew: () => {
      run('umount', '-l', path);
      // The kernel gives the same dead file system again for the same image while somebody has a file of it open.
      run('cp', '--sparse=always', image, `${image}.copy`);
      mount(`${image}.copy`);
    },
    unmount: () => {
      spawnSync('umount', ['-l', path]);
      for (const card of [image, `${image}.copy`]) rmSync(card, { force: true });
    },
  };
}

function run(command: string, ...words: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(stderr);
}
