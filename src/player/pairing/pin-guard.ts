import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';

const KEPT_NAME = 'technician-pin';
/** Wrong tries until the first lock-out; each one after that locks out again, twice as long. */
const FREE_TRIES = 5;
const FIRST_LOCKOUT_MS = 60_000;
const LONGEST_LOCKOUT_MS = 3_600_000;
/** The overlay closes itself after two idle minutes and locks; this holds where it did not. */
const UNLOCKED_MS = 600_000;
const KEY_BYTES = 32;

const keptSchema = z.object({
  salt: z.string(),
  hash: z.string(),
  wrongTries: z.number().int().nonnegative(),
});
type Kept = z.infer<typeof keptSchema>;

const derive = promisify(scrypt) as (pin: string, salt: Buffer, length: number) => Promise<Buffer>;

/** Keeps passers-by out of the settings, where a PIN was set. */
export interface PinGuard {
  isSet(): boolean;
  /** Whether a technician may act now: no PIN was set, or the right one was given. */
  isOpen(): boolean;
  /** Seconds until another try is taken; 0: now. */
  lockedOutSeconds(): number;
  /**
   * Takes a try. Fails with `wrong-pin` (params `triesLeft`), or `pin-locked-out` (params `retryAfterSeconds`), which is not
   * counted as a try.
   */
  unlock(pin: string): Promise<Result<null>>;
  lock(): void;
  /** Sets another PIN, or none; only while open (else `locked`). Fails with `pin-not-kept` when it cannot be stored. */
  set(pin: string | null): Promise<Result<null>>;
}

/**
 * The guard over `keyValues`. Only a hash is kept. Wrong tries outlive a restart, and a lock-out begins anew with it: the
 * wall clock of a screen may say anything, so it is never asked.
 */
export function createPinGuard(keyValues: KeyValueStore, clock: Clock): PinGuard {
  let kept = read(keyValues.get(KEPT_NAME));
  let openUntil = Number.NEGATIVE_INFINITY;
  let lockedUntil = clock.monotonic() + lockoutMs(kept?.wrongTries ?? 0);

  const keep = (next: Kept): void => {
    kept = next;
    keyValues.set(KEPT_NAME, JSON.stringify(next));
  };
  const lockedOutSeconds = (): number => Math.max(0, Math.ceil((lockedUntil - clock.monotonic()) / 1_000));
  const isOpen = (): boolean => kept === null || clock.monotonic() < openUntil;
  const lockedOut = (): Result<never> =>
    fail('pin-locked-out', `Too many wrong PINs; wait ${lockedOutSeconds()} seconds.`, {
      retryAfterSeconds: lockedOutSeconds(),
    });

  const unlock = async (pin: string): Promise<Result<null>> => {
    if (kept === null) return ok(null);
    if (lockedOutSeconds() > 0) return lockedOut();
    const { salt, hash, wrongTries } = kept;
    // The try counts before it is judged: pulling the plug meanwhile must not give it back.
    keep({ ...kept, wrongTries: wrongTries + 1 });
    const given = await derive(pin, Buffer.from(salt, 'base64'), KEY_BYTES);
    if (timingSafeEqual(given, Buffer.from(hash, 'base64'))) {
      keep({ salt, hash, wrongTries: 0 });
      openUntil = clock.monotonic() + UNLOCKED_MS;
      return ok(null);
    }
    lockedUntil = clock.monotonic() + lockoutMs(wrongTries + 1);
    if (lockedOutSeconds() > 0) return lockedOut();
    return fail('wrong-pin', 'This is not the PIN of this screen.', {
      triesLeft: FREE_TRIES - wrongTries - 1,
    });
  };

  return {
    isSet: () => kept !== null,
    isOpen,
    lockedOutSeconds,
    unlock,
    lock: () => {
      openUntil = Number.NEGATIVE_INFINITY;
    },
    set: async (pin) => {
      if (!isOpen()) return locked();
      if (pin === null) {
        kept = null;
        keyValues.remove(KEPT_NAME);
        return ok(null);
      }
      const salt = randomBytes(16);
      const hash = await derive(pin, salt, KEY_BYTES);
      const before = kept;
      try {
        keep({ salt: salt.toString('base64'), hash: hash.toString('base64'), wrongTries: 0 });
      } catch (thrown) {
        kept = before;
        return fail('pin-not-kept', `The PIN could not be stored: ${describeThrown(thrown)}`, {
          field: 'pin',
        });
      }
      openUntil = clock.monotonic() + UNLOCKED_MS;
      return ok(null);
    },
  };
}

/** What a request answers that needs the PIN first. */
export function locked(): Result<never> {
  return fail('locked', 'The settings of this screen are locked; enter its PIN first.');
}

function lockoutMs(wrongTries: number): number {
  if (wrongTries < FREE_TRIES) return 0;
  return Math.min(LONGEST_LOCKOUT_MS, FIRST_LOCKOUT_MS * 2 ** (wrongTries - FREE_TRIES));
}

/** A record that cannot be read is no PIN: a technician must not be locked out for ever by a bad sector. */
function read(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    return keptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
