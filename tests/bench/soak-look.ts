import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { takeCensus } from '../support/e2e/page-census.ts';
import { processesBelow } from '../support/e2e/processes.ts';
import { throughDoor, type PageDoor } from './page-door.ts';
import { descriptorsOf, memoryOf } from './processes.ts';
import { databaseKb, logKb } from './soak-folder.ts';

/** Where to look. */
export interface SoakPlaces {
  /** The player's parent, and the player itself. */
  readonly parentPid: number;
  readonly playerPid: number;
  readonly dataFolder: string;
  readonly heapFolder: string;
}

const BYTES_PER_MEGABYTE = 1_048_576;
const HEAP_WAIT_MS = 20_000;
const heapSchema = z.object({
  heapUsed: z.number(),
  code: z.number(),
  external: z.number(),
  arrayBuffers: z.number(),
  handles: z.number(),
});
const framesSchema = z.object({ dropped: z.number(), shown: z.number() });

/** Takes down everything that a player holds now, by the names of `soakKinds`. Garbage is collected first, in page and player. */
export async function takeSoakLook(places: SoakPlaces): Promise<Readonly<Record<string, number>>> {
  const page = await throughDoor(places.dataFolder, lookAtPage);
  const main = await lookAtMain(places);
  // The sockets of both looks are gone before descriptors are counted.
  await sleep(100);
  return { ...page, ...main, ...lookAtProcesses(places), ...lookAtFiles(places.dataFolder) };
}

async function lookAtPage(door: PageDoor): Promise<Readonly<Record<string, number>>> {
  const { dropped, shown } = await takeFrames(door);
  const census = await takeCensus(door);
  const { usedSize } = await door.send('Runtime.getHeapUsage');
  return {
    ...census,
    pageHeap: usedSize / BYTES_PER_MEGABYTE,
    dropped: shown === 0 ? 0 : (100 * dropped) / shown,
  };
}

/** Adds up the frames of every film from now on, four times a second; answers those since the last look. */
const COUNT_FRAMES = `(() => {
  const before = window.benchFrames;
  const counts = { dropped: 0, shown: 0 };
  window.benchFrames = counts;
  if (before !== undefined) return before;
  const seen = new WeakMap();
  setInterval(() => {
    for (const video of document.querySelectorAll('video')) {
      const { droppedVideoFrames: dropped, totalVideoFrames: shown } = video.getVideoPlaybackQuality();
      const last = seen.get(video) ?? { dropped: 0, shown: 0 };
      window.benchFrames.dropped += Math.max(0, dropped - last.dropped);
      window.benchFrames.shown += Math.max(0, shown - last.shown);
      seen.set(video, { dropped, shown });
    }
  }, 250);
  return counts;
})()`;

async function takeFrames(door: PageDoor): Promise<z.infer<typeof framesSchema>> {
  const { result } = await door.send('Runtime.evaluate', { expression: COUNT_FRAMES, returnByValue: true });
  return framesSchema.parse(result.value);
}

async function lookAtMain({ playerPid, heapFolder }: SoakPlaces): Promise<Readonly<Record<string, number>>> {
  const file = join(heapFolder, `${playerPid}.json`);
  rmSync(file, { force: true });
  process.kill(playerPid, 'SIGUSR2');
  for (let waited = 0; !existsSync(file); waited += 20) {
    if (waited > HEAP_WAIT_MS) throw new Error('The player did not tell of its heap.');
    await sleep(20);
  }
  const told = heapSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    mainHeap: told.heapUsed / BYTES_PER_MEGABYTE,
    mainCode: told.code / BYTES_PER_MEGABYTE,
    mainOutside: told.external / BYTES_PER_MEGABYTE,
    mainHandles: told.handles,
  };
}

function lookAtProcesses({ parentPid, playerPid }: SoakPlaces): Readonly<Record<string, number>> {
  const family = [{ pid: parentPid, type: '' }, ...processesBelow(parentPid)].map(({ pid, type }) => ({
    pid,
    type,
    pss: memoryOf(pid),
  }));
  const pssOf = (isOne: (one: (typeof family)[number]) => boolean): number =>
    family.filter(isOne).reduce((sum, { pss }) => sum + pss, 0);
  return {
    processes: family.length,
    descriptors: family.reduce((sum, { pid }) => sum + descriptorsOf(pid), 0),
    allPss: pssOf(() => true),
    pagePss: pssOf(({ type }) => type === 'renderer'),
    gpuPss: pssOf(({ type }) => type === 'gpu-process'),
    nodePss: pssOf(({ pid }) => pid === parentPid || pid === playerPid),
  };
}

function lookAtFiles(dataFolder: string): Readonly<Record<string, number>> {
  return { database: databaseKb(dataFolder), logs: logKb(dataFolder) };
}
