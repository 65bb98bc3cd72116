import { url } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Log } from '../logging/log.ts';
import { describeThrown } from '../../shared/result.ts';
import type { StandstillData } from './standstill-thread.ts';
import { threadFile } from './thread-file.ts';

/** Ends the process when its main thread stands still: whoever started it starts it anew. */
export interface StandstillWatch {
  start(): void;
  stop(): void;
}

export interface StandstillWatchDependencies {
  readonly log: Log;
  /** What to start before the end, where nobody else does; null: a parent is there. */
  readonly successor: StandstillData['successor'];
  /** How long the main thread may stand, ms. */
  readonly limitMs?: number;
}

const LIMIT_MS = 10_000;
const BEATS_PER_LIMIT = 20;

/**
 * Makes the {@link StandstillWatch}: the main thread counts up in shared memory, and a thread compares the count in ticks of
 * its own, so that a machine that slept or was starved is no standstill.
 */
export function createStandstillWatch(dependencies: StandstillWatchDependencies): StandstillWatch {
  const { log, successor, limitMs = LIMIT_MS } = dependencies;
  const tickMs = limitMs / BEATS_PER_LIMIT;
  const shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  const cells = new Int32Array(shared);
  let beat: NodeJS.Timeout | null = null;

  return {
    start: () => {
      // Who looks at the code step by step stops the main thread himself.
      if (url() !== undefined) return;
      const workerData: StandstillData = { shared, tickMs, mostTicks: BEATS_PER_LIMIT, successor };
      const worker = new Worker(threadFile('platform/machine/standstill-thread'), {
        workerData,
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
      });
      worker.unref();
      worker.on('error', (thrown) => {
        log.warn('Nobody watches whether the player stands still', { reason: describeThrown(thrown) });
      });
      beat = setInterval(() => {
        Atomics.add(cells, 0, 1);
      }, tickMs / 2);
      beat.unref();
    },
    stop: () => {
      if (beat !== null) clearInterval(beat);
      Atomics.store(cells, 1, 1);
      Atomics.notify(cells, 1);
    },
  };
}
