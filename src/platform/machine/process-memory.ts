import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PROC = '/proc';
const KB_PER_MB = 1_024;
/** Linux counts `statm` in pages; all machines that Chromium runs on there have these or larger ones. */
const PAGE_KB = 4;

/**
 * What the process `root` and all that descend from it use together, in MB; null where there is no `/proc` or no such
 * process. Memory that several share is counted once (PSS). The kernel hides that of a sandboxed renderer from its own
 * user; there it is what the process holds for itself alone.
 */
export async function memoryOfFamily(root: number): Promise<number | null> {
  const parents = await parentsOfAll();
  if (!parents.has(root)) return null;
  const isFamily = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  const used = await Promise.all([...parents.keys()].filter(isFamily).map(memoryKb));
  return used.reduce((sum, kb) => sum + kb, 0) / KB_PER_MB;
}

/** What the process `pid` uses by itself, in MB, counted as {@link memoryOfFamily} does; null where that cannot be told. */
export async function memoryOfProcess(pid: number): Promise<number | null> {
  const kb = await memoryKb(pid);
  return kb === 0 ? null : kb / KB_PER_MB;
}

async function parentsOfAll(): Promise<ReadonlyMap<number, number>> {
  const names = await readdir(PROC).catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<readonly [number, number] | null> => {
      const line = await read(pid, 'stat');
      // The name of the process, in brackets, may hold anything; the parent is the second field after it.
      const parent = Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
      return Number.isInteger(parent) ? [pid, parent] : null;
    }),
  );
  return new Map(pairs.filter((pair) => pair !== null));
}

async function memoryKb(pid: number): Promise<number> {
  const shared = /^Pss:\s+(\d+) kB/m.exec(await read(pid, 'smaps_rollup'))?.[1];
  if (shared !== undefined) return Number(shared);
  const [, resident = 0, ofOthers = 0] = (await read(pid, 'statm')).split(' ').map(Number);
  return Math.max(0, resident - ofOthers) * PAGE_KB;
}

/** Empty for a process that is gone, or that this user may not look into. */
function read(pid: number, file: string): Promise<string> {
  return readFile(join(PROC, String(pid), file), 'utf8').catch(() => '');
}
