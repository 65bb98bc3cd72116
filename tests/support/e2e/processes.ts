import { readdirSync, readFileSync } from 'node:fs';

/** A process of a browser as Linux shows it. */
export interface BrowserProcess {
  readonly pid: number;
  readonly commandLine: string;
  /** What follows `--type=`: `renderer`, `gpu-process`, `utility`, `zygote`; empty for the browser itself. */
  readonly type: string;
  readonly residentKb: number;
}

/** Every process below `root`. */
export function processesBelow(root: number): BrowserProcess[] {
  const parents = new Map(allProcesses().map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow).map((pid) => {
    const commandLine = readOf(pid, 'cmdline');
    return {
      pid,
      commandLine,
      type: /--type=([\w-]+)/.exec(commandLine)?.[1] ?? '',
      residentKb: Number(/^VmRSS:\s+(\d+)/m.exec(readOf(pid, 'status'))?.[1] ?? 0),
    };
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
