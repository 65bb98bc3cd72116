import { describe, expect, it } from 'vitest';
import { createWindowJudge } from '../../../src/playback/daypart.ts';
import {
  advance,
  createSchedule,
  cutCurrentAt,
  endCurrentAt,
  holdCurrent,
  markFailed,
  markShown,
  offerProgram,
  peekNext,
  resumeCurrent,
  standbyMs,
  type Moment,
  type Schedule,
} from '../../../src/playback/schedule.ts';
import type { Program } from '../../../src/shared/program.ts';
import { sampleItem, sampleProgram } from '../../support/sample-program.ts';

const isOpen = createWindowJudge('UTC');
const at = (monotonicMs: number, wallMs = Date.parse('2026-01-05T12:00:00Z')): Moment => ({
  monotonicMs,
  wallMs,
  isOpen,
});
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((key) => sampleItem(key)) as [
  ReturnType<typeof sampleItem>,
  ReturnType<typeof sampleItem>,
  ReturnType<typeof sampleItem>,
  ReturnType<typeof sampleItem>,
];

function playing(program: Program): Schedule {
  return advance(offerProgram(createSchedule(), program), at(0));
}

/** The keys of the next `count` items, each crossed at its planned end. */
function follow(schedule: Schedule, count: number): { readonly keys: string[]; readonly schedule: Schedule } {
  const keys: string[] = [];
  let now = schedule;
  for (let step = 0; step < count; step += 1) {
    now = advance(now, at(now.current?.endMs ?? 0));
    keys.push(now.current?.item.key ?? '-');
  }
  return { keys, schedule: now };
}

describe('a clock that is known to be wrong', () => {
  const dated = sampleItem('dated', { window: { validUntil: '2025-01-01' } });
  const hourly = sampleItem('hourly', {
    window: { validFrom: '2026-06-01', startTime: '18:00', endTime: '19:00' },
  });
  const shownAt = (isDateUnknown: boolean, wallMs: number): string | undefined =>
    peekNext(offerProgram(createSchedule(), sampleProgram([dated, hourly])), {
      ...at(0, wallMs),
      isDateUnknown,
    })?.key;

  it('lets no date limit anything, while days and hours hold', () => {
    const noon = Date.parse('1970-01-01T12:00:00Z');
    const evening = Date.parse('1970-01-01T18:30:00Z');
    expect(shownAt(true, noon)).toBe('dated');
    expect(shownAt(false, Date.parse('2026-01-01T18:30:00Z'))).toBeUndefined();
    const only = offerProgram(createSchedule(), sampleProgram([hourly]));
    expect(peekNext(only, { ...at(0, noon), isDateUnknown: true })).toBeNull();
    expect(peekNext(only, { ...at(0, evening), isDateUnknown: true })?.key).toBe('hourly');
    expect(peekNext(only, at(0, evening))).toBeNull();
  });
});

describe('the order of items', () => {
  it('goes round, from the first item or from the one to resume at', () => {
    expect(playing(sampleProgram([a, b, c])).current?.item.key).toBe('a');
    expect(follow(playing(sampleProgram([a, b, c])), 4).keys).toEqual(['b', 'c', 'a', 'b']);
    const resumed = playing(sampleProgram([a, b, c], { resumeAt: 'c' }));
    expect(resumed.current?.item.key).toBe('c');
    expect(follow(resumed, 2).keys).toEqual(['a', 'b']);
    expect(playing(sampleProgram([a, b], { resumeAt: 'gone' })).current?.item.key).toBe('a');
  });

  it('shows one item alone again and again', () => {
    expect(follow(playing(sampleProgram([a])), 3).keys).toEqual(['a', 'a', 'a']);
  });

  it('skips what is outside its window', () => {
    const shut = sampleItem('shut', { window: { startTime: '20:00', endTime: '21:00' } });
    expect(follow(playing(sampleProgram([a, shut, b])), 3).keys).toEqual(['b', 'a', 'b']);
  });
});

