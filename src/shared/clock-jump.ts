import type { Clock } from './clock.ts';

/**
 * Makes a look that tells whether the machine's clock went on otherwise than time did since the look before, by more than
 * `toleranceMs`: somebody set it, or the machine slept and its monotonic clock stood still meanwhile.
 */
export function createJumpLook(clock: Pick<Clock, 'now' | 'monotonic'>, toleranceMs: number): () => boolean {
  let before = clock.now() - clock.monotonic();
  return () => {
    const offset = clock.now() - clock.monotonic();
    const hasJumped = Math.abs(offset - before) > toleranceMs;
    before = offset;
    return hasJumped;
  };
}
