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

test('what was stored in the order of the list is read as before', () => {
  const values = createValues();
  values.set('resume-point', JSON.stringify({ program: 'program', item: 'b' }));
  expect(createResumePoint(values, createFakeClock(), createSilentLog()).at('program')).toEqual({
    program: 'program',
    item: 'b',
  });
});
