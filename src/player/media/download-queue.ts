/** Lets at most so many tasks run at once; the others wait in the order they came. */
export interface DownloadQueue {
  /** Runs `task` when its turn comes. */
  run<Value>(task: () => Promise<Value>): Promise<Value>;
  /** No task runs or waits. */
  idle(): boolean;
}

/** Makes a {@link DownloadQueue} of `lanes` tasks at once. */
export function createDownloadQueue(lanes: number): DownloadQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = (): Promise<void> => {
    if (running < lanes) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      waiting.push(resolve);
    });
  };
  /** A lane goes straight to who waits longest, so that nobody slips in between. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    run: async (task) => {
      await enter();
      try {
        return await task();
      } finally {
        leave();
      }
    },
    idle: () => running === 0,
  };
}
