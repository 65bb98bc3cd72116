import { describe, expect, it } from 'vitest';
import { createTimeFilter } from '../../../src/playback/time-filter.ts';

describe('the time of another clock', () => {
  it('is taken from the answer that was under way for the shortest time', () => {
    const filter = createTimeFilter();
    expect(filter.take({ sentMs: 0, receivedMs: 40, remoteMs: 1_000 })).toBe(980);
    expect(filter.take({ sentMs: 100, receivedMs: 102, remoteMs: 1_101 })).toBe(1_000);
    // Slow on one way only: its word counts for nothing.
    expect(filter.take({ sentMs: 200, receivedMs: 300, remoteMs: 1_299 })).toBe(1_000);
  });

  it('is not believed for ever: a slower answer counts once the quick one is old', () => {
    const filter = createTimeFilter();
    filter.take({ sentMs: 0, receivedMs: 2, remoteMs: 1_001 });
    const hourLater = 3_600_000;
    expect(filter.take({ sentMs: hourLater, receivedMs: hourLater + 10, remoteMs: hourLater + 1_105 })).toBe(
      1_100,
    );
  });

  it('begins anew when it is told to forget', () => {
    const filter = createTimeFilter();
    filter.take({ sentMs: 0, receivedMs: 0, remoteMs: 1 });
    filter.forget();
    expect(filter.take({ sentMs: 10, receivedMs: 20, remoteMs: 115 })).toBe(100);
  });
});
