import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { lockDataFolder } from '../../src/platform/files/instance-lock.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { makeFolder } from '../support/make-folder.ts';
import { MEANT_END } from '../../src/platform/machine/parent-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * The bundle that a package carries, run by Node with the fakes in Electron's place: from before ready to the first window,
 * a request of the bridge, one for media, a crash and the end.
 */

interface Look {
  readonly switches: readonly string[];
  readonly sandboxed: boolean;
  readonly schemes: readonly { readonly scheme: string; readonly privileges: Record<string, boolean> }[];
  readonly userData: string;
  readonly sessionData: string;
  readonly menus: readonly unknown[];
  readonly blockers: number;
  readonly relaunches: number;
  readonly windows: readonly {
    readonly visible: boolean;
    readonly origin: string;
    readonly loads: readonly string[];
    readonly events: readonly string[];
  }[];
}

const { path: built, remove } = makeFolder();
let dataFolder: string;
let running: ChildProcess[] = [];

beforeAll(async () => {
  await build({
    configFile: 'vite.main.config.ts',
    logLevel: 'error',
    build: { outDir: join(built, 'main') },
  });
  mkdirSync(join(built, 'renderer'));
  writeFileSync(join(built, 'renderer', 'index.html'), '<!doctype html>');
  writeFileSync(join(built, 'package.json'), '{"type":"module"}');
}, 60_000);

afterAll(remove);

beforeEach(() => {
  dataFolder = temporaryFolder();
});

afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  running = [];
});

/** Starts the bundle; answers when its module has run, as Electron waits for it before ready. */
async function start(environment: Record<string, string> = {}, options = [`--data-dir=${dataFolder}`]) {
  const child = fork(
    'tests/support/fakes/electron/drive-main.ts',
    [join(built, 'main', 'main.js'), ...options],
    {
      execArgv: ['--import', join(process.cwd(), 'tests/support/fakes/electron/register.ts')],
      env: { PATH: process.env['PATH'], HOME: dataFolder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  running.push(child);
  let errors = '';
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const answers = new Map<number, (message: { value?: unknown; error?: string }) => void>();
  child.on('message', (message: { id: number; value?: unknown; error?: string }) =>
    answers.get(message.id)?.(message),
  );
  let lastId = 0;
  const call = (command: string, ...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      answers.set(lastId, ({ value, error }) => {
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      child.send({ id: lastId, command, args });
    });
  const look = (): Promise<Look> => call('look') as Promise<Look>;
  const loaded = new Promise((resolve) => answers.set(0, resolve));
  await Promise.race([loaded, exited]);
  const showWindow = async (): Promise<void> => {
    await call('becomeReady');
    await vi.waitFor(async () => {
      expect((await look()).windows[0]).toMatchObject({ visible: true, origin: 'app://player' });
    }, 10_000);
  };
  return { child, call, look, exited, showWindow, errors: () => errors, output: () => output };
}

test('is one file that needs nothing but Electron and Node, loaded at once', () => {
  const source = readFileSync(join(built, 'main', 'main.js'), 'utf8');
  const imported = [...source.matchAll(/^import (?:.*from )?"([^"]+)";$/gm)].map(([, name]) => name ?? '');
  expect(imported).toContain('electron');
  expect(imported.filter((name) => name !== 'electron' && !isBuiltin(name))).toEqual([]);
  // Electron is ready only after the main module, so nothing may load later.
  expect(source).not.toMatch(/^[^*\n]*\bawait import\(/m);
});

test('does before ready what belongs there, and nothing else', async () => {
  const { look } = await start();
  expect(await look()).toMatchObject({
    sandboxed: true,
    schemes: [
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, stream: true, supportFetchAPI: true, codeCache: true },
      },
    ],
    userData: dataFolder,
    sessionData: join(dataFolder, 'browser'),
    menus: [null],
    blockers: 0,
    relaunches: 0,
    windows: [],
  });
  expect((await look()).switches).toEqual(
    expect.arrayContaining([
      'disable-pinch',
      'force-color-profile=srgb',
      'disable-features=HardwareMediaKeyHandling',
    ]),
  );
});

test('from ready to the window, the bridge, media, a crash and the end', async () => {
  const { call, look, child, exited, showWindow } = await start();
  await showWindow();
  expect(await look()).toMatchObject({ windows: [{ loads: ['app://player/'] }], blockers: 1 });

  const hello = { ok: true, value: { snapshot: { state: 'unpaired', shell: 'electron', locale: 'de-AT' } } };
  expect(await call('invoke', 'hello', {})).toMatchObject(hello);
  expect(await call('invoke', 'pair', { address: '' })).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  });
  expect(await call('invoke', 'hello', {}, 'https://example.com')).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  });

  const page = 'app://player/';
  expect(await call('request', page)).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
  const media = `app://player/media/${'0'.repeat(64)}`;
  expect(await call('request', media)).toMatchObject({ status: 404 });
  expect(await call('request', media, { initiatorOrigin: 'https://example.com' })).toMatchObject({
    status: 403,
  });
  expect(await call('permission', 'media')).toBe(false);

  await call('crash');
  await vi.waitFor(async () => {
    expect((await look()).windows[0]?.loads).toHaveLength(2);
  }, 3_000);
  expect(await call('invoke', 'hello', {})).toMatchObject(hello);

  child.kill('SIGTERM');
  expect(await exited).toBe(0);
}, 30_000);