describe('a program that takes over', () => {
  it('waits for the boundary', () => {
    const offered = offerProgram(playing(sampleProgram([a, b])), sampleProgram([c, d], { id: 'other' }));
    expect(offered.current?.item.key).toBe('a');
    expect(peekNext(offered, at(5_000))?.key).toBe('d');
    expect(follow(offered, 3).keys).toEqual(['d', 'c', 'd']);
  });

  it('goes on behind the item that stands, found by its content', () => {
    const running = follow(playing(sampleProgram([a, b, c])), 1).schedule;
    const renamed = [d, a, { ...b, key: 'x', id: 'x' }, c];
    const offered = offerProgram(running, sampleProgram(renamed, { id: 'other' }));
    expect(peekNext(offered, at(0))?.key).toBe('c');
  });

  it('takes the nearest of several with the same content', () => {
    const running = follow(playing(sampleProgram([a, b, { ...a, key: 'a~2' }, c])), 2).schedule;
    const items = [a, b, { ...a, key: 'a~2' }, d].map((item) => ({ ...item, key: `new ${item.key}` }));
    expect(peekNext(offerProgram(running, sampleProgram(items, { id: 'other' })), at(0))?.key).toBe('new d');
  });

  it('else by its id, else by its place', () => {
    const running = follow(playing(sampleProgram([a, b, c])), 1).schedule;
    const sameId = [{ ...b, source: '/media/other' }, c, d];
    const samePlace = [d, { ...d, key: 'e', id: 'e', source: '/media/e' }, a];
    const next = (items: typeof sameId): string | undefined =>
      peekNext(offerProgram(running, sampleProgram(items, { id: 'other' })), at(0))?.key;
    expect(next(sameId)).toBe('c');
    expect(next(samePlace)).toBe('a');
    expect(next([d])).toBe('d');
  });

  it('gets through all its items while its text changes at each boundary', () => {
    let now = playing(sampleProgram([a, b, c, d]));
    const shown = [];
    for (let poll = 0; poll < 4; poll += 1) {
      const items = [a, b, c, d].map((item) => ({
        ...item,
        key: `${item.key} ${poll}`,
        id: `${item.id} ${poll}`,
      }));
      now = advance(offerProgram(now, sampleProgram(items, { id: `list ${poll}` })), at(0));
      shown.push(now.current?.item.source);
    }
    expect(shown).toEqual([b, c, d, a].map(({ source }) => source));
  });

  it('goes on after the current item when a revision names all of them anew', () => {
    const running = follow(playing(sampleProgram([a, b, c])), 1).schedule;
    const renamed = [a, b, c].map((item) => ({ ...item, key: `new ${item.key}` }));
    expect(peekNext(offerProgram(running, sampleProgram(renamed, { revision: 2 })), at(0))?.key).toBe(
      'new c',
    );
  });

  it('begins with its first item when a revision has dropped the current one and all before it', () => {
    const shrunk = offerProgram(playing(sampleProgram([a, b, c])), sampleProgram([b, c], { revision: 2 }));
    expect(peekNext(shrunk, at(0))?.key).toBe('b');
  });

  it('goes on after the current item when it is a higher revision of the same', () => {
    const running = follow(playing(sampleProgram([a, c])), 1).schedule;
    const grown = offerProgram(running, sampleProgram([a, b, c, d], { revision: 2 }));
    expect(follow(grown, 3).keys).toEqual(['d', 'a', 'b']);
  });

  it('goes on after the nearest item that is left when the current one has gone', () => {
    const running = follow(playing(sampleProgram([a, b, c])), 1).schedule;
    const shrunk = offerProgram(running, sampleProgram([a, c], { revision: 2 }));
    expect(follow(shrunk, 2).keys).toEqual(['c', 'a']);
  });

  it('is ignored when it is the same or an older revision', () => {
    const running = playing(sampleProgram([a, b], { revision: 3 }));
    expect(offerProgram(running, sampleProgram([c], { revision: 3 }))).toBe(running);
    expect(offerProgram(running, sampleProgram([c], { revision: 2 }))).toBe(running);
  });

  it('is forgotten when the running one comes back before the boundary', () => {
    const program = sampleProgram([a, b]);
    const other = offerProgram(playing(program), sampleProgram([c], { id: 'other' }));
    expect(follow(offerProgram(other, program), 2).keys).toEqual(['b', 'a']);
  });

  it('ends everything at once when it is null', () => {
    expect(offerProgram(playing(sampleProgram([a])), null)).toEqual(createSchedule());
  });

  it('means standby at the boundary when it is empty', () => {
    const emptied = offerProgram(playing(sampleProgram([a])), sampleProgram([], { id: 'empty' }));
    expect(emptied.current?.item.key).toBe('a');
    expect(advance(emptied, at(10_000)).current).toBeNull();
  });
});

