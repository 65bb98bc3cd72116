import { describe, expect, it } from 'vitest';
import { wait } from '../../../../src/shared/clock.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

describe('createFakeClock', () => {
  it('runs timers in the order of their time, with the time they asked for', async () => {
    const clock = createFakeClock(1_000);
    const seen: string[] = [];
    clock.after(20, () => seen.push(`second at ${clock.monotonic()}`));
    clock.after(10, () => {
      seen.push(`first at ${clock.monotonic()}`);
      clock.after(5, () => seen.push(`between at ${clock.monotonic()}`));
    });
    await clock.advance(20);
    expect(seen).toEqual(['first at 10', 'between at 15', 'second at 20']);
    expect(clock.now()).toBe(1_020);
  });

  it('settles promises that hang on a timer before the next timer runs', async () => {
    const clock = createFakeClock();
    let turns = 0;
    const loop = async (): Promise<void> => {
      while (turns < 10) {
        await wait(clock, 10);
        turns += 1;
      }
    };
    void loop();
    await clock.advance(100);
    expect(turns).toBe(10);
  });

  it('does not run what was cancelled, nor what a jump of the wall clock passes over', async () => {
    const clock = createFakeClock();
    let fired = 0;
    clock.after(10, () => (fired += 1)).cancel();
    clock.after(10, () => (fired += 1));
    clock.setNow(0);
    expect(fired).toBe(0);
    await clock.advance(10);
    expect(fired).toBe(1);
    expect(clock.now()).toBe(10);
    expect(clock.pendingTimers()).toBe(0);
  });
});
