import type { GroupMoment } from '../../src/shared/bridge.ts';
import { createSlewedOffset } from '../../src/playback/slewed-offset.ts';
import { createTimeFilter } from '../../src/playback/time-filter.ts';
import { every } from '../../src/shared/async.ts';
import type { Clock } from '../../src/shared/clock.ts';

/** The synchronised time of a group, as the stage reads it. */
export interface GroupTime {
  /** Epoch ms at a monotonic moment; null: not known, or in no group. */
  at(monotonicMs: number): number | null;
}

/** Follows the player's synchronised time. */
export interface FollowedGroupTime extends GroupTime {
  readonly start: () => void;
  readonly stop: () => void;
}

/** How often the player is asked, and how often each time: of several answers the quickest says most. */
const ASK_EVERY_MS = 5_000;
const ASKED_AT_ONCE = 4;

/** Follows the time that `ask` tells (null: no group, or no answer) on the monotonic clock of this page. */
export function createGroupTime(clock: Clock, ask: () => Promise<GroupMoment | null>): FollowedGroupTime {
  const filter = createTimeFilter();
  const offset = createSlewedOffset();
  let settings = 0;
  /** Counts the starts: an answer that an earlier one asked for is nothing to this one. */
  let run = 0;
  let isRunning = false;

  async function look(): Promise<void> {
    const mine = run;
    for (let left = ASKED_AT_ONCE; left > 0; left -= 1) {
      const sentMs = clock.monotonic();
      const answer = await ask();
      if (answer === null || !isRunning || mine !== run) return;
      const receivedMs = clock.monotonic();
      // Set anew there, it is set anew here.
      const isNew = answer.settings !== settings;
      if (isNew) filter.forget();
      settings = answer.settings;
      offset.aim(filter.take({ sentMs, receivedMs, remoteMs: answer.epochMs }), receivedMs, isNew);
    }
  }
  const looks = every(clock, ASK_EVERY_MS, look);
  return {
    at(monotonicMs) {
      const offsetMs = offset.at(monotonicMs);
      return offsetMs === null ? null : monotonicMs + offsetMs;
    },
    start() {
      if (isRunning) return;
      isRunning = true;
      run += 1;
      void look();
      looks.start();
    },
    stop() {
      isRunning = false;
      looks.stop();
    },
  };
}
