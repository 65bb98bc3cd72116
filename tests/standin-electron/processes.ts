import { readdirSync, readFileSync } from 'node:fs';

/** A process of the browser as Linux shows it. */
export interface BrowserProcess {
  readonly pid: number;
  /** What follows `--type=`: `renderer`, `gpu-process`, `utility`, `zygote`; empty for the browser itself. */
  readonly type: string;
  readonly residentKb: number;
}

/** Every process below `root`. */
export function processesBelow(root: number): BrowserProcess[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return pids.filter(isBelow).map((pid) => ({
    pid,
    type: /--type=([\w-]+)/.exec(read(pid, 'cmdline'))?.[1] ?? '',
    residentKb: Number(/^VmRSS:\s+(\d+)/m.exec(read(pid, 'status'))?.[1] ?? 0),
  }));
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
