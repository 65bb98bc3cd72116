import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process of a browser as the system shows it. */
export interface BrowserProcess {
  readonly pid: number;
  readonly commandLine: string;
  /** What follows `--type=`: `renderer`, `gpu-process`, `utility`, `zygote`; empty for the browser itself. */
  readonly type: string;
  readonly residentKb: number;
}

/** Every process below `root`. */
export function processesBelow(root: number): BrowserProcess[] {
  const listed = process.platform === 'linux' ? null : listOf(process.platform);
  const parents =
    listed === null
      ? new Map(allProcesses().map((pid) => [pid, parentOf(pid)]))
      : new Map(listed.map(({ pid, parent }) => [pid, parent]));
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  const rows = new Map(listed?.map((row) => [row.pid, row]));
  return [...parents.keys()].filter(isBelow).map((pid) => {
    const commandLine = rows.get(pid)?.commandLine ?? readOf(pid, 'cmdline');
    return {
      pid,
      commandLine,
      type: /--type=([\w-]+)/.exec(commandLine)?.[1] ?? '',
      residentKb:
        rows.get(pid)?.residentKb ?? Number(/^VmRSS:\s+(\d+)/m.exec(readOf(pid, 'status'))?.[1] ?? 0),
    };
  });
}

interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly residentKb: number;
  readonly commandLine: string;
}

/** What lists all processes where there is no /proc, a line each: pid, parent, resident kilobytes, command line. */
const listers: Readonly<Record<'ps' | 'powershell', readonly string[]>> = {
  ps: ['-axo', 'pid=,ppid=,rss=,command='],
  powershell: [
    '-NoProfile',
    '-Command',
    'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) ' +
      '$([int]($_.WorkingSetSize / 1024)) $($_.CommandLine)" }',
  ],
};

/** All processes as macOS, Windows, or any system with `ps` tells them. */
export function listOf(platform: NodeJS.Platform): readonly ListedProcess[] {
  const lister = platform === 'win32' ? 'powershell' : 'ps';
  const { stdout } = spawnSync(lister, listers[lister], { encoding: 'utf8', maxBuffer: 67_108_864 });
  return stdout.split(/\r?\n/).flatMap((line) => {
    const [pid, parent, residentKb, ...words] = line.trim().split(/\s+/);
    if (pid === undefined || pid === '') return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        residentKb: Number(residentKb),
        commandLine: words.join(' '),
      },
    ];
  });
}

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Ends a process, or a group by its negative id; one that is gone is no error. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function parentOf(pid: number): number {
  const line = readOf(pid, 'stat');
  return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** Empty for a process that has ended meanwhile. */
function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
