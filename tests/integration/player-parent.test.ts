import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepUpdateState, peekUpdateState } from '../../src/player/updates/update-folder.ts';
import { packagedOnly } from '../../src/player/updates/update-state.ts';
import { writeTree } from '../support/update-feed.ts';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { findOrInstallXvfb } from '../../tools/machine.ts';

/** The parent as a process of its own, and what it starts: struck by real signals. */

let folder: string;
let parents: ChildProcess[] = [];

beforeAll(async () => {
  const found = await findOrInstallXvfb(() => undefined);
  if (!found.ok) throw new Error(found.error.message);
}, 300_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'player-parent-'));
});
afterEach(async () => {
  for (const parent of parents) {
    if (parent.exitCode === null && parent.signalCode === null) {
      parent.kill('SIGKILL');
      await once(parent, 'exit');
    }
  }
  parents = [];
  for (const { pid } of starts()) kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

interface Start {
  readonly pid: number;
  readonly after: string;
}

function starts(): Start[] {
  const file = join(folder, 'starts');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  return lines.map((line) => ({ pid: Number(line.split(' ')[0]), after: line.slice(line.indexOf(' ') + 1) }));
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

function startParent(args: readonly string[], environment: Record<string, string | undefined> = {}) {
  const parent = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  parents.push(parent);
  let said = '';
  for (const output of [parent.stdout, parent.stderr])
    output.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(parent, 'exit').then(([code]) => code as number | null);
  return { parent, ended, said: () => said };
}

const keep = (): ReturnType<typeof startParent> =>
  startParent(['tests/support/parent-harness.ts', resolve('tests/support/pretended-player.ts'), folder]);

/** The `count`th player, counted from 1, once it is there. */
const started = (count: number, withinMs = 10_000): Promise<Start> =>
  vi.waitFor(
    () => {
      const found = starts()[count - 1];
      if (found === undefined) throw new Error(`Waited in vain for start ${count}.`);
      return found;
    },
    { timeout: withinMs, interval: 20 },
  );

describe('the parent of the player', () => {
  it('starts it again after a signal, out of memory, and its own wish, and tells the next one why', async () => {
    const { parent, ended, said } = keep();
    await started(1);
    const firstAt = performance.now();
    for (const [count, signal] of [
      [1, 'SIGSEGV'],
      [2, 'SIGKILL'],
      [3, 'SIGUSR2'],
      [4, 'SIGTERM'],
    ] as const)
      kill((await started(count)).pid, signal);
    const { pid } = await started(5);
    // At once after the first end, then after half a second, 2 and 5.
    expect(performance.now() - firstAt).toBeGreaterThan(7_500);
    expect(starts().map(({ after }) => after)).toEqual([
      '',
      'signal SIGSEGV',
      'signal SIGKILL',
      '',
      'exit code 0',
    ]);
    expect(said()).toContain('The player ended (signal SIGSEGV) and is started again.');
    parent.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(isRunning(pid)).toBe(false);
    expect(readFileSync(join(folder, 'told'), 'utf8').trimEnd().split('\n').at(-1)).toBe(String(pid));
  }, 60_000);

  it('ends with a player that a person ended', async () => {
    const { ended } = keep();
    kill((await started(1)).pid, 'SIGHUP');
    expect(await ended).toBe(0);
    expect(starts()).toHaveLength(1);
  });

  it('kills a player that does not answer SIGTERM, or stands still, within a second and a half', async () => {
    for (const isStopped of [false, true]) {
      writeFileSync(join(folder, 'stubborn'), '');
      const { parent, ended } = keep();
      const { pid } = await started(isStopped ? 2 : 1);
      if (isStopped) process.kill(pid, 'SIGSTOP');
      const toldAt = performance.now();
      parent.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(performance.now() - toldAt).toBeGreaterThan(1_400);
      expect(performance.now() - toldAt).toBeLessThan(5 * 1_500);
      expect(isRunning(pid)).toBe(false);
    }
  });

  it('leaves no player behind when it is killed itself', async () => {
    const { parent } = keep();
    const { pid } = await started(1);
    parent.kill('SIGKILL');
    await vi.waitFor(() => {
      expect(isRunning(pid)).toBe(false);
    }, 10_000);
  });

  it('is no larger than a bare Node, and the player behind it is back after SIGKILL', async () => {
    const dataFolder = join(folder, 'data');
    const status = (): { pid: number; recoveries: { relaunches: number } } | null =>
      existsSync(join(dataFolder, 'status.json'))
        ? (JSON.parse(readFileSync(join(dataFolder, 'status.json'), 'utf8')) as NonNullable<
            ReturnType<typeof status>
          >)
        : null;
    const { parent, ended, said } = startParent([
      'src/cli/main.ts',
      '--shell=chromium',
      '--no-launch',
      `--data-dir=${dataFolder}`,
    ]);
    const first = await vi.waitFor(() => status()?.pid ?? Promise.reject(new Error(said())), 30_000);
    expect(first).not.toBe(parent.pid);
    const own = memoryOf(parent.pid ?? 0);
    const bare = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)']);
    await new Promise((done) => setTimeout(done, 1_000));
    const bareMemory = memoryOf(bare.pid ?? 0);
    bare.kill();
    console.log(`parent: ${JSON.stringify(own)}, a bare Node: ${JSON.stringify(bareMemory)}`);
    expect(own.privateMb).toBeLessThan(bareMemory.privateMb + 4);

    process.kill(first, 'SIGKILL');
    await vi.waitFor(() => {
      expect(status()?.pid).not.toBe(first);
      expect(status()?.recoveries.relaunches).toBe(1);
    }, 15_000);
    const log = readFileSync(join(dataFolder, 'logs', 'player.log'), 'utf8');
    expect(log).toContain('signal SIGKILL');
    parent.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 60_000);

  it('takes Electron only where a window is wanted, and says so where it was asked for and is not here', async () => {
    const binary = join(folder, 'electron');
    writeFileSync(binary, `#!/bin/sh\necho "$$ " >> "${folder}/starts"\n`);
    chmodSync(binary, 0o755);
    const dataFolder = join(folder, 'data');
    const served = startParent(['src/cli/main.ts', '--no-launch', `--data-dir=${dataFolder}`], {
      DIGIPLAYER_ELECTRON: binary,
    });
    await vi.waitFor(() => {
      expect(existsSync(join(dataFolder, 'status.json')), served.said()).toBe(true);
    }, 30_000);
    served.parent.kill('SIGTERM');
    expect(await served.ended).toBe(0);
    expect(starts()).toEqual([]);

    const missing = startParent(['src/cli/main.ts', '--shell=electron', `--data-dir=${folder}`], {
      DIGIPLAYER_ELECTRON: join(folder, 'nowhere'),
    });
    expect(await missing.ended).toBe(1);
    expect(missing.said()).toContain("Electron's binary is not here");
  }, 60_000);

  it('goes on when nobody reads any more what it says', async () => {
    const display = await startVirtualDisplay({ width: 320, height: 240 });
    if (!display.ok) throw new Error(display.error.message);
    const binary = join(folder, 'electron');
    writeFileSync(
      binary,
      `#!/bin/sh\necho "$DIGIPLAYER_FAILED_STARTS" >> "${folder}/failures"\necho "$$ $DIGIPLAYER_RESTARTED_AFTER" >> "${folder}/starts"\nexit 3\n`,
    );
    chmodSync(binary, 0o755);
    const { parent, ended } = startParent(['src/cli/main.ts', '--shell=electron', `--data-dir=${folder}`], {
      DIGIPLAYER_ELECTRON: binary,
      DISPLAY: display.value.name,
    });
    parent.stdout.destroy();
    parent.stderr.destroy();
    await started(3, 30_000);
    const failures = readFileSync(join(folder, 'failures'), 'utf8').split('\n');
    expect(failures.slice(0, 3), 'what each start hears of those before it').toEqual(['0', '1', '2']);
    parent.kill('SIGTERM');
    expect(await ended).toBe(0);
    await display.value.stop();
  }, 60_000);

  it('waits for the display that Electron needs, starts it then, and again when the display went and came back', async () => {
    // Stands for Electron: says that it was started and ends with 0 when its display is gone, as Chromium does.
    const binary = join(folder, 'electron');
    // On trial, which the going of a display does not count against.
    writeTree(join(folder, 'updates/versions/1.1.0'), '1.1.0');
    keepUpdateState(folder, { ...packagedOnly, current: '1.1.0', trial: 0 });
    writeFileSync(
      binary,
      `#!/bin/sh\necho "$$ $DIGIPLAYER_RESTARTED_AFTER" >> "${folder}/starts"\nwhile [ -e "${folder}/up" ]; do sleep 0.1; done\nexit 0\n`,
    );
    chmodSync(binary, 0o755);
    // A display number of its own, so that the same one can come back.
    const number = 200 + (process.pid % 500);
    const environment = { DIGIPLAYER_ELECTRON: binary, DISPLAY: `:${number}` };
    const { parent, ended, said } = startParent(
      ['src/cli/main.ts', '--shell=electron', `--data-dir=${folder}`],
      environment,
    );
    await vi.waitFor(() => {
      expect(said()).toContain(`There is no display at :${number}.`);
    }, 30_000);
    for (const count of [1, 2]) {
      writeFileSync(join(folder, 'up'), '');
      const display = await startVirtualDisplay({ width: 320, height: 240 }, number);
      if (!display.ok) throw new Error(display.error.message);
      const upAt = performance.now();
      await started(count);
      expect(performance.now() - upAt).toBeLessThan(5 * 500);
      await display.value.stop();
      rmSync(join(folder, 'up'));
      await vi.waitFor(() => {
        expect(said().match(/There is no display/g)).toHaveLength(count + 1);
      }, 10_000);
    }
    expect(starts().map(({ after }) => after)).toEqual(['', 'display']);
    expect(peekUpdateState(folder)).toMatchObject({ current: '1.1.0', trial: 2, trialEnds: 0 });
    parent.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 60_000);
});

function memoryOf(pid: number): {
  readonly rssMb: number;
  readonly pssMb: number;
  readonly privateMb: number;
} {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mb = (name: string): number =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1_024);
  return { rssMb: mb('Rss'), pssMb: mb('Pss'), privateMb: mb('Private_Dirty') + mb('Private_Clean') };
}
