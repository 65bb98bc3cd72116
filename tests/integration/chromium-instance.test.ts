import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../src/platform/files/instance-lock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
const children: ChildProcess[] = [];

const holder = `
  import { lockDataFolder } from ${JSON.stringify(join(import.meta.dirname, '../../src/platform/files/instance-lock.ts'))};
  const lock = await lockDataFolder(process.argv[2]);
  lock?.onSecondStart(() => process.send('to the front'));
  setInterval(() => undefined, 1000);
  process.send(lock === null ? 'refused' : 'held');
`;

/** Another process that tries to take the folder and, when it does, keeps it. */
async function startHolder(): Promise<{ child: ChildProcess; said: string }> {
  const child = fork(join(folder, 'holder.mts'), [folder], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  children.push(child);
  return { child, said: await nextWord(child) };
}

const nextWord = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) =>
    child.once('message', (word) => {
      resolve(typeof word === 'string' ? word : '');
    }),
  );

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'holder.mts'), holder);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('one player for each data folder', () => {
  it('refuses a second process and asks the first to come to the front', async () => {
    const { child, said } = await startHolder();
    expect(said).toBe('held');
    const asked = nextWord(child);
    expect(await lockDataFolder(folder)).toBeNull();
    expect(await asked).toBe('to the front');
  });

  it('is free at once when its holder was killed', async () => {
    const { child } = await startHolder();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const lock = await lockDataFolder(folder);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  it('is free again after its release, and has exactly one winner among several that start together', async () => {
    (await lockDataFolder(folder))?.release();
    const started = await Promise.all([startHolder(), startHolder(), startHolder()]);
    expect(started.map(({ said }) => said).sort()).toEqual(['held', 'refused', 'refused']);
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const long = mkdtempSync(join(folder, 'x'.repeat(120)));
    const lock = await lockDataFolder(long);
    expect(lock).not.toBeNull();
    expect(await lockDataFolder(long)).toBeNull();
    lock?.release();
  });
});
