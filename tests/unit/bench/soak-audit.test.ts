import { expect, test } from 'vitest';
import { auditPlays, type SoakPlay } from '../../bench/soak-audit.ts';
import { soakList, type SoakItem } from '../../bench/soak-media.ts';

const DWELL_MS = 1_000;

test('Whole rounds in their order and time have nothing wrong', () => {
  const audit = auditPlays(rounds(soakList, 5), soakList, DWELL_MS, [0]);
  expect(audit).toEqual({
    showings: 50,
    missing: [],
    fewest: 5,
    most: 5,
    outOfTurn: 0,
    offMs: { p50: 0, p95: 0, max: 0 },
    onTime: 100,
  });
});

test('An item that never came round makes a soak void, and is named', () => {
  const without = soakList.filter(({ name }) => name !== 'film.webm');
  const audit = auditPlays(rounds(without, 5), soakList, DWELL_MS, [0]);
  expect(audit.missing).toEqual(['film.webm']);
  expect(audit.outOfTurn).toBe(5);
});

test('A type that never came, or that the list does not even have, makes it void as well', () => {
  const noWeb = soakList.filter(({ type }) => type !== 'web');
  expect(auditPlays(rounds(noWeb, 5), noWeb, DWELL_MS, [0]).missing).toEqual(['web']);
  expect(auditPlays([], soakList, DWELL_MS, []).missing).toEqual([
    ...soakList.map(({ name }) => name),
    ...['image', 'video', 'pdf', 'web'],
  ]);
});

test('A slice may begin with any item; what ended with it says nothing of its length', () => {
  const [first, second] = [rounds(soakList, 1).slice(0, 4), rounds(soakList, 1)];
  const cut = first.map((play, index) => (index === 3 ? { ...play, shownMs: 200, reason: 'stopped' } : play));
  const both = numbered([...cut, ...second]);
  expect(auditPlays(both, soakList, DWELL_MS, [0, 4])).toMatchObject({ outOfTurn: 0, onTime: 100 });
  expect(auditPlays(both, soakList, DWELL_MS, [0])).toMatchObject({ outOfTurn: 1 });
});

test('Showings that were too long or too short are told', () => {
  const plays = rounds(soakList, 10).map((play, index) =>
    index % 10 === 3 ? { ...play, shownMs: index === 3 ? 1_900 : 850 } : play,
  );
  const audit = auditPlays(plays, soakList, DWELL_MS, [0]);
  expect(audit.offMs).toEqual({ p50: 0, p95: 150, max: 900 });
  expect(audit.onTime).toBe(90);
});

function rounds(list: readonly SoakItem[], count: number): SoakPlay[] {
  const round = list.map(({ id }) => ({ itemId: String(id), shownMs: DWELL_MS, reason: 'duration' }));
  return numbered(Array.from({ length: count }, () => round).flat());
}

function numbered(plays: readonly Omit<SoakPlay, 'showing'>[]): SoakPlay[] {
  return plays.map((play, index) => ({ ...play, showing: index + 1 }));
}