describe('the plan', () => {
  it('starts an item at the planned end of the one before, however late the timer was', () => {
    let schedule = playing(sampleProgram([a, b]));
    for (let step = 1; step <= 100; step += 1) schedule = advance(schedule, at(step * 10_000 + 100));
    expect(schedule.current?.startMs).toBe(1_000_000);
  });

  it('starts anew after a long hold or a suspended machine, without hurrying through what was missed', () => {
    const woken = advance(playing(sampleProgram([a, b])), at(3_600_000));
    expect(woken.current).toMatchObject({ startMs: 3_600_000, endMs: 3_610_000 });
  });

  it('learns the end of a video that plays its own length', () => {
    const video = sampleItem('v', { kind: 'video', durationMs: null });
    const running = playing(sampleProgram([video, a]));
    expect(running.current?.endMs).toBeNull();
    expect(advance(endCurrentAt(running, 7_400), at(7_390)).current?.startMs).toBe(7_400);
  });
});

describe('what failed', () => {
  it('is left out, longer each time, and comes back', () => {
    let schedule = markFailed(playing(sampleProgram([a, b])), b, 0);
    expect(peekNext(schedule, at(14_999))?.key).toBe('a');
    expect(peekNext(schedule, at(15_000))?.key).toBe('b');
    schedule = markFailed(schedule, b, 15_000);
    expect(peekNext(schedule, at(44_999))?.key).toBe('a');
    expect(peekNext(schedule, at(45_000))?.key).toBe('b');
    expect(markShown(schedule, b).quarantine.size).toBe(0);
  });

  it('leads to standby when nothing else can play, and out of it again', () => {
    const alone = markFailed(playing(sampleProgram([a])), a, 0);
    const standby = advance(alone, at(1_000));
    expect(standby.current).toBeNull();
    expect(standbyMs(standby, at(1_000))).toBe(14_000);
    expect(advance(standby, at(15_000)).current?.item.key).toBe('a');
  });
});

describe('an item that somebody uses', () => {
  it('has what was left of its time afterwards, and at least what it is given', () => {
    const shown = playing(sampleProgram([a, b]));
    const endMs = shown.current?.endMs ?? 0;
    const held = holdCurrent(shown, 4_000);
    expect(held.current).toEqual({ ...shown.current, heldSinceMs: 4_000 });
    expect(holdCurrent(held, 9_000), 'it is held once').toBe(held);
    expect(resumeCurrent(held, 104_000, 1_000).current).toEqual({ ...shown.current, endMs: endMs + 100_000 });
    const late = holdCurrent(shown, endMs - 500);
    expect(resumeCurrent(late, 200_000, 1_000).current?.endMs).toBe(201_000);
    expect(resumeCurrent(late, 200_000, 400).current?.endMs).toBe(200_500);
  });

  it('ends when it is cut short, and is no other one’s matter', () => {
    const held = holdCurrent(playing(sampleProgram([a, b])), 1_000);
    expect(resumeCurrent(cutCurrentAt(held, 5_000), 9_000, 1_000).current?.endMs).toBe(5_000);
    const idle = createSchedule();
    expect(holdCurrent(idle, 1)).toBe(idle);
    expect(resumeCurrent(idle, 1, 1)).toBe(idle);
    const shown = playing(sampleProgram([a, b]));
    expect(resumeCurrent(shown, 1, 1)).toBe(shown);
  });

  it('goes on without an end where none is known', () => {
    const shown = playing(sampleProgram([{ ...a, durationMs: null }]));
    expect(resumeCurrent(holdCurrent(shown, 1_000), 5_000, 1_000).current).toEqual(shown.current);
  });
});

describe('standby', () => {
  const evening = sampleItem('evening', { window: { startTime: '18:00', endTime: '20:00' } });
  const standby = playing(sampleProgram([evening]));

  it('looks again at the very second at which a window opens', () => {
    expect(standby.current).toBeNull();
    expect(standbyMs(standby, at(0, Date.parse('2026-01-05T17:59:30.250Z')))).toBe(29_750);
  });

  it('looks again after a minute at the latest, so that a clock that is set is noticed', () => {
    expect(standbyMs(standby, at(0, Date.parse('2026-01-05T03:00:00Z')))).toBe(60_000);
    expect(standbyMs(createSchedule(), at(0))).toBe(60_000);
    expect(advance(standby, at(60_000, Date.parse('2026-01-05T18:00:00Z'))).current?.item.key).toBe(
      'evening',
    );
  });
});
