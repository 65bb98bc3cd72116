import { spawn, type ChildProcess } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freeProfile } from '../../../../src/shells/chromium/profile-lock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const lock = (): string => join(folder, 'SingletonLock');

/** Whether a link is there, whatever it leads to. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** A process that stands still, with these words in its command line. */
async function standing(words: readonly string[], detached = true): Promise<ChildProcess> {
  const child = spawn('sh', ['-c', 'read -r word', 'sh', ...words], {
    detached,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  started.push(child);
  await expect.poll(() => readFileSync(`/proc/${child.pid ?? 0}/cmdline`, 'utf8')).toContain('read -r word');
  child.kill('SIGSTOP');
  return child;
}

/** Answers how it ended; null: it goes on. */
const endOf = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => {
    child.once('exit', (_code, signal) => {
      resolve(signal);
    });
    if (child.signalCode !== null) resolve(child.signalCode);
  });

// Only there the kernel tells what a process is.
describe.skipIf(process.platform !== 'linux')('a profile that another browser had', () => {
  it.each([
    ['that leads its group', true],
    ['that a script started', false],
  ])('is free although one %s hangs', async (_which, detached) => {
    const browser = await standing([`--user-data-dir=${folder}`], detached);
    symlinkSync(`${hostname()}-${browser.pid ?? 0}`, lock());
    const ended = endOf(browser);
    freeProfile(folder);
    expect(await ended).toBe('SIGKILL');
    expect(isThere(lock())).toBe(false);
  });

  it('is free on a machine that has another name by now, without the links that Chromium left', () => {
    const names = ['SingletonLock', 'SingletonSocket', 'SingletonCookie'];
    for (const name of names) symlinkSync('another-machine-4242', join(folder, name));
    writeFileSync(join(folder, 'Local State'), '{}');
    freeProfile(folder);
    expect(names.filter((name) => isThere(join(folder, name)))).toEqual([]);
    expect(isThere(join(folder, 'Local State'))).toBe(true);
  });

  it('is free without the folder that a killed browser left among the temporary files, and without any other', () => {
    const left = mkdtempSync(join(folder, 'org.chromium.Chromium.'));
    writeFileSync(join(left, 'SingletonSocket'), '');
    symlinkSync('13406239004876632027', join(left, 'SingletonCookie'));
    symlinkSync(join(left, 'SingletonSocket'), join(folder, 'SingletonSocket'));
    freeProfile(folder);
    expect(isThere(left)).toBe(false);

    const foreign = mkdtempSync(join(folder, 'photos-'));
    writeFileSync(join(foreign, 'photo.jpg'), '');
    symlinkSync(join(foreign, 'SingletonSocket'), join(folder, 'SingletonSocket'));
    freeProfile(folder);
    expect(isThere(join(foreign, 'photo.jpg'))).toBe(true);
    expect(isThere(join(folder, 'SingletonSocket'))).toBe(false);
  });

  it('costs no process its life that is no browser on it', async () => {
    const strangers = [
      await standing([]),
      await standing([`--user-data-dir=${folder}-of-another`]),
      await standing([`--type=x --user-data-dir=${folder} y`]),
    ];
    for (const { pid = 0 } of strangers) {
      symlinkSync(`${hostname()}-${pid}`, lock());
      freeProfile(folder);
      expect(isThere(lock())).toBe(false);
    }
    for (const words of ['', 'nonsense', `${hostname()}-0`, `${hostname()}-1`, `host-${process.pid}`]) {
      if (words !== '') symlinkSync(words, lock());
      freeProfile(folder);
    }
    for (const { pid = 0, exitCode, signalCode } of strangers) {
      expect([exitCode, signalCode, process.kill(pid, 0)]).toEqual([null, null, true]);
    }
    // Who was killed is told only later; who was not goes on from here, and ends by itself.
    for (const stranger of strangers) {
      const ended = endOf(stranger);
      stranger.kill('SIGCONT');
      stranger.stdin?.end();
      expect(await ended).toBeNull();
    }
  });
});
