import { readFileSync } from 'node:fs';
import { keepHeapSmall } from '../../src/platform/machine/small-heap.ts';

/*
 * The player's side of the measurement: `node download-player.ts ORIGIN DATA_FOLDER LIMIT_KBPS NAME…` fetches ORIGIN/warm-up.png and then
 * those names, all asked for at once, through the store as the player does (client, trust, hashing, fsync, probe, index), and
 * prints what that took as JSON.
 */

const [origin = '', dataFolder = '', limitKbps = '0', ...names] = process.argv.slice(2);
const SAMPLE_MS = 20;

// As the player's own entry does, before anything else is loaded.
keepHeapSmall();
const { openTestStore } = await import('../support/media-support.ts');
const { DEFAULT_MEDIA_LIMITS } = await import('../../src/player/media/media-limits.ts');

const opened = openTestStore({
  origin,
  dataFolder,
  limitBytes: Number.MAX_SAFE_INTEGER,
  limits: DEFAULT_MEDIA_LIMITS,
  limitKbps: Number(limitKbps),
});
const { store } = opened;
await store.start(false);

async function fetchFile(name: string): Promise<string> {
  const need = { url: `${origin}/${name}`, fileName: name, kind: null, size: null, sha256: null };
  const fetched = await store.ensure(need);
  if (!fetched.ok) throw new Error(fetched.error.message);
  return fetched.value.sha256;
}

/** The most that the process ever had in memory, by the kernel's own count where it keeps one. */
function peakBytes(sampled: number): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return match === null ? sampled : Number(match[1]) * 1_024;
  } catch {
    return sampled;
  }
}

await fetchFile('warm-up.png');
const before = process.memoryUsage.rss();
let peak = before;
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, SAMPLE_MS);
const startedAt = performance.now();
const processorBefore = process.cpuUsage();
const hashes = await Promise.all(names.map((name) => fetchFile(name)));
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(processorBefore);
clearInterval(sampling);
await opened.close();

process.stdout.write(
  `${JSON.stringify({
    seconds,
    processorSeconds: (user + system) / 1_000_000,
    hashes,
    growthBytes: peakBytes(peak) - before,
  })}\n`,
);
