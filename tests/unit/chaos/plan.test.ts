import { describe, expect, it } from 'vitest';
import { makePlan, nameOf, type Step } from '../../chaos/plan.ts';

const disturbances = (steps: readonly Step[]) => steps.filter((step) => step.kind === 'disturb');

describe('a plan of the chaos', () => {
  it('is the same for the same seed, and another for another', () => {
    const options = { seed: 7, lengthMs: 60_000 };
    expect(makePlan(options)).toEqual(makePlan(options));
    expect(makePlan(options)).not.toEqual(makePlan({ ...options, seed: 8 }));
  });

  it.each([1, 2, 675_902])('has every kind of disturbance within four minutes (seed %i)', (seed) => {
    const names = new Set(
      disturbances(makePlan({ seed, lengthMs: 240_000 })).map(({ disturbance }) => nameOf(disturbance)),
    );
    expect([...names].sort()).toEqual(
      [
        ...['answers: corrupt', 'answers: garbage-json', 'answers: never-end', 'answers: truncate'],
        ...['answers: wrong-length', 'certificate: announced', 'certificate: same-key'],
        ...['certificate: stranger', 'cut-off', 'full-disk', 'half-open', 'kill: all', 'kill: browser'],
        ...[
          'kill: gpu',
          'kill: player',
          'kill: renderer',
          'latency',
          'no-name',
          'refused',
          'reset',
          'revoked',
        ],
        ...['slow', 'storm of 429', 'storm of 500', 'storm of 502', 'storm of 503'],
      ].sort(),
    );
  });

  it.each([45_000, 240_000, 900_000])('is in order, and over after its %i ms', (lengthMs) => {
    const steps = makePlan({ seed: 3, lengthMs });
    expect(steps.map(({ atMs }) => atMs)).toEqual(steps.map(({ atMs }) => atMs).sort((a, b) => a - b));
    for (const step of steps) expect(step.atMs + step.lengthMs).toBeLessThanOrEqual(lengthMs);
    expect(disturbances(steps).length).toBeGreaterThanOrEqual(lengthMs / 1_000 / 10);
  });

  it('brings a playlist every few seconds', () => {
    const lists = makePlan({ seed: 3, lengthMs: 240_000 }).filter(({ kind }) => kind === 'playlist');
    const gaps = lists.slice(1).map(({ atMs }, at) => atMs - (lists[at]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(6_001);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_999);
  });
});