test('keeps changed settings in settings.json, for its owner only', async () => {
  const { call, showWindow } = await start();
  await showWindow();
  expect(await call('invoke', 'change-setting', { name: 'volume', value: 35 })).toMatchObject({ ok: true });
  const file = join(dataFolder, 'settings.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ volume: 35 });
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
}, 30_000);

test('a machine that wakes has the player look at everything anew', async () => {
  const { call, showWindow, output, errors } = await start();
  await showWindow();
  await call('wake');
  await vi.waitFor(() => {
    expect(output() + errors()).toContain('This machine woke up');
  }, 5_000);
}, 30_000);

test('a quit from the desktop ends in order', async () => {
  const { call, exited, showWindow } = await start();
  await showWindow();
  await call('quitFromDesktop');
  expect(await exited).toBe(0);
}, 30_000);

test('the end of a session of Windows ends it in order, and is told to its parent as meant', async () => {
  const { call, exited, showWindow, child } = await start();
  let isMeant = false;
  child.on('message', (message) => (isMeant ||= message === MEANT_END));
  await showWindow();
  await call('endSession');
  expect(await exited).toBe(0);
  // What a process said last may come after the news of its end.
  await vi.waitFor(() => {
    expect(isMeant).toBe(true);
  }, 5_000);
  expect(JSON.parse(readFileSync(join(dataFolder, 'status.json'), 'utf8'))).toMatchObject({
    shell: 'electron',
  });
}, 30_000);

test('a bug in the main process is no dialog but a new start', async () => {
  const { call, exited, showWindow, errors } = await start({ DIGIPLAYER_SUPERVISED: '1' });
  await showWindow();
  await call('throwInMain');
  expect(await exited).toBe(75);
  expect(errors()).toContain('a bug on purpose');
}, 30_000);

test('a graphics process that keeps dying costs one new process, which draws without the driver', async () => {
  const first = await start({ DIGIPLAYER_SUPERVISED: '1' });
  expect((await first.look()).switches).not.toContain('disable-gpu');
  await first.showWindow();
  for (let death = 0; death < 5; death += 1) await first.call('loseGraphics');
  expect(first.child.exitCode).toBeNull();
  await first.call('loseGraphics');
  expect(await first.exited).toBe(75);
  const second = await start({ DIGIPLAYER_SUPERVISED: '1' });
  expect((await second.look()).switches).toEqual(
    expect.arrayContaining(['disable-gpu', 'disable-gpu-process-crash-limit']),
  );
  await second.showWindow();
  for (let death = 0; death < 20; death += 1) await second.call('loseGraphics');
  expect(await second.call('invoke', 'hello', {})).toMatchObject({
    value: { snapshot: { graphics: { mode: 'compatible' }, recoveries: { relaunches: 1 } } },
  });
}, 30_000);

/** What makes the machine's home unknown, as for a user without an entry: asking for it throws. */
const HOMELESS = `data:text/javascript,${encodeURIComponent(
  "import os from 'node:os'; import { syncBuiltinESMExports } from 'node:module'; os.homedir = () => { throw new Error('no home'); }; syncBuiltinESMExports();",
)}`;

test('an entry that throws, at whichever of its modules, ends with one sentence and 1', async () => {
  const { exited, errors } = await start({ NODE_OPTIONS: `--import=${HOMELESS}` }, []);
  const code = await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 5_000, 'lives on'))]);
  expect(code, errors()).toBe(1);
  expect(errors()).toBe('DigiPlayer could not start: no home\n');
}, 30_000);

