import { describe, expect, it } from 'vitest';
import { createBoundaryLog } from '../../../../renderer/stage/boundary-log.ts';

describe('the log of boundaries', () => {
  it('adds up what went wrong with single frames in the last hour', () => {
    const log = createBoundaryLog();
    log.add(0, 0, { dropped: 9, repeated: 9 });
    log.add(3_600_000, 0, { dropped: 2, repeated: 1 });
    log.add(3_600_001, 0, { dropped: 1, repeated: 0 });
    expect(log.figures(3_600_002)).toMatchObject({ count: 2, droppedFrames: 3, repeatedFrames: 1 });
  });

  it('tells how late they were, and how often the old item had to be held', () => {
    const log = createBoundaryLog();
    for (let late = 1; late <= 100; late += 1) log.add(1_000, late);
    expect(log.figures(2_000)).toMatchObject({
      count: 100,
      held: 66,
      lateP50: 50,
      lateP95: 95,
      lateMax: 100,
    });
  });

  it('forgets what is older than an hour, and is bounded', () => {
    const log = createBoundaryLog();
    log.add(0, 500);
    log.add(3_000_000, 5);
    expect(log.figures(3_700_000)).toMatchObject({ count: 1, lateMax: 5 });
    for (let index = 0; index < 20_000; index += 1) log.add(3_700_000, 1);
    expect(log.figures(3_700_000).count).toBe(3_600);
  });
});
