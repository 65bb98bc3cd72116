import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import {
  clockStatus,
  createClockFacts,
  isSameClock,
  judgeClock,
  learnServerTime,
  type MachineMoment,
} from '../../playback/wall-clock.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';
import type { ClockStatus } from '../../shared/status.ts';

/** The kept value with the last time that a server confirmed, ms since the epoch. */
const CONFIRMED_TIME = 'confirmed-time';

interface ServerTimeDependencies {
  readonly clock: Clock;
  /** When this program was built, epoch ms. */
  readonly buildMs: number;
  readonly keyValues: Pick<KeyValueStore, 'get' | 'set'>;
  readonly log: Log;
}

/** What is known about this machine's clock, from the build, from earlier runs and from the paired server. */
export interface ServerTime {
  /** Takes in what the paired server's answer says (epoch ms, now); tells whether anything follows from it. */
  note(serverMs: number): boolean;
  status(): ClockStatus;
  /** The server's clock minus the machine's now, in ms: 0 while they agree, null while no server said in this run. */
  skewMs(): number | null;
  /** The machine's clock with the correction, for what is recorded by the hour. */
  readonly corrected: Clock;
}

/** Reads what earlier runs confirmed; nothing is asked of any server here. */
export function createServerTime({ clock, buildMs, keyValues, log }: ServerTimeDependencies): ServerTime {
  let facts = createClockFacts(buildMs, readConfirmed(keyValues));
  let isHeard = false;
  let told: ClockStatus | null = null;
  const machineNow = (): MachineMoment => ({ wallMs: clock.now(), monotonicMs: clock.monotonic() });

  const status = (): ClockStatus => {
    const now = clockStatus(facts, machineNow());
    told = told !== null && isSameClock(told, now) ? told : now;
    return told;
  };
  const keep = (confirmedMs: number): void => {
    try {
      // Once an hour: one that is half a minute older tells as much.
      keyValues.set(CONFIRMED_TIME, String(Math.round(confirmedMs)), 'lazily');
    } catch (thrown) {
      log.debug('The confirmed time could not be kept', { reason: describeThrown(thrown) });
    }
  };

  return {
    note: (serverMs) => {
      const before = status();
      const learnt = learnServerTime(facts, machineNow(), serverMs);
      if (learnt === facts) return false;
      if (learnt.confirmedMs !== null && learnt.confirmedMs !== facts.confirmedMs) keep(learnt.confirmedMs);
      facts = learnt;
      const isFirst = !isHeard;
      isHeard = true;
      return isFirst || status() !== before;
    },
    status,
    skewMs: () => (isHeard ? (status().correctionMs ?? 0) : null),
    corrected: { ...clock, now: () => judgeClock(facts, machineNow()).nowMs },
  };
}

function readConfirmed(keyValues: Pick<KeyValueStore, 'get'>): number | null {
  const kept = keyValues.get(CONFIRMED_TIME) ?? '';
  return /^\d{1,15}$/.test(kept) ? Number(kept) : null;
}
