import { availableParallelism, loadavg } from 'node:os';

/** So many programs for each core still leave a page its turn within a fraction of a second. */
const BEARABLE_PER_CORE = 2;
const MOST = 2;

/** How much longer than usual things may take on this machine now: 1 (at rest, and where no load is told) to 2. */
export function slownessOf(load = loadavg()[0] ?? 0, cores = availableParallelism()): number {
  return Math.min(MOST, Math.max(1, load / cores / BEARABLE_PER_CORE));
}
