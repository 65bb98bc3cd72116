import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { guardRequests } from '../../../../src/player/guard-requests.ts';
import type { PinGuard } from '../../../../src/player/pairing/pin-guard.ts';
import type { BridgeHandlers } from '../../../../src/shared/answer-bridge.ts';
import { requestNames, type RequestName } from '../../../../src/shared/bridge.ts';
import { ok } from '../../../../src/shared/result.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';
import { pinGuardOn } from '../../../support/pin-support.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let clock: FakeClock;
let guard: PinGuard;

beforeEach(async () => {
  folder = temporaryFolder();
  clock = createFakeClock();
  guard = pinGuardOn(folder, clock);
  expect(await guard.set('4711')).toEqual(ok(null));
  guard.lock();
});

async function tryWrong(times: number): Promise<unknown[]> {
  const codes: unknown[] = [];
  for (let tried = 0; tried < times; tried += 1) {
    const answer = await guard.unlock('0000');
    codes.push(answer.ok ? 'opened' : answer.error.code);
  }
  return codes;
}

describe('the PIN of the settings', () => {
  it('opens them until they are locked again, or forgotten about', async () => {
    expect(guard.isOpen()).toBe(false);
    expect(await guard.unlock('4711')).toEqual(ok(null));
    expect(guard.isOpen()).toBe(true);
    guard.lock();
    expect(guard.isOpen()).toBe(false);
    await guard.unlock('4711');
    await clock.advance(600_000);
    expect(guard.isOpen()).toBe(false);
  });

  it('locks out for a minute after five wrong tries, then twice as long each time, up to an hour', async () => {
    const fifth = 'pin-locked-out';
    expect(await tryWrong(5)).toEqual(['wrong-pin', 'wrong-pin', 'wrong-pin', 'wrong-pin', fifth]);
    expect(guard.lockedOutSeconds()).toBe(60);
    expect(await guard.unlock('4711'), 'the right one waits, too').toMatchObject({ ok: false });
    for (const seconds of [120, 240, 480, 960, 1_920, 3_600, 3_600]) {
      await clock.advance(guard.lockedOutSeconds() * 1_000);
      expect(await tryWrong(1)).toEqual([fifth]);
      expect(guard.lockedOutSeconds()).toBe(seconds);
    }
    await clock.advance(3_600_000);
    expect(await guard.unlock('4711')).toEqual(ok(null));
    guard.lock();
    expect(await tryWrong(1), 'the right one gives the tries back').toEqual(['wrong-pin']);
  });

  it('says how many tries are left', async () => {
    expect(await guard.unlock('0000')).toMatchObject({ error: { params: { triesLeft: 4 } } });
    expect(await guard.unlock('0001')).toMatchObject({ error: { params: { triesLeft: 3 } } });
  });

  it('keeps wrong tries and the lock-out across restarts, whatever the wall clock says', async () => {
    await tryWrong(5);
    const restarted = pinGuardOn(folder, createFakeClock(0));
    expect(restarted.isSet()).toBe(true);
    expect(restarted.lockedOutSeconds()).toBe(60);
  });

  it('is kept as a hash, and can be changed or taken away only while it is open', async () => {
    expect(readFileSync(join(folder, 'pin.json'), 'utf8')).not.toContain('4711');
    expect(await guard.set('1234')).toMatchObject({ ok: false, error: { code: 'locked' } });
    await guard.unlock('4711');
    expect(await guard.set(null)).toEqual(ok(null));
    expect(pinGuardOn(folder, clock).isSet()).toBe(false);
    expect(guard.isOpen()).toBe(true);
  });
});

describe('the files of the PIN', () => {
  it.each(['pin.json', 'pin.copy.json'])('open nothing when %s alone is lost or torn', async (name) => {
    writeFileSync(join(folder, name), '{"version":1,"pi');
    expect(pinGuardOn(folder, clock).isOpen()).toBe(false);
    rmSync(join(folder, name));
    const again = pinGuardOn(folder, clock);
    expect(again.isOpen()).toBe(false);
    expect(await again.unlock('4711')).toEqual(ok(null));
  });

  it('keep the settings locked when both are torn, whatever is typed', async () => {
    for (const name of ['pin.json', 'pin.copy.json']) writeFileSync(join(folder, name), '');
    const torn = pinGuardOn(folder, clock);
    expect(torn.isOpen()).toBe(false);
    expect(await torn.unlock('4711')).toMatchObject({ error: { code: 'pin-damaged' } });
    expect(await torn.set('1234')).toMatchObject({ error: { code: 'locked' } });
  });

  it('take over the PIN of a player that kept it in its database', async () => {
    const keyValues = createKeyValueStore(openDatabase(':memory:'));
    const { pin } = JSON.parse(readFileSync(join(folder, 'pin.json'), 'utf8')) as { pin: object };
    keyValues.set('technician-pin', JSON.stringify(pin));
    const elsewhere = temporaryFolder();
    const moved = pinGuardOn(elsewhere, clock, { keyValues });
    expect(moved.isOpen()).toBe(false);
    expect(keyValues.get('technician-pin')).toBeNull();
    const later = pinGuardOn(elsewhere, clock);
    expect(await later.unlock('4711')).toEqual(ok(null));
  });
});

describe('requests behind the PIN', () => {
  const reached = Object.fromEntries(requestNames.map((name) => [name, () => ok(null)]));
  const open = (isPaired: boolean): string[] => {
    const guarded = guardRequests(reached as unknown as BridgeHandlers, guard, () => isPaired);
    return requestNames.filter((name) => {
      const answer = (guarded[name] as (input: unknown) => { ok: boolean })({});
      return answer.ok;
    });
  };

  it('leaves the screen what it needs to play, and nothing else once it is paired', () => {
    expect(open(true).sort()).toEqual(
      [
        ...[
          'capture-screen',
          'forget-pages',
          'keep-screen-picture',
          'group-time',
          'hello',
          'lock',
          'look-at-page',
          'report-picture-box',
          'report-playback',
        ],
        ...['set-pin', 'still-alive', 'unlock', 'wake-panel'],
      ].sort(),
    );
  });

  it('leaves pairing, and the network that it needs, to whoever stands there while the screen asks for it', () => {
    expect(
      open(false)
        .filter((name) => !open(true).includes(name))
        .sort(),
    ).toEqual(
      [
        ...['pair', 'probe-server', 'run-doctor', 'cancel-pairing', 'use-proxy'],
        ...['read-network', 'list-wifi', 'join-wifi', 'turn-wifi-on'],
        ...['try-address', 'keep-address', 'undo-address'],
      ].sort(),
    );
  });

  it('refuses a request that nobody thought of here', () => {
    const later = { ...reached, 'of-a-later-version': () => ok(null) };
    const names = [...requestNames, 'of-a-later-version'] as RequestName[];
    const guarded = guardRequests(later as unknown as BridgeHandlers, guard, () => false, names);
    const answer = (guarded as unknown as Record<string, (input: unknown) => unknown>)['of-a-later-version'];
    expect(answer?.({})).toMatchObject({ ok: false, error: { code: 'locked' } });
  });

  it('is open to a technician', async () => {
    await guard.unlock('4711');
    expect(open(true)).toHaveLength(requestNames.length);
  });
});
