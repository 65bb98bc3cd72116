import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import type { TimeServiceReport } from '../../platform/machine/time-service.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';
import {
  boundsAt,
  driftBetween,
  middleOf,
  UNKNOWN_DRIFT,
  type DateSample,
  type OffsetBounds,
} from '../../playback/second-turn.ts';
import { createSlewedOffset } from '../../playback/slewed-offset.ts';
import type { GroupMoment } from '../../shared/bridge.ts';
import { every } from '../../shared/async.ts';
import { createJumpLook } from '../../shared/clock-jump.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import { describeThrown, type Result } from '../../shared/result.ts';
import type { GroupClockStatus } from '../../shared/status.ts';
import { findTurn } from './find-turn.ts';

/** The time that the screens of a group share. */
export interface GroupClock {
  start(): void;
  stop(): Promise<void>;
  /** Null: this screen is in no group. */
  moment(): GroupMoment | null;
  status(): GroupClockStatus | null;
  /** The session with a server is there, or it answers again: it is asked soon. */
  lookSoon(): void;
}

export interface GroupClockDependencies {
  /** The setting `syncGroup`. */
  readonly group: string;
  readonly clock: Clock;
  readonly askTimeService: () => Promise<TimeServiceReport>;
  /** Asks the paired server for its time, once. */
  readonly askServer: (signal: AbortSignal) => Promise<Result<DateSample>>;
  readonly keyValues: Pick<KeyValueStore, 'get' | 'set'>;
  readonly log: Log;
  readonly onChange: () => void;
}

/** The kept value with what was last known of the server's clock. */
const KEPT = 'group-clock';
const keptSchema = z.object({
  correctionMs: z.number(),
  errorMs: z.number().nonnegative(),
  atMs: z.number(),
});
/** What an earlier run found is worth something for so long, ms. */
const KEPT_FOR_MS = 7 * 86_400_000;
const OWN_CLOCK_EVERY_MS = 60_000;
const SERVER_EVERY_MS = 300_000;
const AGAIN_AFTER_MS = 20_000;
const SOON_MS = 1_000;
/** A machine's clock that is set, and not merely kept right, moves by more, ms. */
const CLOCK_SET_MS = 20;
const LOOK_AT_CLOCK_EVERY_MS = 2_000;

interface Known {
  readonly source: GroupClockStatus['source'];
  readonly bounds: OffsetBounds;
  /** Else nobody knows how good the bounds are. */
  readonly isProven: boolean;
}

/**
 * Makes the {@link GroupClock}: the machine's own clock where its time service says that it is good, else the paired
 * server's, found from its whole seconds; while neither is to be had, what was found last.
 */
