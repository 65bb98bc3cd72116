/** Lets at most so many tasks run at once; the others wait in the order they came. */
export interface DownloadQueue {
  /**
   * Runs `task` when its turn comes. `isOwn`: it asks the paired server. The task may call `giveBack` when it needs the network no more:
   * the next one begins beside the rest of it.
   */
  run<Value>(task: (giveBack: () => void) => Promise<Value>, isOwn: boolean): Promise<Value>;
  /** No task runs or waits. */
  idle(): boolean;
}

interface Waiting {
  readonly isOwn: boolean;
  readonly begin: () => void;
}

/**
 * Makes a {@link DownloadQueue} of `lanes` tasks at once. One of them is kept for the paired server: however slow the rest
 * of the world is, its files go on. At most as many have given their lane back and are not at their end.
 */
export function createDownloadQueue(lanes: number): DownloadQueue {
  const mostForeign = Math.max(1, lanes - 1);
  const waiting: Waiting[] = [];
  let running = 0;
  let foreign = 0;
  let ending = 0;

  const hasLane = (isOwn: boolean): boolean => running < lanes && (isOwn || foreign < mostForeign);
  const take = (isOwn: boolean): void => {
    running += 1;
    if (!isOwn) foreign += 1;
  };
  const enter = (isOwn: boolean): Promise<void> => {
    const isFirst = !waiting.some((other) => other.isOwn === isOwn);
    if (isFirst && hasLane(isOwn)) {
      take(isOwn);
      return Promise.resolve();
    }
    return new Promise((begin) => {
      waiting.push({ isOwn, begin });
    });
  };
  /** A lane goes straight to who waits longest and may have it, so that nobody slips in between. */
  const leave = (isOwn: boolean): void => {
    running -= 1;
    if (!isOwn) foreign -= 1;
    const index = waiting.findIndex((other) => hasLane(other.isOwn));
    const [next] = index === -1 ? [] : waiting.splice(index, 1);
    if (next === undefined) return;
    take(next.isOwn);
    next.begin();
  };

  return {
    run: async (task, isOwn) => {
      await enter(isOwn);
      const place = { isLane: true };
      const giveBack = (): void => {
        if (!place.isLane || ending >= lanes) return;
        place.isLane = false;
        ending += 1;
        leave(isOwn);
      };
      try {
        return await task(giveBack);
      } finally {
        if (place.isLane) leave(isOwn);
        else ending -= 1;
      }
    },
    idle: () => running + ending === 0,
  };
}
