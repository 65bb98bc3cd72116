import { describe, expect, it } from 'vitest';
import { within } from '../../../../src/player/doctor/within.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

describe('work within a time', () => {
  it('is broken off when the time is over, and its signal says so', async () => {
    const clock = createFakeClock();
    let own: AbortSignal | null = null;
    const ended = within({ clock, timeoutMs: 500 }, (signal) => {
      own = signal;
      return new Promise(() => undefined);
    });
    await clock.advance(500);
    expect(await ended).toEqual({ kind: 'timed-out' });
    expect(own).toMatchObject({ aborted: true });
    expect(clock.pendingTimers()).toBe(0);
  });

  it('leaves no timer behind when it is done, and rejects as the work does', async () => {
    const clock = createFakeClock();
    const limits = { clock, timeoutMs: 500 };
    expect(await within(limits, () => Promise.resolve(7))).toEqual({ kind: 'done', value: 7 });
    await expect(within(limits, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(clock.pendingTimers()).toBe(0);
  });
});