export function createGroupClock(dependencies: GroupClockDependencies): GroupClock {
  const { group, clock, keyValues, log, onChange } = dependencies;
  const offset = createSlewedOffset();
  const gone = new AbortController();
  const clockWasSet = createJumpLook(clock, CLOCK_SET_MS);
  let drift = UNKNOWN_DRIFT;
  let firstRound: OffsetBounds | null = null;
  let known = restored(keyValues, clock);
  let settings = 1;
  let timer: ClockTimer | null = null;
  let looking: Promise<void> | null = null;
  let told = '';

  const isStopped = (): boolean => gone.signal.aborted;
  const boundsNow = (): OffsetBounds => boundsAt(known.bounds, clock.monotonic(), drift);
  aim(true);

  function aim(isNew: boolean): void {
    offset.aim(middleOf(boundsNow()).offsetMs, clock.monotonic(), isNew);
    if (isNew) settings += 1;
  }

  function take(next: Known): void {
    const isFirst = next.isProven && !known.isProven;
    known = next;
    aim(isFirst);
    const { source, errorMs } = statusNow();
    const word = `${source} ${errorMs !== null && errorMs <= ROUGH_FROM_MS ? 'good' : 'rough'}`;
    if (word !== told) log.info('The clock of the group', { source, errorMs, group });
    told = word;
    onChange();
  }

  function statusNow(): GroupClockStatus {
    const { source, isProven, bounds } = known;
    const errorMs = isProven ? Math.round(middleOf(boundsNow()).errorMs * 10) / 10 : null;
    const ageMs = clock.monotonic() - bounds.atMs;
    return { group, source, errorMs, ageSeconds: isProven ? Math.round(ageMs / 1_000) : null };
  }

  async function look(): Promise<number> {
    const own = await dependencies.askTimeService();
    if (isStopped()) return AGAIN_AFTER_MS;
    if (own.isSynchronised && own.errorMs !== null && own.errorMs <= ROUGH_FROM_MS) {
      take({ source: 'ntp', bounds: ownBounds(clock, own.errorMs), isProven: true });
      return OWN_CLOCK_EVERY_MS;
    }
    const before = known.source === 'server' && known.isProven ? known.bounds : null;
    const { askServer } = dependencies;
    const found = await findTurn(before, { clock, ask: askServer, drift, signal: gone.signal });
    if (isStopped()) return AGAIN_AFTER_MS;
    if (found !== null) {
      learnDrift(found);
      take({ source: 'server', bounds: found, isProven: true });
      keep(found);
      return SERVER_EVERY_MS;
    }
    if (own.isSynchronised) {
      take({ source: 'ntp', bounds: ownBounds(clock, own.errorMs ?? UNTOLD_ERROR_MS), isProven: true });
    } else {
      // What was known goes on, with what it may have drifted since.
      take(known.isProven ? known : { ...known, bounds: ownBounds(clock, 0) });
    }
    return AGAIN_AFTER_MS;
  }

  function learnDrift(found: OffsetBounds): void {
    firstRound ??= found;
    const expected = boundsAt(firstRound, found.atMs, { rate: 0, doubt: MOST_DRIFT });
    if (found.lowMs > expected.highMs || found.highMs < expected.lowMs) {
      // A clock was set: what was learnt before is void.
      firstRound = found;
      drift = UNKNOWN_DRIFT;
    }
    drift = driftBetween(firstRound, found) ?? drift;
  }

  function keep(found: OffsetBounds): void {
    const { offsetMs, errorMs } = middleOf(found);
    const correctionMs = offsetMs - (clock.now() - clock.monotonic());
    try {
      keyValues.set(KEPT, JSON.stringify({ correctionMs, errorMs, atMs: clock.now() }));
    } catch (thrown) {
      log.debug('The time of the group could not be kept', { reason: describeThrown(thrown) });
    }
  }

  function plan(delayMs: number): void {
    timer?.cancel();
    if (gone.signal.aborted) return;
    timer = clock.after(delayMs, () => {
      looking ??= look()
        .catch((thrown: unknown) => {
          log.error('The time of the group could not be looked for', { reason: describeThrown(thrown) });
          return AGAIN_AFTER_MS;
        })
        .then((nextMs) => {
          looking = null;
          plan(nextMs);
        });
    });
  }

  const ownClockLooks = every(clock, LOOK_AT_CLOCK_EVERY_MS, () => {
    const wasSet = clockWasSet();
    if (wasSet && known.source !== 'server') plan(0);
  });

  return {
    start() {
      if (group === '') return;
      plan(0);
      ownClockLooks.start();
    },
    async stop() {
      gone.abort();
      timer?.cancel();
      ownClockLooks.stop();
      await looking;
    },
    moment() {
      if (group === '') return null;
      const atMs = clock.monotonic();
      return { epochMs: atMs + (offset.at(atMs) ?? 0), settings };
    },
    status: () => (group === '' ? null : statusNow()),
    lookSoon() {
      if (group !== '' && known.source !== 'ntp' && looking === null) plan(SOON_MS);
    },
  };
}

/** From here on a group is only roughly in step, ms. */
export const ROUGH_FROM_MS = 15;
/** A clock that is synchronised without saying how well. */
const UNTOLD_ERROR_MS = 50;
/** No two crystals go apart faster. */
const MOST_DRIFT = 300e-6;
/** `Date.now` leaves the fraction of a ms out. */
const CUT_OFF_MS = 0.5;

function ownBounds(clock: Clock, errorMs: number): OffsetBounds {
  const offsetMs = clock.now() + CUT_OFF_MS - clock.monotonic();
  return { lowMs: offsetMs - errorMs, highMs: offsetMs + errorMs, atMs: clock.monotonic() };
}

/** What an earlier run found of the server's clock, by the machine's, which went on meanwhile; else the machine's alone. */
function restored(keyValues: Pick<KeyValueStore, 'get'>, clock: Clock): Known {
  const kept = readKept(keyValues, KEPT, keptSchema);
  const own = ownBounds(clock, 0);
  const agoMs = kept === null ? 0 : clock.now() - kept.atMs;
  if (kept === null || agoMs < 0 || agoMs > KEPT_FOR_MS)
    return { source: 'machine', bounds: own, isProven: false };
  const errorMs = kept.errorMs + agoMs * UNKNOWN_DRIFT.doubt;
  const middleMs = own.lowMs + kept.correctionMs;
  return {
    source: 'server',
    bounds: { lowMs: middleMs - errorMs, highMs: middleMs + errorMs, atMs: own.atMs },
    isProven: true,
  };
}
