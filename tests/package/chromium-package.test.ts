import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { runTool } from '../../build/linux-package/run-tool.ts';
import { findBrowser } from '../../src/shells/chromium/find-browser.ts';
import { findOrInstallArm64, findOrInstallBrowser, findOrInstallXvfb } from '../../tools/machine.ts';
import { endProcess } from '../support/e2e/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { playDemo } from './play-demo.ts';

const release = inject('release') ?? '';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const EMULATED_MS = 60_000;

/** It needs a Node for arm64, which this machine may not get. */
const isMade = existsSync(join(release, `digiplayer-chromium-${version}-linux-arm64.tar.gz`));

/** Unpacks the tarball into a folder with nothing around it, and answers the program's folder. */
function unpacked(processor: 'x64' | 'arm64'): string {
  const folder = temporaryFolder();
  const name = `digiplayer-chromium-${version}-linux-${processor}`;
  runTool('tar', ['-xzf', join(release, `${name}.tar.gz`), '-C', folder]);
  expect(readdirSync(folder)).toEqual([name]);
  return join(folder, name);
}

/** A folder for the path with the browser in it and nothing else. */
function pathWithBrowserOnly(): string {
  const folder = temporaryFolder();
  // Debian's command is a script that needs more commands; the browser itself lies elsewhere.
  const debian = '/usr/lib/chromium/chromium';
  symlinkSync(existsSync(debian) ? debian : (findBrowser() ?? ''), join(folder, 'chromium'));
  return folder;
}

describe.skipIf(release === '')('the tarball of the Chromium shell', () => {
  test('plays the demo with no other program than the browser', { timeout: 90_000 }, async () => {
    for (const find of [findOrInstallBrowser, findOrInstallXvfb]) {
      const found = await find(console.log);
      if (!found.ok) throw new Error(found.error.message);
    }
    const folder = unpacked('x64');
    const environment = { PATH: pathWithBrowserOnly(), HOME: temporaryFolder() };
    const shown = await playDemo({ command: join(folder, 'digiplayer'), options: [], environment, items: 2 });
    expect(shown.length).toBeGreaterThanOrEqual(2);
  });

  test('starts at login what lies in it', () => {
    const folder = unpacked('x64');
    const home = temporaryFolder();
    const env = { PATH: '', HOME: home };
    const { status, stderr } = spawnSync(join(folder, 'digiplayer'), ['--autostart=on'], {
      env,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    const entry = readFileSync(join(home, '.config/autostart/digiplayer.desktop'), 'utf8');
    expect(entry).toContain(`Exec="${folder}/node" "${folder}/out/cli/installed.js"`);
  });

  test.skipIf(!isMade)('runs on the other processor', { timeout: 4 * EMULATED_MS }, async (context) => {
    const emulator = await findOrInstallArm64(console.log);
    if (!emulator.ok) {
      console.log(`package: the arm64 package was not started: ${emulator.error.message}`);
      context.skip(emulator.error.message);
    }
    const folder = unpacked('arm64');
    const home = temporaryFolder();
    const ask = (...words: string[]): string => {
      const [command, ...options] = emulated(folder, 'installed.js', words);
      const { status, stdout, stderr } = spawnSync(command, options, {
        env: { PATH: '', HOME: home },
        encoding: 'utf8',
        timeout: EMULATED_MS,
      });
      expect(status, `${words.join(' ')}: ${stdout}${stderr}`).toBe(0);
      return stdout;
    };
    expect(ask('--version')).toBe(`${version}\n`);
    const config = join(home, 'app_config.json');
    writeFileSync(config, JSON.stringify({ server: { url: 'https://server.example', hostname: 'lobby' } }));
    expect(ask('config', 'check', config)).toContain('is usable');
    const dataFolder = join(home, 'data');
    mkdirSync(dataFolder, { mode: 0o700 });
    const page = await servedPage(folder, dataFolder);
    expect(page).toContain('<title>DigiPlayer</title>');
    // After a start there is something to tell of.
    expect(ask('cache', 'status', `--data-dir=${dataFolder}`)).toMatch(/0 files|0 of|0 B|0 bytes/i);
  });
});

/** The command that runs a bundle of the arm64 package here. */
function emulated(folder: string, bundle: string, words: readonly string[]): [string, ...string[]] {
  const libraries = ['-L', '/usr/aarch64-linux-gnu'];
  const quiet = '--disable-warning=ExperimentalWarning';
  const node = join(folder, 'node');
  return [
    '/usr/bin/qemu-aarch64-static',
    ...libraries,
    node,
    quiet,
    join(folder, 'out/cli', bundle),
    ...words,
  ];
}

/** Starts the player without a browser and answers the page that it serves. */
async function servedPage(folder: string, dataFolder: string): Promise<string> {
  const words = ['--no-launch', `--data-dir=${dataFolder}`];
  // The player itself: its parent would start it by the system, which does not know this processor.
  const [command, ...options] = emulated(folder, 'player.js', words);
  const env = { PATH: '', HOME: dataFolder, DIGIPLAYER_SUPERVISED: '1' };
  const player = spawn(command, options, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    if (player.pid !== undefined) endProcess(player.pid);
  });
  let said = '';
  for (const output of [player.stdout, player.stderr])
    output.setEncoding('utf8').on('data', (part: string) => (said += part));
  const ended = new Promise<number | null>((resolve) => player.once('exit', resolve));
  const address = (): string | undefined => /^Open (http:\S+)$/m.exec(said)?.[1];
  await expect.poll(address, { timeout: EMULATED_MS, interval: 100, message: said }).toBeDefined();
  const opened = await fetch(address() ?? '', { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const target = new URL(opened.headers.get('location') ?? '', address());
  const page = await (await fetch(target, { headers: { cookie } })).text();
  player.kill('SIGTERM');
  expect(await ended, said).toBe(0);
  return page;
}
