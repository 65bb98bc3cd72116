import { expect, it } from 'vitest';
import { judgeEvents, type WaitingEvent } from '../../chaos/event-watch.ts';

const atMs = Date.UTC(2030, 0, 1);
const event = (message: string, afterMs: number): WaitingEvent => ({
  event: 'playlist-staged',
  message,
  happenedAtMs: atMs + afterMs,
});
const report = (message: string, afterMs: number) => ({
  message,
  timestamp: new Date(atMs + afterMs).toISOString().replace('Z', ''),
  body: { event: 'playlist-staged' },
});
const waiting = [event('one', 0), event('two', 10_000), event('three', 20_000)];

it('finds nothing where all came in order, some of them twice', () => {
  const came = [report('one', 0), report('one', 0), report('two', 10_000), report('three', 20_900)];
  expect(judgeEvents(waiting, came)).toEqual({ lost: [], outOfOrder: 0 });
});

it('tells what never came, also where another like it did at another time', () => {
  const came = [report('one', 0), report('two', 50_000), report('three', 20_000)];
  expect(judgeEvents(waiting, came)).toEqual({ lost: [waiting[1]], outOfOrder: 0 });
});

it('counts what came behind a later one', () => {
  const came = [report('two', 10_000), report('one', 0), report('three', 20_000)];
  expect(judgeEvents(waiting, came)).toEqual({ lost: [], outOfOrder: 1 });
});
