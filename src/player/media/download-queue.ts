/** Lets at most so many tasks run at once; the others wait in the order they came. */
export interface DownloadQueue {
  /** Runs `task` when its turn comes. `isOwn`: it asks the paired server. */
  run<Value>(task: () => Promise<Value>, isOwn: boolean): Promise<Value>;
  /** No task runs or waits. */
  idle(): boolean;
}

interface Waiting {
  readonly isOwn: boolean;
  readonly begin: () => void;
}

/**
 * Makes a {@link DownloadQueue} of `lanes` tasks at once. One of them is kept for the paired server: however slow the rest
 * of the world is, its files go on.
 */
export function createDownloadQueue(lanes: number): DownloadQueue {
  const mostForeign = Math.max(1, lanes - 1);
  const waiting: Waiting[] = [];
  let running = 0;
  let foreign = 0;

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
      try {
        return await task();
      } finally {
        leave(isOwn);
      }
    },
    idle: () => running === 0,
  };
}
