import { spawn } from 'node:child_process';
import { readFileSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/* A thread that looks whether the main thread counts on, and ends the process when it does not. */

/** What the main thread hands to this one. */
export interface StandstillData {
  /** Two 32-bit cells: the main thread's beats, and 1 when this thread is to end. */
  readonly shared: SharedArrayBuffer;
  readonly tickMs: number;
  /** So many ticks without a beat are a standstill. */
  readonly mostTicks: number;
  /** What to start before the end; null: nothing. */
  readonly successor: {
    readonly command: string;
    readonly args: readonly string[];
    readonly environment: Readonly<Record<string, string | undefined>>;
  } | null;
}

const { shared, tickMs, mostTicks, successor } = workerData as StandstillData;
const cells = new Int32Array(shared);

let lastBeat = -1;
let ticks = 0;
while (Atomics.load(cells, 1) === 0) {
  Atomics.wait(cells, 1, 0, tickMs);
  const beat = Atomics.load(cells, 0);
  if (beat !== lastBeat) ticks = 0;
  else if (!waitsForDisk()) ticks += 1;
  lastBeat = beat;
  if (ticks >= mostTicks && Atomics.load(cells, 1) === 0) endProcess();
}

/** A main thread that the system holds over a disk, or over swapped memory, goes on as soon as that answers. */
function waitsForDisk(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8');
    // The name before it may hold anything.
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'D';
  } catch {
    return false;
  }
}

function endProcess(): void {
  try {
    writeSync(2, 'The player stood still and is ended, so that it starts anew.\n');
    if (successor !== null) {
      const { command, args, environment } = successor;
      spawn(command, args, { detached: true, stdio: 'ignore', env: environment }).unref();
    }
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}
