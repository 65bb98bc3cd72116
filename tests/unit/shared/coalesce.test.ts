import { describe, expect, it } from 'vitest';
import { coalesce } from '../../../src/shared/coalesce.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';

describe('coalesce', () => {
  it('runs once for many who ask, and again only after the gap', async () => {
    const clock = createFakeClock();
    let runs = 0;
    const action = coalesce(clock, 100, () => {
      runs += 1;
    });
    action.ask();
    action.ask();
    await clock.advance(0);
    expect(runs).toBe(1);
    action.ask();
    await clock.advance(99);
    expect(runs).toBe(1);
    await clock.advance(1);
    expect(runs).toBe(2);
    action.ask();
    action.cancel();
    await clock.advance(1_000);
    expect(runs).toBe(2);
  });
});
