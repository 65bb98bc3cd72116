import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { describeThrown } from '../../shared/result.ts';

const SHUFFLE_SEED = 'shuffle-seed';

/** This screen's own chance, kept so that a restart goes on in the middle of a round: a whole number of 32 bits. */
export function readShuffleSeed(
  keyValues: Pick<KeyValueStore, 'get' | 'set'>,
  random: () => number,
  log: Log,
): number {
  const kept = keyValues.get(SHUFFLE_SEED) ?? '';
  if (/^\d{1,10}$/.test(kept)) return Number(kept);
  const seed = Math.floor(random() * 2 ** 32);
  try {
    keyValues.set(SHUFFLE_SEED, String(seed));
  } catch (thrown) {
    log.debug('The seed of the shuffled order could not be kept', { reason: describeThrown(thrown) });
  }
  return seed;
}
