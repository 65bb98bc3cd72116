import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { createSequencer } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { DiskWrites } from '../../platform/files/disk-writes.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { pinRecordSchema, type KeptPin, type PinFile, type PinRecord } from './pin-file.ts';
import { readKept } from '../../platform/store/read-kept.ts';

/** Where players kept the PIN before it had a file. */
const OLD_NAME = 'technician-pin';
const WRITE_NAME = 'pin.json';
/** Wrong tries until the first lock-out; each one after that locks out again, twice as long. */
const FREE_TRIES = 5;
const FIRST_LOCKOUT_MS = 60_000;
const LONGEST_LOCKOUT_MS = 3_600_000;
/** The overlay closes itself after two idle minutes and locks; this holds where it did not. */
const UNLOCKED_MS = 600_000;
const KEY_BYTES = 32;

const derive = promisify(scrypt) as (pin: string, salt: Buffer, length: number) => Promise<Buffer>;

/** Keeps passers-by out of the settings, where a PIN was set. */
export interface PinGuard {
  isSet(): boolean;
  /** Whether a technician may act now: no PIN was set, or the right one was given. */
  isOpen(): boolean;
  /** Seconds until another try is taken; 0: now. */
  lockedOutSeconds(): number;
  /**
   * Takes a try, one after the other. Fails with `wrong-pin` (params `triesLeft`), with `pin-locked-out` (params
   * `retryAfterSeconds`), which is not counted as a try, or with `pin-damaged` where no PIN can open.
   */
  unlock(pin: string): Promise<Result<null>>;
  lock(): void;
  /** Sets another PIN, or none; only while open (else `locked`). Fails with `pin-not-kept` when it cannot be stored. */
  set(pin: string | null): Promise<Result<null>>;
}

export interface PinGuardDependencies {
  readonly file: PinFile;
  /** Holds the PIN of a player that knew no file for it; it is moved. */
  readonly keyValues: Pick<KeyValueStore, 'get' | 'remove'>;
  readonly writes: Pick<DiskWrites, 'attempt' | 'forget'>;
  readonly clock: Clock;
}

/**
 * The guard over `pin.json`. Only a hash is kept. Wrong tries outlive a restart, and a lock-out begins anew with it: the
 * wall clock of a screen may say anything, so it is never asked.
 */
export function createPinGuard({ file, keyValues, writes, clock }: PinGuardDependencies): PinGuard {
  const sequencer = createSequencer();
  const found = file.read();
  let kept = found === 'none' ? movedFrom(keyValues, file, writes) : found;
  let openUntil = Number.NEGATIVE_INFINITY;
  let lockedUntil = clock.monotonic() + lockoutMs(recordOf(kept)?.wrongTries ?? 0);

  const lockedOutSeconds = (): number => Math.max(0, Math.ceil((lockedUntil - clock.monotonic()) / 1_000));
  const isOpen = (): boolean => kept === null || clock.monotonic() < openUntil;
  const lockedOut = (): Result<never> =>
    fail('pin-locked-out', `Too many wrong PINs; wait ${lockedOutSeconds()} seconds.`, {
      retryAfterSeconds: lockedOutSeconds(),
    });
  /** What is counted holds in memory at once, and on the disk as soon as it takes it. */
  const keep = (next: PinRecord): void => {
    kept = next;
    lockedUntil = clock.monotonic() + lockoutMs(next.wrongTries);
    writes.attempt(WRITE_NAME, () => {
      file.write(next);
    });
  };

  const takeTry = async (pin: string): Promise<Result<null>> => {
    if (kept === null) return ok(null);
    const record = recordOf(kept);
    if (record === null) return fail('pin-damaged', 'The PIN of this screen cannot be read.');
    if (lockedOutSeconds() > 0) return lockedOut();
    // The try counts before it is judged: pulling the plug meanwhile must not give it back.
    const counted = { ...record, wrongTries: record.wrongTries + 1 };
    keep(counted);
    const given = await derive(pin, Buffer.from(record.salt, 'base64'), KEY_BYTES);
    if (timingSafeEqual(given, Buffer.from(record.hash, 'base64'))) {
      keep({ ...record, wrongTries: 0 });
      openUntil = clock.monotonic() + UNLOCKED_MS;
      return ok(null);
    }
    if (lockedOutSeconds() > 0) return lockedOut();
    const triesLeft = FREE_TRIES - counted.wrongTries;
    return fail('wrong-pin', 'This is not the PIN of this screen.', { triesLeft });
  };

  const replace = async (pin: string | null): Promise<Result<null>> => {
    if (!isOpen()) return locked();
    const next = pin === null ? null : await hashed(pin);
    try {
      // What waits is of the PIN before, and must not come over this one.
      writes.forget(WRITE_NAME);
      file.write(next);
    } catch (thrown) {
      const message = `The PIN could not be stored: ${describeThrown(thrown)}`;
      return fail('pin-not-kept', message, { field: 'pin' });
    }
    kept = next;
    openUntil = clock.monotonic() + UNLOCKED_MS;
    return ok(null);
  };

  return {
    isSet: () => kept !== null,
    isOpen,
    lockedOutSeconds,
    unlock: (pin) => sequencer.run(() => takeTry(pin)),
    lock: () => {
      openUntil = Number.NEGATIVE_INFINITY;
    },
    set: (pin) => sequencer.run(() => replace(pin)),
  };
}

function recordOf(kept: Exclude<KeptPin, 'none'>): PinRecord | null {
  return kept === 'damaged' ? null : kept;
}

async function hashed(pin: string): Promise<PinRecord> {
  const salt = randomBytes(16);
  const hash = await derive(pin, salt, KEY_BYTES);
  return { salt: salt.toString('base64'), hash: hash.toString('base64'), wrongTries: 0 };
}

/** Brings the PIN that stands in the database to its file; what cannot be read there is no PIN. */
function movedFrom(
  keyValues: PinGuardDependencies['keyValues'],
  file: PinFile,
  writes: PinGuardDependencies['writes'],
): PinRecord | null {
  const record = readKept(keyValues, OLD_NAME, pinRecordSchema);
  if (record === null) return null;
  writes.attempt(WRITE_NAME, () => {
    file.write(record);
    keyValues.remove(OLD_NAME);
  });
  return record;
}

/** What a request answers that needs the PIN first. */
export function locked(): Result<never> {
  return fail('locked', 'The settings of this screen are locked; enter its PIN first.');
}

function lockoutMs(wrongTries: number): number {
  if (wrongTries < FREE_TRIES) return 0;
  return Math.min(LONGEST_LOCKOUT_MS, FIRST_LOCKOUT_MS * 2 ** (wrongTries - FREE_TRIES));
}
