import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBundle } from '../../src/cli/make-bundle.ts';
import { readCommandLine } from '../../src/cli/command-line.ts';
import type { Result } from '../../src/shared/result.ts';
import type { Simulator } from '../simulator/types.ts';

/** A folder that stands for a stick; `isReal`: a file system of its own in a file, mounted as a block device. */
export interface TestStick {
  readonly path: string;
  readonly image: string | null;
  remove(): void;
}

/** A stick of so many megabytes below `folder`: a real one where this machine lets a test mount, else a folder. */
export function makeStick(folder: string, name: string, megabytes: number): TestStick {
  const path = join(folder, name);
  const image = `${path}.img`;
  mkdirSync(path, { recursive: true });
  try {
    run('truncate', '-s', `${megabytes}M`, image);
    run('mke2fs', '-q', '-t', 'ext4', '-F', '-m', '0', image);
    run('mount', '-o', 'loop,noexec,nodev,nosuid', image, path);
  } catch {
    return { path, image: null, remove: () => undefined };
  }
  return {
    path,
    image,
    remove: () => {
      run('umount', '-l', path);
    },
  };
}

export function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}

/** Runs `bundle make` as it would be typed; answers its text. */
export async function bundleMake(
  folder: string,
  simulator: Pick<Simulator, 'origin' | 'certificate'>,
  { hostname, code, out }: { readonly hostname: string; readonly code: string; readonly out: string },
): Promise<Result<string>> {
  const line = readCommandLine(
    [
      ...['bundle', 'make', '--server', simulator.origin, '--hostname', hostname, '--code', code],
      ...['--out', out, '--certificate-fingerprint', simulator.certificate.fingerprint256],
    ],
    {},
  );
  if (!line.ok) return line;
  if (line.value.kind !== 'command') throw new Error('This is a command.');
  return await makeBundle(folder, line.value, { appVersion: '0.0.0-test' });
}

/** Resolves when the clock shows another second: lists are told apart by the server's seconds. */
export async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1_000);
  while (Math.floor(Date.now() / 1_000) === second) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A file whose bytes after `start` are changed by `change`. */
export function writeChanged(path: string, bytes: Buffer, change: (copy: Buffer) => Buffer): void {
  writeFileSync(path, change(Buffer.from(bytes)));
}
