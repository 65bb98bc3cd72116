import { lookup as systemLookup, type LookupAllOptions, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

type Callback = Parameters<LookupFunction>[2];

/** Node looks two names up at once, for as long as the resolver is silent, and all others wait behind them. */
const MOST_AT_ONCE = 1;

/**
 * A look-up of names that never stands before the paired server's: one name at a time, the others wait; who asks for a name
 * that is being looked up, or waits, shares its answer. A look-up cannot be given up, so a name whose asker has gone holds
 * its place until the resolver answers.
 */
export function createBoundedLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  const askers = new Map<string, Callback[]>();
  const waiting: (() => void)[] = [];
  let running = 0;

  function runNext(): void {
    if (running >= MOST_AT_ONCE) return;
    const next = waiting.shift();
    if (next === undefined) return;
    running += 1;
    next();
  }

  return (hostname, options, callback) => {
    const key = keyOf(hostname, options);
    const others = askers.get(key);
    if (others !== undefined) {
      others.push(callback);
      return;
    }
    askers.set(key, [callback]);
    waiting.push(() => {
      lookup(hostname, options, (...answer) => {
        const told = askers.get(key) ?? [];
        askers.delete(key);
        running -= 1;
        runNext();
        for (const tell of told) tell(...answer);
      });
    });
    runNext();
  };
}

function keyOf(hostname: string, { family, hints, all }: LookupOptions | LookupAllOptions): string {
  return [hostname, family, hints, all].join(' ');
}
