import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../src/shared/result.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { build, isBuildFresh } from '../../src/cli/fresh-build.ts';
import { findOrFetchElectron, findOrInstallBrowser, findOrInstallXvfb } from '../machine.ts';
import { encodePng } from './screen-picture.ts';
import { startVirtualDisplay, type VirtualDisplay } from './virtual-display.ts';

/*
 * `npm run demo [-- --pair]`: a simulated DigiServer with sample media, and a player that plays it, or that asks to be
 * paired, filled in. It gets what the machine lacks, and leaves no process behind.
 */

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'out/demo');
const SCREEN = { width: 1280, height: 720 };
const PICTURE_EVERY_MS = 3_000;

const say = (line: string): void => {
  console.log(line);
};

process.exitCode = await demo(process.argv.slice(2));

async function demo(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--pair');
  if (unknown !== undefined) {
    console.error(`${unknown} is not an option; npm run demo takes --pair.`);
    return 2;
  }
  if (!isBuildFresh(root)) {
    say('Building the player …');
    const isBuilt = await build(root, (output) => process.stderr.write(output));
    if (!isBuilt) return failed('The player could not be built; the lines above say why.');
  }
  const shell = await getShell();
  if (!shell.ok) return failed(shell.error.message);
  const display = await getDisplay();
  if (!display.ok) return failed(display.error.message);
  const server = await startDemoServer(root);
  if (!server.ok) {
    await display.value?.stop();
    return failed(server.error.message);
  }
  const player = startPlayer(shell.value, display.value, server.value, args.includes('--pair'));
  const pictures = display.value === null ? null : takePictures(display.value);
  const exitCode = await ended(player);
  clearInterval(pictures ?? undefined);
  await Promise.all([server.value.stop(), display.value?.stop()]);
  return exitCode;
}

async function getShell(): Promise<Result<'electron' | 'chromium'>> {
  if ((await findOrFetchElectron(root, say)) !== null) return ok('electron');
  const browser = await findOrInstallBrowser(say);
  return browser.ok ? ok('chromium') : browser;
}

/** A display of our own where there is none; null where there is one. */
async function getDisplay(): Promise<Result<VirtualDisplay | null>> {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env;
  if (process.platform !== 'linux' || Boolean(x11) || Boolean(wayland)) return ok(null);
  const present = await findOrInstallXvfb(say);
  return present.ok ? startVirtualDisplay(SCREEN) : fail(present.error.code, present.error.message);
}

function startPlayer(
  shell: 'electron' | 'chromium',
  display: VirtualDisplay | null,
  server: DemoServer,
  asksToPair: boolean,
): ChildProcess {
  const dataFolder = join(folder, 'data');
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const config = join(folder, 'app_config.json');
  writeFileSync(config, JSON.stringify(server.configuration, null, 2), { mode: 0o600 });
  const { url, hostname, quickconnect_code: code } = server.configuration.server;
  say(asksToPair ? `Asking to be paired with ${url}.` : `Playing from ${url}.`);
  if (asksToPair) say(`The certificate's fingerprint: ${server.fingerprint}`);
  say('Ctrl-C ends everything.');
  const options = [
    `--shell=${shell}`,
    `--data-dir=${dataFolder}`,
    ...(asksToPair ? [] : [`--config=${config}`]),
    ...(display === null ? ['--windowed'] : []),
  ];
  return spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...options], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(display === null ? {} : { DISPLAY: display.name }),
      ...(asksToPair
        ? {
            DIGIPLAYER_PAIR: '1',
            DIGIPLAYER_SERVER_URL: url,
            DIGIPLAYER_HOSTNAME: hostname,
            DIGIPLAYER_QUICKCONNECT_CODE: code,
          }
        : {}),
    },
  });
}

/** Nobody sees a display in memory: what it shows is written to a file again and again. */
function takePictures(display: VirtualDisplay): NodeJS.Timeout {
  const target = join(folder, 'screen.png');
  say(
    `There is no display here; what a screen would show is written to ${target} every ${PICTURE_EVERY_MS / 1000} s.`,
  );
  return setInterval(() => {
    const picture = display.picture();
    if (picture === null) return;
    writeFileSync(`${target}.new`, encodePng(picture));
    renameSync(`${target}.new`, target);
  }, PICTURE_EVERY_MS);
}

/** Waits for the player's end; Ctrl-C and SIGTERM are handed on to it, and are a good end. */
function ended(player: ChildProcess): Promise<number> {
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    player.kill('SIGTERM');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  return new Promise((resolve) => {
    player.once('exit', (code) => {
      process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop);
      resolve(stopped ? 0 : (code ?? 1));
    });
  });
}

function failed(sentence: string): number {
  console.error(sentence);
  return 1;
}
