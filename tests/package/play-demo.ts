import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { startDemoServer } from '../../tools/demo/demo-server.ts';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { endProcess, processesBelow } from '../support/e2e/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export interface DemoProgram {
  readonly command: string;
  readonly options: readonly string[];
  /** All that the program gets, but for the display and the server. */
  readonly environment: Readonly<Record<string, string>>;
  /** So many different items are to be seen. */
  readonly items: number;
}

const SEEN_WITHIN_MS = 45_000;
const ENDED_WITHIN_MS = 15_000;
/** A sample of the screen's colours has more than this as soon as a picture is on it. */
const FEW_COLOURS = 20;

/**
 * Starts a program of a package on a display of its own and against the demo's server, waits until it has shown as many
 * items, looks at the display, and ends it as a service manager does. Answers the names of what it showed.
 */
export async function playDemo({ command, options, environment, items }: DemoProgram): Promise<string[]> {
  const display = await startVirtualDisplay({ width: 1280, height: 720 });
  if (!display.ok) throw new Error(display.error.message);
  onTestFinished(() => display.value.stop());
  const server = await startDemoServer(join(import.meta.dirname, '../..'));
  if (!server.ok) throw new Error(server.error.message);
  onTestFinished(() => server.value.stop());
  const { url, hostname, quickconnect_code: code } = server.value.configuration.server;
  const dataFolder = temporaryFolder();
  const player = spawn(command, [...options, `--data-dir=${dataFolder}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      DISPLAY: display.value.name,
      DIGIPLAYER_SERVER_URL: url,
      DIGIPLAYER_HOSTNAME: hostname,
      DIGIPLAYER_QUICKCONNECT_CODE: code,
      DIGIPLAYER_VERIFY_SSL: 'false',
      DIGIPLAYER_USE_SERVER_CERTIFICATE: 'true',
    },
  });
  let said = '';
  for (const output of [player.stdout, player.stderr])
    output.setEncoding('utf8').on('data', (part: string) => (said += part));
  const ended = new Promise<number | null>((resolve) => player.once('exit', resolve));
  player.once('error', (error) => (said += error.message));
  onTestFinished(() => {
    if (player.pid === undefined) return;
    const below = processesBelow(player.pid);
    endProcess(player.pid);
    for (const { pid } of below) endProcess(pid);
  });

  const seen = new Set<string>();
  const look = (): number => {
    const name = shownIn(dataFolder);
    const picture = display.value.picture();
    if (name !== null && picture !== null && coloursOf(picture.pixels) > FEW_COLOURS) seen.add(name);
    return seen.size;
  };
  await expect
    .poll(look, { timeout: SEEN_WITHIN_MS, interval: 200, message: `It said:\n${said}` })
    .toBeGreaterThanOrEqual(items);
  player.kill('SIGTERM');
  const timer = setTimeout(() => player.kill('SIGKILL'), ENDED_WITHIN_MS);
  expect(await ended, said).toBe(0);
  clearTimeout(timer);
  return [...seen];
}

/** What its status file says that is on the screen; null before the first item. */
function shownIn(dataFolder: string): string | null {
  try {
    const status = JSON.parse(readFileSync(join(dataFolder, 'status.json'), 'utf8')) as {
      current: { file_name: string } | null;
    };
    return status.current?.file_name ?? null;
  } catch {
    return null;
  }
}

function coloursOf(pixels: Uint8Array): number {
  const colours = new Set<number>();
  const STEP = 3 * 997;
  for (let at = 0; at + 2 < pixels.length; at += STEP)
    colours.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
  return colours.size;
}
