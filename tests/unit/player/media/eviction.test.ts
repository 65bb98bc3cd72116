import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planEviction, type EvictableFile } from '../../../../src/player/media/eviction.ts';

const file = (sha256: string, lastPlayedAt: number, size = 10): EvictableFile => ({
  sha256,
  size,
  lastPlayedAt,
});
const nobody = (): boolean => false;
const pins = (pinned: string[], previous: string[] = []) => ({
  pinned: new Set(pinned),
  previous: new Set(previous),
});

test('least recently played goes first, and not more than needed', () => {
  const plan = planEviction([file('new', 3), file('old', 1), file('mid', 2)], pins([]), nobody, 15);
  expect(plan.evict.map(({ sha256 }) => sha256)).toEqual(['old', 'mid']);
  expect(plan).toMatchObject({ givesUpPrevious: false, missingBytes: 0 });
});

test('the previous playlist is given up last, what is pinned never', () => {
  const files = [file('previous', 1), file('rest', 2), file('playing', 0)];
  const one = planEviction(files, pins(['playing'], ['previous']), nobody, 10);
  const two = planEviction(files, pins(['playing'], ['previous']), nobody, 20);
  const three = planEviction(files, pins(['playing'], ['previous']), nobody, 30);

  expect(one.evict.map(({ sha256 }) => sha256)).toEqual(['rest']);
  expect(two).toMatchObject({ givesUpPrevious: true, missingBytes: 0 });
  expect(three).toEqual({ evict: [], givesUpPrevious: false, missingBytes: 10 });
});

test('a copy of a folder of this machine goes before the previous playlist, and nothing that is needed goes for one', () => {
  const files = [file('previous', 1), file('copy', 2), file('rest', 3)];
  const kept = { ...pins([], ['previous']), spare: new Set(['copy']) };
  const order = [10, 20, 30].map((bytes) =>
    planEviction(files, kept, nobody, bytes)
      .evict.map(({ sha256 }) => sha256)
      .at(-1),
  );
  expect(order).toEqual(['rest', 'copy', 'previous']);
  expect(planEviction(files, kept, nobody, 10, 'spare').evict).toHaveLength(1);
  expect(planEviction(files, kept, nobody, 20, 'spare')).toMatchObject({ evict: [], missingBytes: 10 });
});

test('what is being read stays, even when the previous playlist has it', () => {
  const plan = planEviction([file('read', 1)], pins([], ['read']), (sha256) => sha256 === 'read', 5);
  expect(plan).toMatchObject({ evict: [], missingBytes: 5 });
});

test('either the whole space comes free, or nothing is deleted in vain', () => {
  const files = fc.uniqueArray(
    fc.record({ sha256: fc.string({ minLength: 1 }), size: fc.nat(1_000), lastPlayedAt: fc.nat() }),
    { selector: ({ sha256 }) => sha256 },
  );
  fc.assert(
    fc.property(files, fc.array(fc.nat(20)), fc.nat(5_000), (all, pinned, wanted) => {
      const kept = new Set(pinned.flatMap((index) => all[index]?.sha256 ?? []));
      const plan = planEviction(all, { pinned: kept, previous: new Set() }, nobody, wanted);
      const freed = plan.evict.reduce((sum, { size }) => sum + size, 0);
      expect(plan.evict.some(({ sha256 }) => kept.has(sha256))).toBe(false);
      if (plan.missingBytes === 0) expect(freed).toBeGreaterThanOrEqual(wanted);
      else expect(freed).toBe(0);
    }),
  );
});
