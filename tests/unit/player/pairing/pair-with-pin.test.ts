import { beforeEach, describe, expect, it } from 'vitest';
import { createPairingWithPin } from '../../../../src/player/pairing/pair-with-pin.ts';
import type { PinGuard } from '../../../../src/player/pairing/pin-guard.ts';
import type { RequestInput } from '../../../../src/shared/bridge.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { pinGuardOn } from '../../../support/pin-support.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const input = (pin: string | null): RequestInput<'pair'> => ({
  address: 'https://server',
  hostname: 'lobby',
  secret: { kind: 'code', code: 'CODE-1' },
  fingerprint: null,
  plainConsent: false,
  pin,
});

let guard: PinGuard;

beforeEach(() => {
  guard = pinGuardOn(temporaryFolder(), createFakeClock());
});

/** A pairing whose pairings end when the test says so, the oldest first. */
function pairing(): Parameters<typeof createPairingWithPin>[0] & {
  readonly waiting: ((result: Result<null>) => void)[];
} {
  const waiting: ((result: Result<null>) => void)[] = [];
  return {
    waiting,
    pair: () => new Promise((resolve) => waiting.push(resolve)),
    cancel: () => undefined,
  };
}
const paired = (result: Result<null>): Parameters<typeof createPairingWithPin>[0] => ({
  pair: () => Promise.resolve(result),
  cancel: () => undefined,
});

describe('a PIN chosen with the pairing', () => {
  it('is set with it, and none where none was chosen', async () => {
    expect(await createPairingWithPin(paired(ok(null)), guard)(input(null))).toEqual(ok(null));
    expect(guard.isSet()).toBe(false);
    expect(await createPairingWithPin(paired(ok(null)), guard)(input('4711'))).toEqual(ok(null));
    guard.lock();
    expect(await guard.unlock('4711')).toEqual(ok(null));
  });

  it('that cannot be kept is told, and nothing is paired', async () => {
    const unkept = pinGuardOn(temporaryFolder(), createFakeClock(), {
      file: {
        read: () => 'none',
        write: () => {
          throw new Error('the disk is full');
        },
      },
    });
    let asked = 0;
    const pair = createPairingWithPin(
      {
        pair: () => {
          asked += 1;
          return Promise.resolve(ok(null));
        },
        cancel: () => undefined,
      },
      unkept,
    );
    expect(await pair(input('4711'))).toMatchObject({
      ok: false,
      error: { code: 'pin-not-kept', params: { field: 'pin' } },
    });
    expect([asked, unkept.isSet()]).toEqual([0, false]);
  });

  it('goes when the pairing fails, and one that was there before stays', async () => {
    const refused = fail('wrong-code', 'The code is wrong.');
    expect(await createPairingWithPin(paired(refused), guard)(input('4711'))).toEqual(refused);
    expect(guard.isSet()).toBe(false);
    await guard.set('0815');
    await createPairingWithPin(paired(refused), guard)(input(null));
    expect(guard.isSet()).toBe(true);
  });

  it('outlives the end of an earlier pairing that was given up for this one', async () => {
    const slow = pairing();
    const pair = createPairingWithPin(slow, guard);
    const first = pair(input('1111'));
    await expect.poll(() => slow.waiting.length).toBe(1);
    const second = pair(input('2222'));
    // As long as setting a PIN takes, and longer: the second must not have begun.
    const elsewhere = pinGuardOn(temporaryFolder(), createFakeClock());
    await elsewhere.set('0000');
    await elsewhere.set('0000');
    slow.waiting.shift()?.(fail('cancelled', 'Given up.'));
    expect(await first).toMatchObject({ ok: false });
    await expect.poll(() => slow.waiting.length).toBe(1);
    slow.waiting.shift()?.(ok(null));
    expect(await second).toEqual(ok(null));
    expect(guard.isSet()).toBe(true);
    expect(await guard.unlock('2222')).toEqual(ok(null));
  });
});
