import { describe, expect, it } from 'vitest';
import { createGroupMarks, createGroupMarksOf } from '../../../../src/player/playlist/group-marks.ts';

const MINUTE_MS = 60_000;

function setUp(atMs: number) {
  const world = { atMs };
  const marks = createGroupMarks({ now: () => world.atMs, pollSeconds: () => 60 });
  return { world, marks };
}

describe('the marks of a group', () => {
  it('have every screen ask within five seconds after the same mark, each at a second of its own', () => {
    const names = Array.from({ length: 60 }, (_, place) => `screen-${place}`);
    for (const laterMs of [0, 1, 2_500, 4_999, 30_000, 59_999]) {
      const { world, marks } = setUp(1_000 * MINUTE_MS + laterMs);
      const polls = names.map((name) => world.atMs + marks.nextPollMs(name));
      for (const [place, poll] of polls.entries()) {
        expect(poll).toBeGreaterThan(world.atMs);
        expect(poll - world.atMs).toBeLessThanOrEqual(MINUTE_MS);
        expect(poll % MINUTE_MS).toBeLessThan(5_000);
        // From one poll to the next it is one interval, whoever asks when.
        const after = setUp(poll).marks.nextPollMs(names[place] ?? '');
        expect(after).toBe(MINUTE_MS);
      }
      expect(new Set(polls.map((poll) => poll % MINUTE_MS)).size).toBeGreaterThan(50);
    }
  });

  it('let a list that is whole twenty seconds after its mark begin after twenty-five, and a later one at once', () => {
    const mark = 1_000 * MINUTE_MS;
    const { world, marks } = setUp(mark + 3_000);
    expect(marks.takesOverAt(), 'no list came').toBeNull();
    marks.noteOffer();
    for (const laterMs of [3_000, 12_000, 20_000]) {
      world.atMs = mark + laterMs;
      expect(marks.takesOverAt()).toBe(mark + 25_000);
    }
    world.atMs = mark + 20_001;
    expect(marks.takesOverAt()).toBeNull();
    world.atMs = mark + MINUTE_MS + 5_000;
    expect(marks.takesOverAt(), 'staged at the next mark, offered at the one before').toBeNull();
  });

  it('follow the clock of the group and the interval of the settings', () => {
    const world = { epochMs: (1_000 * MINUTE_MS + 3_000) as number | null, seconds: 60 };
    const marks = createGroupMarksOf(
      { moment: () => (world.epochMs === null ? null : { epochMs: world.epochMs }) },
      () => ({ playlistPollSeconds: world.seconds }),
    );
    marks?.noteOffer();
    expect(marks?.takesOverAt()).toBe(1_000 * MINUTE_MS + 25_000);
    world.epochMs = 1_001 * MINUTE_MS;
    expect(marks?.takesOverAt()).toBeNull();
    expect(marks?.nextPollMs('a')).toBeLessThan(MINUTE_MS);
    world.seconds = 3_600;
    expect(marks?.nextPollMs('a')).toBeGreaterThan(MINUTE_MS);
    // The clock of the group may be lost while the screen runs.
    world.epochMs = null;
    expect(marks?.nextPollMs('a')).toBeGreaterThan(0);
  });

  it('are none for a screen in no group', () => {
    expect(createGroupMarksOf({ moment: () => null }, () => ({ playlistPollSeconds: 60 }))).toBeNull();
  });
});
