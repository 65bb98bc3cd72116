import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoServer } from '../../tools/demo/demo-server.ts';

/*
 * `npm run package:smoke -- PROGRAM [OPTION…]`: starts an installed player with an empty data folder against the demo's
 * server, waits until its status.json names the item that is on the screen and a look at its pixels that is not black, and
 * ends it. It says in one line what it saw; it fails when there is nothing to see, or when the player does not end by itself.
 */

const WITHIN_MS = 90_000;
const END_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 250;

/** What a player does that was started. */
interface Started {
  /** What it ended with; null while it runs. */
  end(): string | null;
  /** Asks it to end as a service manager does, and kills it when it does not. */
  stop(): Promise<void>;
}

const [program, ...options] = process.argv.slice(2);
process.exitCode = program === undefined ? usage() : await smoke(program);

function usage(): number {
  console.error('Say which program to start: npm run package:smoke -- PROGRAM [OPTION…]');
  return 2;
}

async function smoke(command: string): Promise<number> {
  const server = await startDemoServer(join(import.meta.dirname, '../..'));
  if (!server.ok) {
    console.error(server.error.message);
    return 1;
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'digiplayer-smoke-'));
  const { url, hostname, quickconnect_code: code } = server.value.configuration.server;
  const player = start(command, [...options, `--data-dir=${dataFolder}`], {
    DIGIPLAYER_SERVER_URL: url,
    DIGIPLAYER_HOSTNAME: hostname,
    DIGIPLAYER_QUICKCONNECT_CODE: code,
    DIGIPLAYER_VERIFY_SSL: 'false',
    DIGIPLAYER_USE_SERVER_CERTIFICATE: 'true',
  });
  const seen = await firstSight(dataFolder, player);
  await player.stop();
  await server.value.stop();
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  const sight = seen ?? `nothing was seen within ${WITHIN_MS / 1000} s`;
  console.log(`${command}: ${sight}; it ${player.end() ?? 'runs on'}`);
  // Windows knows no request to end.
  const isEndedWell = player.end() === 'ended with 0' || process.platform === 'win32';
  return seen !== null && isEndedWell ? 0 : 1;
}

function start(
  command: string,
  words: readonly string[],
  settings: Readonly<Record<string, string>>,
): Started {
  const player = spawn(command, words, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...settings },
  });
  let end: string | null = null;
  const ended = new Promise<void>((resolve) => {
    const note = (what: string): void => {
      end ??= what;
      resolve();
    };
    player.once('error', (error) => {
      note(`could not be started: ${error.message}`);
    });
    player.once('exit', (exitCode, signal) => {
      note(`ended with ${String(exitCode ?? signal)}`);
    });
  });
  return {
    end: () => end,
    async stop() {
      player.kill('SIGTERM');
      const timer = setTimeout(() => player.kill('SIGKILL'), END_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Waits for something on the screen; null when the player ends before, or nothing comes. */
async function firstSight(dataFolder: string, player: Started): Promise<string | null> {
  const deadline = Date.now() + WITHIN_MS;
  while (player.end() === null && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const seen = shownBy(dataFolder);
    if (seen !== null) return seen;
  }
  return null;
}

interface SeenStatus {
  readonly pid?: unknown;
  readonly state?: unknown;
  readonly current?: { readonly file_name?: unknown } | null;
  readonly pixels?: unknown;
}

/** What the status file of a process that lives says that is on the screen; null before. */
function shownBy(dataFolder: string): string | null {
  try {
    const text = readFileSync(join(dataFolder, 'status.json'), 'utf8');
    const { pid, state, current, pixels } = JSON.parse(text) as SeenStatus;
    if (typeof pid !== 'number' || pixels !== 'playing') return null;
    process.kill(pid, 0);
    return `${String(state)} ${String(current?.file_name)}, process ${String(pid)}`;
  } catch {
    return null;
  }
}
