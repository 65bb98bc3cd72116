import { describe, expect, it, onTestFinished } from 'vitest';
import { createPatience, watchForHang } from '../../../../src/shells/common/hang-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function watch() {
  const clock = createFakeClock();
  const patience = createPatience(clock);
  const hangs: number[] = [];
  const page = { isHung: false, refuses: false, asked: 0, waiting: [] as (() => void)[] };
  const begin = () => {
    const watched = watchForHang({
      ask: () => {
        page.asked += 1;
        if (page.refuses) return Promise.resolve(false);
        if (!page.isHung) return Promise.resolve(true);
        return new Promise((resolve) => {
          page.waiting.push(() => {
            resolve(true);
          });
        });
      },
      patience,
      clock,
      onHang: () => hangs.push(clock.monotonic()),
    });
    onTestFinished(() => {
      watched.stop();
    });
    return watched;
  };
  const wakeUp = (): void => {
    page.isHung = false;
    page.waiting.splice(0).forEach((answer) => {
      answer();
    });
  };
  return { clock, patience, hangs, page, begin, wakeUp };
}

describe('a page that hangs', () => {
  it('is found out within a second and a half, once', async () => {
    const { clock, hangs, page, begin } = watch();
    begin();
    await clock.advance(10_000);
    expect(hangs).toEqual([]);
    page.isHung = true;
    await clock.advance(1_000);
    expect(hangs).toEqual([]);
    await clock.advance(600);
    expect(hangs).toHaveLength(1);
    await clock.advance(60_000);
    expect(hangs).toHaveLength(1);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('is asked again when it says no, and found out all the same', async () => {
    const { clock, hangs, page, begin } = watch();
    begin();
    await clock.advance(10_000);
    page.refuses = true;
    await clock.advance(1_600);
    expect(hangs).toHaveLength(1);
  });

  it('has six seconds while it starts', async () => {
    const { clock, hangs, page, begin } = watch();
    page.isHung = true;
    begin();
    await clock.advance(5_900);
    expect(hangs).toEqual([]);
    await clock.advance(100);
    expect(hangs).toHaveLength(1);
  });
});

describe('false alarms', () => {
  it('does not count the time in which this process did not run', async () => {
    const { clock, page, hangs, begin, wakeUp } = watch();
    const starved = {
      ...clock,
      // Every timer fires a second late, as where twenty processes fight for one core.
      after: (delayMs: number, action: () => void) => clock.after(delayMs + 1_000, action),
    };
    const watched = watchForHang({
      ask: () =>
        page.isHung
          ? new Promise((resolve) =>
              page.waiting.push(() => {
                resolve(true);
              }),
            )
          : Promise.resolve(true),
      patience: createPatience(clock),
      clock: starved,
      onHang: () => hangs.push(clock.monotonic()),
    });
    await clock.advance(20_000);
    page.isHung = true;
    await clock.advance(4_500);
    expect(hangs).toEqual([]);
    wakeUp();
    await clock.advance(20_000);
    expect(hangs).toEqual([]);
    watched.stop();
    begin().stop();
  });

  it('has more patience with a machine that was slow before, for ten minutes', async () => {
    const { clock, patience, page, hangs, begin, wakeUp } = watch();
    begin();
    await clock.advance(10_000);
    expect(patience.current()).toBe(1_200);
    page.isHung = true;
    await clock.advance(1_200);
    wakeUp();
    await clock.advance(1_000);
    expect(hangs).toEqual([]);
    expect(patience.current()).toBeGreaterThan(1_600);
    await clock.advance(600_000);
    expect(patience.current()).toBe(1_200);
  });

  it('is stretched while the machine is busy', () => {
    expect(createPatience(createFakeClock(), () => 1.75).current()).toBe(2_100);
  });

  it('doubles its patience with each page that it ended, six seconds at most', async () => {
    const { clock, patience } = watch();
    const seen = [1, 2, 3, 4, 5].map(() => {
      patience.ended();
      return patience.current();
    });
    expect(seen).toEqual([2_400, 4_800, 6_000, 6_000, 6_000]);
    await clock.advance(600_000);
    expect(patience.current()).toBe(1_200);
  });
});

it('asks no more once it was stopped', async () => {
  const { clock, page, begin } = watch();
  const watched = begin();
  await clock.advance(1_000);
  const { asked } = page;
  expect(asked).toBeGreaterThan(2);
  watched.stop();
  await clock.advance(10_000);
  expect(page.asked).toBe(asked);
  expect(clock.pendingTimers()).toBe(0);
});
