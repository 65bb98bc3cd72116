import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { findBrowser } from '../../../src/shells/chromium/find-browser.ts';
import { processesBelow } from './processes.ts';
import { closeWindows } from './x11-close.ts';

/** What can happen to the window of a player on a wall. */
export interface WindowFault {
  readonly name: string;
  /** Whether the page is gone with it; Chromium replaces a lost GPU process under the page. */
  readonly costsPage: boolean;
  /** Why it cannot happen in Electron; missing where it can. */
  readonly notInElectron?: string;
  /** What the player's environment needs beside its own for this fault to be possible. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly strike: (victim: Victim) => void | Promise<void>;
}

/** The player that it happens to. */
interface Victim {
  /** Its process; the browser is below it. */
  readonly player: number;
  readonly display: string;
  readonly dataFolder: string;
}

/** A browser in whose page a test can run script. */
const OPEN_BROWSER = {
  DIGIPLAYER_BROWSER: join(import.meta.dirname, 'open-browser.sh'),
  DIGIPLAYER_TEST_BROWSER: findBrowser() ?? '/usr/bin/chromium',
};

export const windowFaults: readonly WindowFault[] = [
  {
    name: 'renderer killed',
    costsPage: true,
    strike: ({ player }) => {
      signalAll(player, '--type=renderer', 'SIGKILL');
    },
  },
  {
    name: 'GPU process killed',
    costsPage: false,
    strike: ({ player }) => {
      signalAll(player, '--type=gpu-process', 'SIGKILL');
    },
  },
  {
    name: 'browser killed',
    costsPage: true,
    notInElectron: 'the browser is the player itself',
    strike: ({ player }) => {
      signalAll(player, '--remote-debugging-pipe', 'SIGKILL', /--type=/);
    },
  },
  {
    name: 'window closed',
    costsPage: true,
    notInElectron: 'the window refuses to be closed, which tests/unit/shells/electron/kiosk-window shows',
    strike: ({ display }) => closeWindows(display),
  },
  {
    name: 'page hung',
    costsPage: true,
    strike: ({ player }) => {
      signalAll(player, '--type=renderer', 'SIGSTOP');
    },
  },
  {
    name: 'browser hung',
    costsPage: true,
    notInElectron: 'the browser is the player itself',
    strike: ({ player }) => {
      signalAll(player, '--remote-debugging-pipe', 'SIGSTOP', /--type=/);
    },
  },
  {
    name: 'endless loop',
    costsPage: true,
    environment: OPEN_BROWSER,
    strike: ({ dataFolder }) => runInPage(dataFolder, 'for (;;);'),
  },
  {
    name: 'out of memory',
    costsPage: true,
    environment: OPEN_BROWSER,
    strike: ({ dataFolder }) =>
      runInPage(
        dataFolder,
        'const all = []; for (;;) all.push(new Array(100_000).fill({}).map(() => ({})));',
      ),
  },
];

/** Begins a script in the player's own page, from which it will not come back. */
async function runInPage(dataFolder: string, script: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${await debuggingPort(dataFolder)}/json/list`);
  const pages = z
    .array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }))
    .parse(await answer.json());
  const page = pages.find(({ type }) => type === 'page');
  if (page === undefined) throw new Error('The browser has no page.');
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  // The other end dies of what is asked.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('open', resolve));
  await new Promise((resolve) => {
    const command = { id: 1, method: 'Runtime.evaluate', params: { expression: script } };
    socket.send(JSON.stringify(command), resolve);
  });
  // An open session would have the page wait for its debugger when it is out of memory.
  setTimeout(() => {
    socket.terminate();
  }, 200).unref();
}

/** The port that the browser wrote into its profile; the file may be there for a moment before its words are. */
async function debuggingPort(dataFolder: string): Promise<string> {
  const file = join(dataFolder, 'browser/DevToolsActivePort');
  let port = '';
  await expect
    .poll(() => (port = existsSync(file) ? (readFileSync(file, 'utf8').split('\n')[0] ?? '') : ''))
    .toMatch(/^\d+$/);
  return port;
}

/** Signals the processes below `player` whose command line has `word`; fails when there is none. */
function signalAll(player: number, word: string, signal: NodeJS.Signals, except?: RegExp): void {
  const targets = processesBelow(player).filter(
    ({ commandLine }) => commandLine.includes(word) && except?.test(commandLine) !== true,
  );
  if (targets.length === 0) throw new Error(`The browser has no process with ${word}.`);
  for (const { pid } of targets) process.kill(pid, signal);
}