test('from its first statement makes files for its owner alone', async () => {
  const { showWindow } = await start();
  await showWindow();
  const names = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' });
  expect(names).toEqual(expect.arrayContaining(['player.lock', 'player.sock', 'player.db']));
  expect(names.filter((name) => (lstatSync(join(dataFolder, name)).mode & 0o077) !== 0)).toEqual([]);
}, 30_000);

test.each([
  [['--version'], 0, /^1\.2\.3\n$/, /^$/],
  [['--help'], 0, /digiplayer cache verify /, /^$/],
  [['cache', 'status', '--json'], 1, /"no-cache"/, /^$/],
  [['dance'], 2, /^$/, /"dance" is not a command/],
  [['--dispaly=2'], 2, /^$/, /--dispaly is not an option/],
  [['--orientation=sideways'], 2, /^$/, /--orientation takes/],
  [['--shell=firefox'], 2, /^$/, /--shell takes/],
] as const)(
  '%j ends before anything of a window, with %i',
  async (args, code, said, failed) => {
    const { exited, output, errors } = await start({}, [...args, `--data-dir=${dataFolder}`]);
    expect(await exited).toBe(code);
    expect(output()).toMatch(said);
    expect(errors()).toMatch(failed);
    expect(readdirSync(dataFolder), 'nothing was begun').toEqual([]);
  },
  30_000,
);

test('keeps Chromium away from the keyrings of Linux, unless the setting asks for one', async () => {
  const { look } = await start();
  expect((await look()).switches.includes('password-store=basic')).toBe(process.platform === 'linux');
  const asking = await start({}, [`--data-dir=${dataFolder}-keyring`, '--secret-store=keyring']);
  expect((await asking.look()).switches).not.toContain('password-store=basic');
}, 30_000);

test('started without the sandbox it leaves that as it is, and shows its window', async () => {
  const { look, showWindow } = await start({}, [`--data-dir=${dataFolder}`, '--no-sandbox']);
  await showWindow();
  expect((await look()).sandboxed).toBe(false);
}, 30_000);

test('excludes a player of the other shell on the same data folder, both ways', async () => {
  const other = await lockDataFolder(dataFolder);
  let asked = 0;
  other?.onSecondStart(() => {
    asked += 1;
  });
  const late = await start();
  expect(await late.exited).toBe(1);
  expect(late.errors()).toContain('already runs on this data folder');
  expect(asked).toBe(1);
  other?.release();

  const electron = await start();
  await electron.showWindow();
  expect(await lockDataFolder(dataFolder)).toBeNull();
  electron.child.kill('SIGTERM');
  expect(await electron.exited).toBe(0);
  const after = await lockDataFolder(dataFolder);
  expect(after).not.toBeNull();
  after?.release();
}, 30_000);
