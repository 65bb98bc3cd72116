import { createPlanReader } from '../../src/playback/group-plan.ts';
import { createSchedule, followPlan, type Moment, type Schedule } from '../../src/playback/schedule.ts';
import {
  clockFactsOf,
  createClockFacts,
  judgeClock,
  type MachineMoment,
} from '../../src/playback/wall-clock.ts';
import type { ClockStatus } from '../../src/shared/status.ts';
import type { Timeline } from './layers/layer.ts';
import type { StepFacts } from './next-step.ts';
import type { OnScreen } from './on-screen.ts';
import type { StageDependencies } from './stage.types.ts';

/** What plays, as the schedule says, and the moment by which it is asked. */
export interface StageRound {
  readonly schedule: Schedule;
  /** The sources that were late when the plan was made: the round goes on without them. */
  readonly passedOver: Set<string>;
  /** What a rule of the schedule has made of it. */
  set(schedule: Schedule): void;
  /** Takes what the player knows of this machine's clock. */
  takeClock(status: ClockStatus): void;
  readonly now: () => Moment;
  /** What the next step is decided from; the times of a group are read anew. */
  readonly facts: () => StepFacts;
  /** The plan of the item that came to the screen last; null: it is in no group. */
  readonly timeline: () => Timeline | null;
  /** The program that plays, or that waits to; undefined: none. */
  readonly programId: () => string | undefined;
}

type RoundDependencies = Pick<StageDependencies, 'clock' | 'groupTime' | 'isOpen'> & {
  readonly onScreen: OnScreen;
};

/** Makes a {@link StageRound} in which nothing plays. */
export function createStageRound({ clock, groupTime, isOpen, onScreen }: RoundDependencies): StageRound {
  const planReader = createPlanReader();
  const passedOver = new Set<string>();
  let schedule = createSchedule();
  let clockFacts = createClockFacts(0, null);

  const machineNow = (): MachineMoment => ({ monotonicMs: clock.monotonic(), wallMs: clock.now() });
  const waitingOrPlaying = (): Schedule['program'] => schedule.pending ?? schedule.program;

  function now(): Moment {
    const machine = machineNow();
    const { verdict, nowMs } = judgeClock(clockFacts, machine);
    const isInGroup = waitingOrPlaying()?.group !== undefined;
    return {
      monotonicMs: machine.monotonicMs,
      wallMs: isInGroup ? (groupTime.at(machine.monotonicMs) ?? nowMs) : nowMs,
      isOpen,
      isDateUnknown: verdict === 'wrong',
      passedOver,
      ...(isInGroup ? { plan: planReader } : {}),
    };
  }

  return {
    get schedule() {
      return schedule;
    },
    passedOver,
    set(changed) {
      schedule = changed;
    },
    takeClock(status) {
      clockFacts = clockFactsOf(status, machineNow());
    },
    now,
    facts() {
      const moment = now();
      return {
        schedule: followPlan(schedule, moment),
        visibleItem: onScreen.layer?.item ?? null,
        loadedMsAgo: moment.monotonicMs - onScreen.loadedAtMs,
        media: onScreen.media,
        now: moment,
      };
    },
    timeline() {
      const mine = schedule.current;
      if (mine?.ownEndMs === undefined) return null;
      let { startMs } = mine;
      return {
        startMs: () => {
          const { current } = followPlan(schedule, now());
          if (current?.item.key === mine.item.key) startMs = current.startMs;
          return startMs;
        },
      };
    },
    programId: () => waitingOrPlaying()?.id,
  };
}
