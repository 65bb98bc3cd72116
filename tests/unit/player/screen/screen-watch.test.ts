import { describe, expect, it } from 'vitest';
import { createScreenWatch } from '../../../../src/player/screen/screen-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function watchScreen(hasWindow: boolean, isPanelOff = () => false) {
  const clock = createFakeClock();
  const recovered: (readonly [reason: string, atMs: number])[] = [];
  const watch = createScreenWatch({
    screen: { hasWindow },
    clock,
    onSign: () => undefined,
    isPanelOff,
    recover: (reason, _message, isStuck) =>
      recovered.push([isStuck ? `still ${reason}` : reason, clock.monotonic()]),
  });
  return { watch, clock, recovered };
}

describe('the screen watch', () => {
  it('has a silent renderer brought back, waits longer each time, and is calmed by a sign of life', async () => {
    const { watch, clock, recovered } = watchScreen(false);
    watch.start();
    await clock.advance(120_000);
    expect(recovered, 'somebody may never open a window').toEqual([]);
    watch.alive();
    await clock.advance(20_000);
    expect(recovered).toEqual([['silent', 140_000]]);
    await clock.advance(40_000);
    expect(recovered.at(-1)).toEqual(['silent', 180_000]);
    watch.alive();
    await clock.advance(19_999);
    expect(recovered).toHaveLength(2);
    await clock.advance(1);
    expect(recovered).toHaveLength(3);
    watch.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('gives a page behind a panel that is off its time', async () => {
    let isOff = true;
    const { watch, clock, recovered } = watchScreen(true, () => isOff);
    watch.start();
    watch.alive();
    await clock.advance(299_999);
    expect(recovered).toEqual([]);
    watch.alive();
    isOff = false;
    watch.alive();
    await clock.advance(20_000);
    expect(recovered).toHaveLength(1);
    watch.stop();
  });

  it("notices a page of the shell's own window that never connects", async () => {
    const { watch, clock, recovered } = watchScreen(true);
    watch.start();
    await clock.advance(59_999);
    expect(recovered).toEqual([]);
    await clock.advance(1);
    expect(recovered).toEqual([['never-connected', 60_000]]);
    await clock.advance(120_000);
    expect(recovered).toHaveLength(2);
    watch.alive();
    await clock.advance(20_000);
    expect(recovered.at(-1)).toEqual(['silent', 200_000]);
    watch.stop();
  });

  it('has a black screen loaded again, and not once more within ten minutes', async () => {
    const { watch, clock, recovered } = watchScreen(false);
    watch.blank();
    watch.blank();
    await clock.advance(599_999);
    watch.blank();
    expect(recovered).toEqual([['black', 0]]);
    await clock.advance(1);
    watch.blank();
    expect(recovered).toHaveLength(2);
  });

  it('says of a screen that is black again within the hour that a reload does not help', async () => {
    const { watch, clock, recovered } = watchScreen(false);
    watch.blank();
    await clock.advance(600_000);
    watch.blank();
    await clock.advance(3_600_000);
    watch.blank();
    expect(recovered.map(([reason]) => reason)).toEqual(['black', 'still black', 'black']);
  });

  it('expects nothing of a window that is away, and a first sign in its time when it is back', async () => {
    const { watch, clock, recovered } = watchScreen(true);
    watch.setAway(true);
    watch.start();
    await clock.advance(3_600_000);
    watch.setAway(false);
    await clock.advance(59_999);
    expect(recovered).toEqual([]);
    await clock.advance(1);
    expect(recovered).toEqual([['never-connected', 3_660_000]]);
    watch.alive();
    watch.setAway(true);
    await clock.advance(3_600_000);
    expect(recovered).toHaveLength(1);
    watch.stop();
    expect(clock.pendingTimers()).toBe(0);
  });
});
