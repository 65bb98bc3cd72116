import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { KeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { createResumePoint } from '../../../../src/player/playlist/resume-point.ts';
import { readShuffleSeed } from '../../../../src/player/playlist/shuffle-seed.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const turn = { round: 4, place: 'b', owed: 'a' };

function createValues(): KeyValueStore {
  const kept = new Map<string, string>();
  return {
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void kept.set(name, value),
    remove: (name) => void kept.delete(name),
  };
}

test('an order by chance is stored with its place in the round and the chance of this screen', () => {
  const values = createValues();
  const log = createSilentLog();
  const first = createResumePoint(values, createFakeClock(), log);
  first.shown('program', 'b', turn);
  first.flush();
  const seed = readShuffleSeed(values, () => 0.25, log);

  const second = createResumePoint(values, createFakeClock(), log);
  expect(second.at('program')).toMatchObject({ item: 'b', turn });
  expect(second.at('another')).toBeNull();
  expect(readShuffleSeed(values, () => 0.75, log)).toBe(seed);
});

test('the chance of a screen is a whole number of 32 bits, drawn anew where what is kept is none', () => {
  const log = createSilentLog();
  const seeds = ['', 'x', '-1', '1.5', '12345678901'].map((kept) => {
    const values = createValues();
    values.set('shuffle-seed', kept);
    const seed = readShuffleSeed(values, () => 0.999_999_999_99, log);
    expect(values.get('shuffle-seed')).toBe(String(seed));
    return seed;
  });
  expect(new Set(seeds)).toEqual(new Set([2 ** 32 - 1]));
  const refusing = {
    get: () => null,
    set: () => {
      throw new Error('no space');
    },
  };
  expect(readShuffleSeed(refusing, () => 0.5, log)).toBe(2 ** 31);
});

test('what was stored in the order of the list is read as before', () => {
  const values = createValues();
  values.set('resume-point', JSON.stringify({ program: 'program', item: 'b' }));
  expect(createResumePoint(values, createFakeClock(), createSilentLog()).at('program')).toEqual({
    program: 'program',
    item: 'b',
  });
});

test('is written at most once a minute by itself, with what is written anyway, and only where it is another', async () => {
  const values = createValues();
  const writes: string[] = [];
  const counting = { ...values, set: (name: string, value: string) => writes.push(`${name} ${value}`) };
  const clock = createFakeClock();
  const point = createResumePoint(counting, clock, createSilentLog());
  expect(writes).toEqual([]);
  point.shown('program', 'a');
  expect(writes).toHaveLength(1);
  point.shown('program', 'a');
  point.shown('program', 'b');
  await clock.advance(59_999);
  point.shown('program', 'c');
  expect(writes).toHaveLength(1);
  await clock.advance(1);
  point.shown('program', 'd');
  expect(writes).toHaveLength(2);
  point.flush();
  expect(writes).toHaveLength(2);
  point.shown('program', 'e');
  point.shown('program', 'd');
  point.flush();
  expect(writes).toHaveLength(2);
  point.shown('other', 'd');
  point.flush();
  expect(writes).toHaveLength(3);
  // What went along with another write counts, and also when there was nothing new to write.
  await clock.advance(40_000);
  point.flush();
  await clock.advance(59_999);
  point.shown('other', 'e');
  expect(writes).toHaveLength(3);
  expect([point.at('program'), point.at('other')?.item]).toEqual([null, 'e']);
});

test('goes on in memory where the disk refuses, and is written with the next', async () => {
  const values = createValues();
  let refuses = true;
  const set = (name: string, value: string): void => {
    if (refuses) throw new Error('no space');
    values.set(name, value);
  };
  const clock = createFakeClock();
  const point = createResumePoint({ ...values, set }, clock, createSilentLog());
  point.shown('program', 'a');
  expect(point.at('program')?.item).toBe('a');
  refuses = false;
  point.flush();
  await clock.advance(0);
  expect(createResumePoint(values, clock, createSilentLog()).at('program')?.item).toBe('a');
});
