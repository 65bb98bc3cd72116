import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processesBelow } from '../support/e2e/processes.ts';
import { mediaFolder } from '../support/media-support.ts';
import { keyOf, readWaiting, type WaitingEvent } from './event-watch.ts';
import type { LoopLook } from './loop-probe.ts';
import type { World } from './world.ts';

/** What is seen of a player from outside, all the time. */
export interface Seen {
  /** Events in the order in which they were written. */
  readonly waiting: ReadonlyMap<string, WaitingEvent>;
  /** Answers of the main process that took long. */
  readonly loop: readonly LoopLook[];
  readonly mostProcesses: number;
  /** Files whose name is not what they hold, or that nobody ever uploaded. */
  readonly wrongFiles: ReadonlySet<string>;
  readonly filesRead: number;
  /** States that no player with content has, with the time (ms on the clock of the run). */
  readonly wrongStates: readonly string[];
}

const EVENTS_EVERY_MS = 500;
const PROCESSES_EVERY_MS = 1_000;
const FILES_EVERY_MS = 2_000;
const STATES_EVERY_MS = 200;
const NOT_MEDIA = new Set(['part', 'drawn', 'lock', '.digiplayer-media']);

export interface Watch {
  readonly seen: () => Seen;
  readonly stop: () => Promise<void>;
}

/** Begins to look; `hasContent` says whether there was something on the screen before. */
export function startWatch(world: World, nowMs: () => number, hasContent: () => boolean): Watch {
  const { dataFolder, content } = world;
  const waiting = new Map<string, WaitingEvent>();
  const loop: LoopLook[] = [];
  const wrongFiles = new Set<string>();
  const wrongStates: string[] = [];
  let mostProcesses = 0;
  let filesRead = 0;
  let shutDown = false;

  const probe = spawn(process.execPath, [join(import.meta.dirname, 'loop-probe.ts'), dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface(probe.stdout).on('line', (line) => loop.push(JSON.parse(line) as LoopLook));
  const probeEnded = new Promise((resolve) => probe.once('close', resolve));

  const every = async (ms: number, look: () => void | Promise<void>): Promise<void> => {
    while (!shutDown) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  };
  const looking = [
    every(EVENTS_EVERY_MS, () => {
      for (const event of readWaiting(dataFolder)) waiting.set(keyOf(event), event);
    }),
    every(PROCESSES_EVERY_MS, () => {
      mostProcesses = Math.max(mostProcesses, processesBelow(world.player().pid).length);
    }),
    every(FILES_EVERY_MS, async () => {
      for (const { name, sha256 } of await hashFinal(dataFolder)) {
        filesRead += 1;
        if (name !== sha256 || !content.known.has(sha256)) wrongFiles.add(name);
      }
    }),
    every(STATES_EVERY_MS, () => {
      const state = world.player().status()?.state ?? '';
      if (!hasContent() || !['unpaired', 'standby'].includes(state)) return;
      if (wrongStates.length < 20) wrongStates.push(`${state} at ${Math.round(nowMs())} ms`);
    }),
  ];
  return {
    seen: () => ({ waiting, loop, mostProcesses, wrongFiles, filesRead, wrongStates }),
    async stop() {
      shutDown = true;
      probe.kill('SIGKILL');
      await Promise.all([...looking, probeEnded]);
    },
  };
}

/** The files under final names; one that is taken away meanwhile is none. */
async function hashFinal(
  dataFolder: string,
): Promise<readonly { readonly name: string; readonly sha256: string }[]> {
  const folder = mediaFolder(dataFolder);
  const names = await readdir(folder).catch(() => []);
  const files = [];
  for (const name of names) {
    if (NOT_MEDIA.has(name)) continue;
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes !== null) files.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return files;
}
