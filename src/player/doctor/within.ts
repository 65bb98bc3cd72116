import type { Clock } from '../../shared/clock.ts';

/** How long one check may take, and what ends the whole diagnosis early. */
export interface CheckLimits {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type Ended<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'cancelled' };

/**
 * Runs one piece of work for at most `timeoutMs`. Its own signal aborts when the time is over or the diagnosis is cancelled;
 * work that takes no notice of it (a look-up of a name) is left to end by itself. Rejects only when `work` does.
 */
export async function within<Value>(
  { clock, timeoutMs, signal }: CheckLimits,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Ended<Value>> {
  if (signal.aborted) return { kind: 'cancelled' };
  const own = new AbortController();
  const early = Promise.withResolvers<Ended<Value>>();
  const timer = clock.after(timeoutMs, () => {
    early.resolve({ kind: 'timed-out' });
  });
  const cancel = (): void => {
    early.resolve({ kind: 'cancelled' });
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const done = work(own.signal).then((value): Ended<Value> => ({ kind: 'done', value }));
    return await Promise.race([done, early.promise]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', cancel);
    own.abort();
  }
}
