import type { Clock } from '../../../src/shared/clock.ts';
import { release } from './release.ts';

export interface WorkerOrder<Answer> {
  readonly order: unknown;
  /** Null: what it said is no answer. */
  readonly read: (data: unknown) => Answer | null;
  /** A worker that says nothing for so long does not work here. */
  readonly limitMs: number;
  /** Gives it up. */
  readonly signal?: AbortSignal;
}

/** Gives one order to a worker that lives for it, so that nothing of it stays in memory; null when it has no answer. */
export function askWorker<Answer>(
  makeWorker: () => Worker,
  { order, read, limitMs, signal }: WorkerOrder<Answer>,
  clock: Clock,
): Promise<Answer | null> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve(null);
      return;
    }
    const worker = makeWorker();
    const end = (answer: Answer | null): void => {
      timer.cancel();
      signal?.removeEventListener('abort', giveUp);
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      release(worker);
      resolve(answer);
    };
    const giveUp = (): void => {
      end(null);
    };
    const timer = clock.after(limitMs, giveUp);
    signal?.addEventListener('abort', giveUp, { once: true });
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      end(read(data));
    };
    worker.onerror = giveUp;
    worker.onmessageerror = giveUp;
    worker.postMessage(order);
  });
}
