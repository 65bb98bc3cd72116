import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWindowJudge } from '../../../src/playback/daypart.ts';
import {
  advance,
  createSchedule,
  markFailed,
  offerProgram,
  pauseAtCurrent,
  type Schedule,
} from '../../../src/playback/schedule.ts';
import { FIRST_TURN, nextInShuffle } from '../../../src/playback/shuffle.ts';
import type { ProgramItem, ShuffleTurn } from '../../../src/shared/program.ts';
import { sampleItem, sampleProgram } from '../../support/sample-program.ts';

const itemsOf = (count: number): readonly ProgramItem[] =>
  Array.from({ length: count }, (_, at) => sampleItem(`item-${at}`));
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

interface Shown {
  readonly item: ProgramItem;
  readonly turn: ShuffleTurn;
}

/** What is shown in `steps` boundaries; `canPlay` is asked with the number of each. */
function follow(
  items: readonly ProgramItem[],
  seed: number,
  steps: number,
  canPlay: (item: ProgramItem, step: number) => boolean = () => true,
  from: { readonly turn: ShuffleTurn; readonly item: ProgramItem | null } = { turn: FIRST_TURN, item: null },
): Shown[] {
  const shown: Shown[] = [];
  let last = from;
  for (let step = 0; step < steps; step += 1) {
    const next = nextInShuffle(items, seed, last, (item) => canPlay(item, step));
    if (next === null) continue;
    shown.push(next);
    last = next;
  }
  return shown;
}

const keysOf = (shown: readonly Shown[]): string[] => shown.map(({ item }) => item.key);
const repeats = (keys: readonly string[]): boolean => keys.some((key, at) => key === keys[at - 1]);

describe('an order by chance', () => {
  it('gives every item that can play one turn in each round, and none twice in a row over any edge', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        (seed, count, broken) => {
          const items = itemsOf(count + broken);
          const playable = items.slice(0, count);
          const keys = keysOf(follow(items, seed, count * 12, (item) => playable.includes(item)));
          expect(repeats(keys)).toBe(false);
          for (let round = 0; round < 12; round += 1) {
            const turns = keys.slice(round * count, (round + 1) * count).sort();
            expect(turns).toEqual(playable.map(({ key }) => key).sort());
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('repeats none while another can play, whatever comes and goes, and shows none twice in a round', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.array(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 80 }),
        (seed, masks) => {
          const items = itemsOf(5);
          const isIn = (item: ProgramItem, step: number): boolean =>
            ((masks[step] ?? 0) >> items.indexOf(item)) % 2 === 1;
          const shown = follow(items, seed, masks.length, isIn);
          expect(shown).toHaveLength(masks.length);
          const seen = new Set<string>();
          shown.forEach(({ item, turn }, step) => {
            expect(isIn(item, step)).toBe(true);
            const others = items.some((other) => other !== item && isIn(other, step));
            if (others) expect(item).not.toBe(shown[step - 1]?.item);
            expect(seen.has(`${turn.round} ${item.key}`)).toBe(false);
            seen.add(`${turn.round} ${item.key}`);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('goes on in the middle of a round after a restart, from what was stored', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 40 }),
        (seed, count, at) => {
          const whole = follow(itemsOf(count), seed, 60);
          const stood = whole[at];
          const stored: ShuffleTurn = JSON.parse(JSON.stringify(stood?.turn)) as ShuffleTurn;
          const items = itemsOf(count);
          const item = items.find(({ key }) => key === stood?.item.key) ?? null;
          const after = follow(items, seed, 59 - at, undefined, { turn: stored, item });
          expect(keysOf(after)).toEqual(keysOf(whole.slice(at + 1)));
        },
      ),
    );
  });

  it('leaves every other item where it is when one comes or goes', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 8 }), (seed, count) => {
        const all = itemsOf(count + 1);
        const roundOf = (items: readonly ProgramItem[]): string[] =>
          keysOf(follow(items, seed, items.length));
        const [gone] = all;
        expect(roundOf(all).filter((key) => key !== gone?.key)).toEqual(roundOf(all.slice(1)));
      }),
    );
  });

  it('is another one in each round and for each screen, and favours no item', () => {
    const items = itemsOf(5);
    const keys = keysOf(follow(items, 7, 5_000));
    const rounds = Array.from({ length: 1_000 }, (_, round) => keys.slice(round * 5, round * 5 + 5));
    for (const { key } of items) {
      const firsts = rounds.filter(([first]) => first === key).length;
      expect(firsts).toBeGreaterThan(140);
      expect(firsts).toBeLessThan(260);
    }
    expect(new Set(rounds.map(String)).size).toBeGreaterThan(100);
    expect(keysOf(follow(items, 8, 20))).not.toEqual(keys.slice(0, 20));
  });
});

describe('a schedule in an order by chance', () => {
  const isOpen = createWindowJudge('UTC');
  const items = itemsOf(6);
  const program = sampleProgram(items, { shuffle: { seed: 3, turn: null } });
  const next = (schedule: Schedule): Schedule => {
    const monotonicMs = schedule.current?.endMs ?? 0;
    return advance(schedule, { monotonicMs, wallMs: monotonicMs, isOpen });
  };
  const keysAfter = (schedule: Schedule, count: number): string[] => {
    const keys: string[] = [];
    let now = schedule;
    for (let step = 0; step < count; step += 1) {
      now = next(now);
      keys.push(now.current?.item.key ?? '-');
    }
    return keys;
  };

  it('shows each item once a round, without one that failed or whose hours are over', () => {
    const begun = offerProgram(createSchedule(), program);
    expect(keysAfter(begun, 6).sort()).toEqual(items.map(({ key }) => key).sort());
    const [broken, closed] = [items[2], items[4]];
    const limited = sampleProgram(
      items.map((item) => (item === closed ? { ...item, window: { validUntil: '1969-01-01' } } : item)),
      { shuffle: { seed: 3, turn: null } },
    );
    const failed = broken && markFailed(offerProgram(createSchedule(), limited), broken, 0);
    expect(failed && new Set(keysAfter(failed, 1)).has(broken.key)).toBe(false);
    expect(failed && keysAfter(failed, 12)).not.toContain(closed?.key);
  });

  it('goes on with the round after a pause, a restart and another list', () => {
    const expected = keysAfter(offerProgram(createSchedule(), program), 12);
    const third = next(next(next(offerProgram(createSchedule(), program))));
    expect(keysAfter(pauseAtCurrent(third), 10)).toEqual(expected.slice(2));
    const { item, turn = null } = third.current ?? {};
    const again = { ...program, resumeAt: item?.key ?? null, shuffle: { seed: 3, turn } };
    expect(keysAfter(offerProgram(createSchedule(), again), 10)).toEqual(expected.slice(2));
    const renamed = { ...program, id: 'another' };
    expect(keysAfter(offerProgram(third, renamed), 9)).toEqual(expected.slice(3));
  });
});
