import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A process that stands still for good, struck by its own watch; whoever keeps it starts it anew. */

const player = resolve('tests/support/standing-player.ts');

function startsIn(folder: string): readonly string[] {
  const file = join(folder, 'starts');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** With every player that notes its start in `folder`: one that stands still for good ends by nothing else. */
function start(
  folder: string,
  args: readonly string[],
): {
  child: ChildProcess;
  ended: Promise<unknown[]>;
  said: () => string;
} {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
    for (const line of startsIn(folder)) kill(Number(line.split(' ', 1)[0]));
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, ended: once(child, 'exit'), said: () => said };
}

test('a player that stands still is ended, says so, and is started anew by its parent', async () => {
  const folder = temporaryFolder();
  const { ended, said } = start(folder, ['tests/support/parent-harness.ts', player, folder]);
  const [exitCode] = await ended;
  expect(exitCode).toBe(0);
  expect(said()).toContain('The player stood still and is ended');
  expect(startsIn(folder).map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(['', 'signal SIGKILL']);
});

test.skipIf(process.platform === 'win32')('a machine that slept is no standstill', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'calm'), '');
  const { child } = start(folder, [player, folder]);
  await vi.waitFor(() => {
    expect(startsIn(folder)).toHaveLength(1);
  }, 10_000);
  child.kill('SIGSTOP');
  // Twice the limit.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  child.kill('SIGCONT');
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(child.exitCode ?? child.signalCode).toBe(null);
});
