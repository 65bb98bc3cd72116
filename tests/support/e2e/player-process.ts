import { spawn, type ChildProcess } from 'node:child_process';
import { endProcess, processesBelow } from './processes.ts';
import { chromiumShell, type ShellUnderTest } from './shell-under-test.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hearProcess } from './process-output.ts';

/** A player that was started as people start it, through the command line. */
export interface PlayerProcess {
  /** Its parent's; `status()` tells its own. */
  readonly pid: number;
  /** All that it said on stdout and stderr. */
  said(): string;
  /** The newest address that lets a browser in (`--no-launch`). */
  address(): Promise<string>;
  /** `status.json`; null before the first. */
  status(): PlayerStatus | null;
  /** Resolves with the exit code when it has ended. */
  readonly ended: Promise<number | null>;
  /** Ends it as a service manager does; answers the exit code. */
  stop(): Promise<number | null>;
  /** Ends it, and its parent, as a power cut does. */
  kill(): Promise<void>;
}

interface PlayerStatus {
  readonly state: string;
  readonly connection: string;
  readonly trust: string;
  readonly player: { readonly name: string | null; readonly orientation: string };
  readonly playlist: { readonly version: string | null; readonly items: number };
  readonly current: { readonly id: string; readonly file_name: string; readonly since: string } | null;
  readonly recoveries: { readonly screen: number; readonly relaunches: number; readonly safe_mode: boolean };
  readonly pid: number;
  readonly pixels?: string | null;
  readonly panel?: { readonly state: string; readonly reason: string };
  readonly clock?: { readonly verdict: string };
  readonly outbox?: { readonly pending: number };
  readonly group_clock?: { readonly source: string; readonly error_ms: number | null } | null;
  readonly transitions?: { readonly dropped_frames: number } | null;
}

export interface PlayerStart {
  readonly dataFolder: string;
  /** The Chromium shell when none is named. */
  readonly shell?: ShellUnderTest;
  readonly options?: readonly string[];
  /** As a package of the Electron shell is started: by its binary (of the stand-in), not by the launcher. */
  readonly isPackaged?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** A program and its words that starts what follows them in its own place (`exec`). */
  readonly within?: readonly string[];
}

const root = join(import.meta.dirname, '../../..');

/** Quick polls, and nothing that this machine's own environment says. */
const QUICK = { DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5', DIGIPLAYER_RETRY_DELAY_SECONDS: '0.5' };

export function startPlayer(start: PlayerStart): PlayerProcess {
  const { dataFolder, shell = chromiumShell, options = [], environment = {}, isPackaged = false } = start;
  const { within = [] } = start;
  const binary = shell.binary === null ? {} : { DIGIPLAYER_ELECTRON: shell.binary };
  const packaged = isPackaged ? { STANDIN_PACKAGED: root } : {};
  const launcher = [join(root, 'src/cli/main.ts'), `--shell=${shell.name}`];
  const [program = '', ...words] = [
    ...within,
    isPackaged ? (shell.binary ?? '') : process.execPath,
    ...(isPackaged ? ['--no-sandbox'] : launcher),
  ];
  const child = spawn(program, [...words, `--data-dir=${dataFolder}`, ...options], {
    env: { ...cleanEnvironment(), ...QUICK, ...binary, ...packaged, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (part: string): void => {
    said += part;
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  hearProcess(() => said);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    pid: child.pid ?? 0,
    said: () => said,
    address: () => newestAddress(child, () => said),
    status: () => readStatus(dataFolder),
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      // The parent first, which would start another player.
      const below = processesBelow(child.pid ?? 0);
      child.kill('SIGKILL');
      for (const { pid } of below) endProcess(pid);
      await ended;
    },
  };
}

/** The environment without settings of a player. */
export function cleanEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('DIGIPLAYER_'),
    ),
  );
}

function readStatus(dataFolder: string): PlayerStatus | null {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'status.json'), 'utf8')) as PlayerStatus;
  } catch {
    return null;
  }
}

function newestAddress(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const address = [...said().matchAll(/^Open (http:\S+)$/gm)].at(-1)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', look);
    child.once('exit', () => {
      reject(new Error(`The player ended before it served: ${said()}`));
    });
    look();
  });
}
