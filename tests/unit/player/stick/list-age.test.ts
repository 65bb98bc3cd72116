import { describe, expect, it } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createListAge } from '../../../../src/player/stick/list-age.ts';

function setUp(kept = new Map<string, string>()) {
  let writes = 0;
  const keyValues = {
    get: (name: string) => kept.get(name) ?? null,
    set: (name: string, value: string) => {
      writes += 1;
      kept.set(name, value);
    },
  };
  const age = createListAge({ keyValues, clock: { now: () => 5_000 }, log: createSilentLog() });
  return { age, kept, writes: () => writes };
}

describe('the age of the list', () => {
  it('is what the server’s clock said when its list was read, and outlives a restart', () => {
    const { age, kept } = setUp();
    expect(age.asOfMs('a')).toBeNull();
    age.heard(1_000_000);
    age.confirmed('a', true);
    expect(age.asOfMs('a')).toBe(1_000_000);
    expect(setUp(kept).age.asOfMs('a')).toBe(1_000_000);
    expect(setUp(kept).age.asOfMs('b')).toBeNull();
  });

  it('goes by this machine’s clock where the server says no time', () => {
    const { age } = setUp();
    age.confirmed('a', true);
    expect(age.asOfMs('a')).toBe(5_000);
  });

  it('is written once in ten minutes while the list stays the same, and at once when it changes', () => {
    const { age, writes } = setUp();
    for (let minute = 0; minute < 60; minute += 1) {
      age.heard(1_000_000 + minute * 60_000);
      age.confirmed('a', false);
    }
    expect(writes()).toBe(6);
    age.confirmed('a', true);
    expect(writes()).toBe(7);
  });

  it('is that of a stick once one was taken over, until the server’s list is read again', () => {
    const { age, kept } = setUp();
    age.heard(1_000);
    age.confirmed('a', true);
    age.taken('a', 2_000, 'list');
    expect(age.asOfMs('a')).toBe(2_000);
    expect(setUp(kept).age.takenId('a')).toBe('list');
    expect(age.takenId('b')).toBeNull();
    age.heard(1_500);
    age.confirmed('a', false);
    expect([age.asOfMs('a'), age.takenId('a')]).toEqual([1_500, null]);
    expect(setUp(kept).age.asOfMs('a')).toBe(1_500);
  });

  it('is unknown where what was kept cannot be read', () => {
    expect(setUp(new Map([['list-as-of', '{']])).age.asOfMs('a')).toBeNull();
    expect(setUp(new Map([['list-as-of', '{"screen":1}']])).age.asOfMs('a')).toBeNull();
  });
});
