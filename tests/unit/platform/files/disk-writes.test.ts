import { expect, it } from 'vitest';
import { createDiskWrites } from '../../../../src/platform/files/disk-writes.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function refused(code: string): Error {
  return Object.assign(new Error(code), { errno: -1, code });
}

it('keeps the newest of each name, tries with growing waits, and tells once when it begins and ends', async () => {
  const clock = createFakeClock();
  const writes = createDiskWrites(clock);
  const told: (string | null)[] = [];
  writes.listen((trouble) => told.push(trouble?.code ?? null));
  let full = true;
  const written: string[] = [];
  let tries = 0;
  const write = (text: string) => () => {
    tries += 1;
    if (full) throw refused('ENOSPC');
    written.push(text);
  };

  expect(writes.attempt('settings', write('first'))).toBe(false);
  expect(writes.attempt('settings', write('second'))).toBe(false);
  expect(writes.attempt('trust', write('trust'))).toBe(false);
  tries = 0;
  await clock.advance(600_000);
  // Waits of 1, 2, 4 … 32 s and then of a minute, for two that wait.
  expect(tries).toBe(28);
  expect(told).toEqual(['disk-full']);

  full = false;
  await clock.advance(60_000);
  expect(written).toEqual(['second', 'trust']);
  expect(told).toEqual(['disk-full', null]);
  expect(clock.pendingTimers()).toBe(0);
});

it('one that is refused for good keeps no other back', async () => {
  const clock = createFakeClock();
  const writes = createDiskWrites(clock);
  let readOnly = true;
  writes.attempt('a folder in its place', () => {
    throw refused('EISDIR');
  });
  writes.attempt('other', () => {
    if (readOnly) throw refused('EROFS');
  });
  readOnly = false;
  await clock.advance(5_000);
  expect(writes.trouble()).toMatchObject({ code: 'data-not-written', params: { reason: 'EISDIR' } });
  writes.forget('a folder in its place');
  expect(writes.trouble()).toBeNull();
});

it('a disk that takes a little and refuses again is not tried every second', async () => {
  const clock = createFakeClock();
  const writes = createDiskWrites(clock);
  let tries = 0;
  const flaky = (): void => {
    tries += 1;
    if (tries % 2 === 1) throw refused('ENOSPC');
  };
  for (let second = 0; second < 600; second += 1) {
    if (writes.trouble() === null) writes.attempt('db', flaky);
    await clock.advance(1_000);
  }
  expect(tries).toBeLessThan(40);
  writes.stop();
});

it('tries a last time at the end, and never throws', () => {
  const clock = createFakeClock();
  const writes = createDiskWrites(clock);
  let written = 0;
  writes.later(
    'a',
    () => {
      throw refused('EIO');
    },
    refused('EIO'),
  );
  writes.later('b', () => (written += 1), refused('EIO'));
  writes.stop();
  expect(written).toBe(1);
  expect(clock.pendingTimers()).toBe(0);
});
