import type { Clock } from '../../shared/clock.ts';

/** How long one check may take. */
export interface CheckLimits {
  readonly clock: Clock;
  readonly timeoutMs: number;
}

export type Ended<Value> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'timed-out' };

/**
 * Runs one piece of work for at most `timeoutMs`. Its signal aborts when the time is over;
 * work that takes no notice of it (a look-up of a name) is left to end by itself. Rejects only when `work` does.
 */
export async function within<Value>(
  { clock, timeoutMs }: CheckLimits,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Ended<Value>> {
  const own = new AbortController();
  const early = Promise.withResolvers<Ended<Value>>();
  const timer = clock.after(timeoutMs, () => {
    early.resolve({ kind: 'timed-out' });
  });
  try {
    const done = work(own.signal).then((value): Ended<Value> => ({ kind: 'done', value }));
    return await Promise.race([done, early.promise]);
  } finally {
    timer.cancel();
    own.abort();
  }
}
