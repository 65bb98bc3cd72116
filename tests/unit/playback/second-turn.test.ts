import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsAt,
  driftBetween,
  middleOf,
  narrow,
  nextAskMs,
  UNKNOWN_DRIFT,
  type Drift,
  type OffsetBounds,
} from '../../../src/playback/second-turn.ts';

/** A server with a clock of its own behind a way that takes its time. */
interface Server {
  /** Its clock minus the monotonic one at 0, ms. */
  readonly offsetMs: number;
  /** How much faster than the monotonic one it goes. */
  readonly rate?: number;
  /** How long each way takes, ms, for the n-th request. */
  readonly there: (request: number) => number;
  readonly back: (request: number) => number;
}

const offsetAt = ({ offsetMs, rate = 0 }: Server, atMs: number): number => offsetMs + rate * atMs;

/** Asks at chosen phases; gives the bounds after each request. */
function search(
  server: Server,
  requests: number,
  fromMs = 0,
  known: OffsetBounds | null = null,
  drift = UNKNOWN_DRIFT,
) {
  let bounds = known;
  let nowMs = fromMs;
  let shortest = 0;
  const seen: OffsetBounds[] = [];
  for (let request = 0; request < requests; request += 1) {
    const sentMs = nextAskMs(bounds, nowMs, shortest);
    const answeredMs = sentMs + server.there(request);
    const receivedMs = answeredMs + server.back(request);
    const dateMs = Math.floor((answeredMs + offsetAt(server, answeredMs)) / 1_000) * 1_000;
    bounds = narrow(bounds, { sentMs, receivedMs, dateMs }, drift);
    shortest = shortest === 0 ? receivedMs - sentMs : Math.min(shortest, receivedMs - sentMs);
    nowMs = receivedMs;
    seen.push(bounds);
  }
  return { bounds: seen.at(-1) ?? { lowMs: 0, highMs: 0, atMs: 0 }, seen, tookMs: nowMs - fromMs };
}

const steady = (ms: number) => () => ms;

describe('the turn of a second', () => {
  it('is found to within the way there and back by ten small requests in less than ten seconds', () => {
    const server = { offsetMs: 1_700_000_123_456.7, there: steady(2), back: steady(3) };
    const { bounds, tookMs } = search(server, 10);
    expect(middleOf(bounds).errorMs).toBeLessThan(5);
    expect(Math.abs(middleOf(bounds).offsetMs - server.offsetMs)).toBeLessThanOrEqual(
      middleOf(bounds).errorMs,
    );
    expect(tookMs).toBeLessThan(10_000);
  });

  it('always lies within the bounds, whatever the two ways take, and however the clocks drift', () => {
    const ways = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.double({ min: 1e12, max: 2e12, noNaN: true }),
        fc.double({ min: -39e-6, max: 39e-6, noNaN: true }),
        ways,
        ways,
        (offsetMs, rate, there, back) => {
          const server = {
            offsetMs,
            rate,
            there: (at: number) => there[at] ?? 0,
            back: (at: number) => back[at] ?? 0,
          };
          for (const { lowMs, highMs, atMs } of search(server, 20).seen) {
            expect(offsetAt(server, atMs)).toBeGreaterThanOrEqual(lowMs - 0.01);
            expect(offsetAt(server, atMs)).toBeLessThanOrEqual(highMs + 0.01);
          }
        },
      ),
    );
  });

  it('is found to within five milliseconds on a way that is slow now and then, and only one way', () => {
    const server = {
      offsetMs: 1_700_000_000_321,
      there: (request: number) => (request % 3 === 1 ? 90 : 3),
      back: (request: number) => (request % 4 === 2 ? 250 : 2),
    };
    expect(middleOf(search(server, 15).bounds).errorMs).toBeLessThan(6);
  });

  it('begins anew when the clock of the server was set', () => {
    const before = { offsetMs: 1_700_000_000_000, there: steady(1), back: steady(1) };
    const { bounds } = search(before, 12);
    const set = { ...before, offsetMs: before.offsetMs + 7_300 };
    const after = search(set, 14, bounds.atMs + 60_000, bounds);
    expect(Math.abs(middleOf(after.bounds).offsetMs - set.offsetMs)).toBeLessThan(3);
  });

  it('grows uncertain with time, and less so once the drift is known', () => {
    const server = { offsetMs: 1_700_000_000_000, rate: 25e-6, there: steady(1), back: steady(1) };
    const first = search(server, 12).bounds;
    const hour = 3_600_000;
    const second = search(server, 12, hour, first).bounds;
    const drift = driftBetween(first, second) ?? UNKNOWN_DRIFT;
    expect(drift.rate).toBeCloseTo(25e-6, 6);
    const later = second.atMs + hour;
    const width = (by: Drift): number => middleOf(boundsAt(second, later, by)).errorMs;
    expect(width(UNKNOWN_DRIFT)).toBeGreaterThan(100);
    expect(width(drift)).toBeLessThan(10);
    const { lowMs, highMs } = boundsAt(second, later, drift);
    expect(offsetAt(server, later)).toBeGreaterThan(lowMs);
    expect(offsetAt(server, later)).toBeLessThan(highMs);
    expect(driftBetween(first, search(server, 12, 60_000, first).bounds), 'a minute says nothing').toBeNull();
  });
});
