import { readdirSync, readFileSync } from 'node:fs';
import { closeWindows } from './x11-close.ts';

/** What can happen to the window of a Chromium shell on a wall. */
export interface WindowFault {
  readonly name: string;
  /** Whether the page is gone with it; Chromium replaces a lost GPU process under the page. */
  readonly costsPage: boolean;
  /** Lets it happen to the browser of the player with this process id. */
  readonly strike: (player: number, display: string) => void | Promise<void>;
}

export const windowFaults: readonly WindowFault[] = [
  {
    name: 'renderer killed',
    costsPage: true,
    strike: (player) => {
      signalAll(player, '--type=renderer', 'SIGKILL');
    },
  },
  {
    name: 'GPU process killed',
    costsPage: false,
    strike: (player) => {
      signalAll(player, '--type=gpu-process', 'SIGKILL');
    },
  },
  {
    name: 'browser killed',
    costsPage: true,
    strike: (player) => {
      signalAll(player, '--remote-debugging-pipe', 'SIGKILL', /--type=/);
    },
  },
  { name: 'window closed', costsPage: true, strike: (_player, display) => closeWindows(display) },
  {
    name: 'page hung',
    costsPage: true,
    strike: (player) => {
      signalAll(player, '--type=renderer', 'SIGSTOP');
    },
  },
];

/** Signals the processes below `player` whose command line has `word`; fails when there is none. */
function signalAll(player: number, word: string, signal: NodeJS.Signals, except?: RegExp): void {
  const targets = descendants(player).filter((pid) => {
    const commandLine = read(pid, 'cmdline');
    return commandLine.includes(word) && except?.test(commandLine) !== true;
  });
  if (targets.length === 0) throw new Error(`The browser has no process with ${word}.`);
  for (const pid of targets) process.kill(pid, signal);
}

function descendants(root: number): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  return pids.filter((pid) => {
    for (let at = parents.get(pid); at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  });
}

function parentOf(pid: number): number {
  const line = read(pid, 'stat');
  return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** Empty for a process that has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
