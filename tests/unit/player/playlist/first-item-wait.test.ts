import { describe, expect, it } from 'vitest';
import { createFirstItemWait, FIRST_ITEM_WAIT_MS } from '../../../../src/player/playlist/first-item-wait.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

describe('the first list of a screen', () => {
  it('begins with its first item as soon as that is there', () => {
    const wait = createFirstItemWait(createFakeClock(), () => undefined);
    expect(wait.mayBegin('list', false)).toBe(false);
    expect(wait.mayBegin('list', true)).toBe(true);
  });

  it('begins with another one only after some seconds, and then goes on', async () => {
    const clock = createFakeClock();
    let over = 0;
    const wait = createFirstItemWait(clock, () => {
      over += 1;
    });
    expect(wait.mayBegin('list', false)).toBe(false);
    await clock.advance(FIRST_ITEM_WAIT_MS - 1);
    expect(wait.mayBegin('list', false)).toBe(false);
    expect(over).toBe(0);
    await clock.advance(1);
    expect(over).toBe(1);
    expect(wait.mayBegin('list', false)).toBe(true);
  });

  it('waits anew for another list, and for none once it was stopped', async () => {
    const clock = createFakeClock();
    let over = 0;
    const wait = createFirstItemWait(clock, () => {
      over += 1;
    });
    wait.mayBegin('list', false);
    await clock.advance(FIRST_ITEM_WAIT_MS - 1);
    expect(wait.mayBegin('other', false)).toBe(false);
    await clock.advance(FIRST_ITEM_WAIT_MS - 1);
    expect(over).toBe(0);
    wait.stop();
    await clock.advance(FIRST_ITEM_WAIT_MS);
    expect(over).toBe(0);
  });
});
