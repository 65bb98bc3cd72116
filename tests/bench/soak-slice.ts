import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../support/make-folder.ts';
import { lastShowing } from './soak-audit.ts';
import { takeSoakLook } from './soak-look.ts';
import { soakList } from './soak-media.ts';
import { soFar, writeSoakState, type SoakLook, type SoakSlice, type SoakState } from './soak-state.ts';
import { startSoakWorld, type SoakWorld } from './soak-world.ts';

/** When a slice ends; what is null sets no end. */
interface SoakEnd {
  readonly showings: number | null;
  readonly seconds: number | null;
  /** Of this slice alone. */
  readonly sliceSeconds: number | null;
}

export interface SlicePlan {
  /** The state is kept in it. */
  readonly file: string;
  readonly dataFolder: string;
  /** It is looked at the first item of every so many rounds. */
  readonly everyRounds: number;
  readonly end: SoakEnd;
}

const LOOK_AT = String(soakList[0]?.id);
const STILL_MS = 120_000;
const POLL_MS = 50;

/**
 * Plays one slice until its end, a signal, or something that goes wrong, which the state says as well. Does nothing when the end
 * was reached before.
 */
export async function playSlice(before: SoakState, plan: SlicePlan): Promise<void> {
  if (isOver(before, plan.end, 0)) return;
  const stopped = new AbortController();
  const stop = (): void => {
    stopped.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const from = lastShowing(plan.dataFolder) - before.seededTo;
  let slice: SoakSlice = { beganAt: new Date().toISOString(), from, looks: [], ended: 'killed' };
  const keep = (more: Partial<SoakSlice>): SoakState => {
    slice = { ...slice, ...more };
    const state = { ...before, slices: [...before.slices, slice] };
    writeSoakState(plan.file, state);
    return state;
  };
  keep({});
  const heap = makeFolder();
  const world = await startSoakWorld(before, plan.dataFolder, heap.path);
  try {
    for await (const look of looksOf(world, before, plan, heap.path)) {
      const state = keep({ looks: [...slice.looks, look] });
      if (stopped.signal.aborted || isOver(state, plan.end, look.seconds)) break;
    }
    keep({ ended: null });
  } catch (thrown) {
    keep({ ended: String(thrown) });
    throw thrown;
  } finally {
    await world.stop();
    heap.remove();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function isOver(state: SoakState, { showings, seconds, sliceSeconds }: SoakEnd, inSlice: number): boolean {
  const done = soFar(state);
  return (
    (showings !== null && done.showings >= showings) ||
    (seconds !== null && done.seconds >= seconds) ||
    (sliceSeconds !== null && inSlice >= sliceSeconds)
  );
}

/** Looks each time that the list has begun so many times anew; throws when nothing new is shown for two minutes. */
async function* looksOf(
  { player }: SoakWorld,
  { seededTo }: SoakState,
  { dataFolder, everyRounds }: SlicePlan,
  heapFolder: string,
): AsyncGenerator<SoakLook> {
  const beganMs = performance.now();
  let since = '';
  let changedMs = beganMs;
  let rounds = 0;
  for (;;) {
    await sleep(POLL_MS);
    const status = player.status();
    if (performance.now() - changedMs > STILL_MS) throw new Error(`Nothing new is shown: ${player.said()}`);
    if (!status?.current || status.current.since === since) continue;
    since = status.current.since;
    changedMs = performance.now();
    if (status.current.id !== LOOK_AT) continue;
    rounds += 1;
    if (rounds % everyRounds !== 0) continue;
    const places = { parentPid: player.pid, playerPid: status.pid, dataFolder, heapFolder };
    const values = await takeSoakLook(places);
    yield {
      showings: lastShowing(dataFolder) - seededTo,
      seconds: (performance.now() - beganMs) / 1000,
      values,
    };
  }
}
