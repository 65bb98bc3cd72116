import { describe, expect, it } from 'vitest';
import { createSlewedOffset } from '../../../src/playback/slewed-offset.ts';

describe('a synchronised clock', () => {
  it('knows nothing before it was told, and takes the first word at once', () => {
    const offset = createSlewedOffset();
    expect(offset.at(5)).toBeNull();
    offset.aim(1_000_000, 5);
    expect(offset.at(5)).toBe(1_000_000);
  });

  it('moves by five milliseconds in a second at most, in both directions, and then stands', () => {
    const offset = createSlewedOffset();
    offset.aim(1_000, 0);
    offset.aim(1_100, 0);
    expect(offset.at(1_000)).toBeCloseTo(1_005);
    expect(offset.at(10_000)).toBeCloseTo(1_050);
    offset.aim(1_000, 10_000);
    expect(offset.at(12_000)).toBeCloseTo(1_040);
    expect(offset.at(60_000)).toBe(1_000);
  });

  it('jumps where it is more than two seconds off, or where the time was set anew', () => {
    const offset = createSlewedOffset();
    offset.aim(0, 0);
    offset.aim(1_999, 0);
    expect(offset.at(0)).toBe(0);
    offset.aim(2_001, 0);
    expect(offset.at(0)).toBe(2_001);
    offset.aim(1_000, 0, true);
    expect(offset.at(0)).toBe(1_000);
  });
});
