import { describe, expect, it } from 'vitest';
import { codeLines, draw, scoreOf, slicesOf, type Mutant } from '../../mutation/score.ts';
import { strykerPlugins } from '../../mutation/leave-texts.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const mutants = (...lines: readonly (readonly Mutant['state'][])[]): readonly Mutant[] =>
  lines.flatMap((states, line) => states.map((state) => ({ file: 'a.ts', line, state })));

describe('scoreOf', () => {
  it('counts what was noticed of what could be', () => {
    const score = scoreOf(mutants(['noticed', 'noticed', 'survived'], ['void'], ['noticed']), false);
    expect(score).toEqual({ noticed: 3, counted: 4, share: 0.75, lowest: 0.75, highest: 0.75 });
  });

  it('doubts a sample by its lines, not by the mutants that one line brings', () => {
    const oneEach = Array.from(
      { length: 40 },
      (_, index) => [index % 4 === 0 ? 'survived' : 'noticed'] as const,
    );
    const tenEach = oneEach.map(([state]) => Array.from({ length: 10 }, () => state));
    const [few, many] = [scoreOf(mutants(...oneEach), true), scoreOf(mutants(...tenEach), true)];
    expect(few.share).toBe(0.75);
    expect(few.lowest).toBeCloseTo(0.75 - 1.96 * Math.sqrt((0.75 * 0.25) / 39), 6);
    expect(many.lowest).toBeCloseTo(few.lowest, 6);
  });

  it('knows nothing from one line', () => {
    expect(scoreOf(mutants(['noticed', 'noticed']), true)).toMatchObject({ lowest: 0, highest: 1 });
  });
});

it('draws among lines of code, the same ones for the same seed', () => {
  const source = ["import a from 'a';", '/** Words. */', 'const a = 1;', '', '}', '  return a;'].join('\n');
  const lines = codeLines('a.ts', source);
  expect(lines.map(({ line }) => line)).toEqual([3, 6]);
  const hundred = Array.from({ length: 100 }, (_, index) => index);
  const drawn = draw(hundred, 10, seededRandom(7));
  expect(new Set(drawn).size).toBe(10);
  expect(draw(hundred, 10, seededRandom(7))).toEqual(drawn);
  expect(draw(hundred, 10, seededRandom(8))).not.toEqual(drawn);
  expect(draw([1, 2], 10, seededRandom(1))).toEqual([1, 2]);
});

it('cuts a room into slices of whole files', () => {
  const files = [30, 40, 90, 10].map((lines, index) => ({ file: `${index}.ts`, lines }));
  expect(slicesOf(files, 70)).toEqual([['0.ts', '1.ts'], ['2.ts'], ['3.ts']]);
});

it('makes no mutants of the words of a line of the log, and of everything else', () => {
  const shouldIgnore = strykerPlugins[0]?.value.shouldIgnore;
  const call = (object: object): Parameters<NonNullable<typeof shouldIgnore>>[0] => ({
    node: {
      type: 'CallExpression',
      callee: {
        type: 'MemberExpression',
        object: { type: '', ...object },
        property: { type: '', name: 'warn' },
      },
    },
  });
  expect(shouldIgnore?.(call({ name: 'log' }))).toContain('log');
  expect(shouldIgnore?.(call({ property: { type: '', name: 'log' } }))).toContain('log');
  expect(shouldIgnore?.(call({ name: 'outbox' }))).toBeUndefined();
  expect(shouldIgnore?.({ node: { type: 'StringLiteral' } })).toBeUndefined();
});
