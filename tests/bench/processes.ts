import { readdirSync, readFileSync } from 'node:fs';

/** What a family of processes has used so far. */
export interface ProcessUse {
  /** CPU time, seconds. */
  readonly cpuSeconds: number;
  /** Memory that is theirs, shared pages counted by share (PSS), MB. */
  readonly memoryMb: number;
}

/** Linux counts CPU time in hundredths of a second, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** Sums up every process whose command line holds `mark`, and all their descendants (Linux only). */
export function useOf(mark: string): ProcessUse {
  const own = familyOf(mark);
  return {
    cpuSeconds: own.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0) / TICKS_PER_SECOND,
    memoryMb: own.reduce((sum, { pid }) => sum + memoryOf(pid), 0),
  };
}

/** What the same processes hold, those of a browser by their kind. */
export interface HeldByKind {
  /** Those that draw pages, MB. */
  readonly pageMb: number;
  readonly gpuMb: number;
  /** Open files, sockets and pipes of all of them. */
  readonly descriptors: number;
}

/** As {@link useOf}, taken apart by what Chromium says a process is (`--type=…`). */
export function heldBy(mark: string): HeldByKind {
  const own = familyOf(mark);
  const ofType = (type: string): number =>
    own
      .filter(({ command }) => command.includes(`--type=${type}`))
      .reduce((sum, { pid }) => sum + memoryOf(pid), 0);
  return {
    pageMb: ofType('renderer'),
    gpuMb: ofType('gpu-process'),
    descriptors: own.reduce((sum, { pid }) => sum + descriptorsOf(pid), 0),
  };
}

/** What one process of a family is, and what it has used so far. */
export interface ProcessMember {
  readonly pid: string;
  /** `node` for the player's own, else what Chromium says it is; its first process is `browser`. */
  readonly kind: string;
  readonly cpuSeconds: number;
  /** PSS, MB. */
  readonly memoryMb: number;
  /** What it made dirty on a disk so far, less what was taken back before it was written. */
  readonly writtenBytes: number;
}

/** Each process whose command line holds `mark`, and each of their descendants. */
export function membersOf(mark: string): readonly ProcessMember[] {
  return familyOf(mark).map(({ pid, command, cpuTicks }) => ({
    pid,
    kind: kindOf(command),
    cpuSeconds: cpuTicks / TICKS_PER_SECOND,
    memoryMb: memoryOf(pid),
    writtenBytes: writtenBy(pid),
  }));
}

function kindOf(command: string): string {
  const type = /--type=([\w-]+)/.exec(command)?.[1];
  if (type !== undefined) return type;
  return /(?:^|\/)node\0/.test(command) ? 'node' : 'browser';
}

/** By the kernel's count (proc(5), `io`); a file in memory counts nothing. 0 when it has ended. */
function writtenBy(pid: string): number {
  try {
    const counts = readFileSync(`/proc/${pid}/io`, 'utf8');
    const count = (name: string): number =>
      Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(counts)?.[1] ?? 0);
    return count('write_bytes') - count('cancelled_write_bytes');
  } catch {
    return 0;
  }
}

function familyOf(mark: string): readonly ProcessLine[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readProcess(pid));
  const family = new Set(processes.filter(({ command }) => command.includes(mark)).map(({ pid }) => pid));
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return processes.filter(({ pid }) => family.has(pid));
}

interface ProcessLine {
  readonly pid: string;
  readonly parent: string;
  readonly command: string;
  readonly cpuTicks: number;
}

/** Nothing for a process that has ended meanwhile. */
function readProcess(pid: string): ProcessLine[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; the fields after it are numbers (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return [{ pid, parent: fields[1] ?? '', command, cpuTicks: Number(fields[11]) + Number(fields[12]) }];
  } catch {
    return [];
  }
}

/** Its share of memory (PSS), MB; 0 when it has ended. */
export function memoryOf(pid: number | string): number {
  try {
    const line = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** How many files, sockets and pipes it holds open; 0 when it has ended. */
export function descriptorsOf(pid: number | string): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
