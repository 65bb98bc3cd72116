import { cutCurrentAt, hasClosed, isOverruled, type Moment } from '../../src/playback/schedule.ts';
import type { ClockTimer } from '../../src/shared/clock.ts';
import type { PlaybackReporter } from './playback-reporter.ts';
import { createProgramChange } from './program-change.ts';
import type { StageRound } from './stage-round.ts';
import type { StageDependencies } from './stage.types.ts';

/** Ends what is on the screen before its time, where it may not stay so long. */
export interface RoomMaker {
  /** A program was offered, or the time has changed what it means. */
  note(): void;
  /** Makes a boundary where waiting would show what was withdrawn, or hold a change back too long. */
  forChange(): void;
  /** An item whose window closes while it is shown, or whose place another may take, stands only until another is ready. */
  forWindow(): void;
  stop(): void;
}

interface RoomDependencies extends Pick<StageDependencies, 'clock'> {
  readonly round: StageRound;
  readonly reporter: PlaybackReporter;
  /** Whether the stage runs, and whether a layer is on its way. */
  readonly isRunning: () => boolean;
  readonly isCrossing: () => boolean;
  readonly longestWaitMs: () => number;
  /** Looks at everything anew. */
  readonly plan: () => void;
  /** Nothing of the new program is ready: what was withdrawn goes all the same, and standby stands until something is. */
  readonly leave: () => void;
}

/** A moment that all screens share is waited for exactly from so long before it: longer than between two looks, ms. */
const SHARED_MOMENT_MS = 1_500;

/** Makes a {@link RoomMaker} for which nothing waits. */
export function createRoomMaker(dependencies: RoomDependencies): RoomMaker {
  const { clock, round, reporter, isRunning, isCrossing, longestWaitMs, plan, leave } = dependencies;
  const change = createProgramChange();
  let timer: ClockTimer | null = null;

  /** A group's new list has a moment of its own, which lies between two looks. */
  function lookAtSharedMoment({ wallMs, plan: isPlanned }: Moment): void {
    const inMs = isPlanned ? (round.schedule.pending?.group?.fromMs ?? wallMs) - wallMs : 0;
    if (inMs <= 0 || inMs > SHARED_MOMENT_MS) return;
    timer?.cancel();
    timer = clock.after(inMs, forChange);
  }

  function forChange(): void {
    if (!isRunning() || isCrossing()) return;
    const moment = round.now();
    lookAtSharedMoment(moment);
    const due = change.due(round.schedule, moment, longestWaitMs());
    if (due === 'nothing') return;
    if (due === 'leave') {
      leave();
      return;
    }
    // What broke off before stands all the same, and goes like the others; its end was told already.
    reporter.cutShort('program-changed');
    change.noteCut(moment.monotonicMs);
    round.set(cutCurrentAt(round.schedule, moment.monotonicMs));
    plan();
  }

  return {
    note: () => {
      change.note(round.schedule, round.now());
    },
    forChange,
    forWindow() {
      const moment = round.now();
      const isClosed = hasClosed(round.schedule, moment);
      if (isCrossing() || !(isClosed || isOverruled(round.schedule, moment))) return;
      if (reporter.cutShort(isClosed ? 'window-closed' : 'program-changed'))
        round.set(cutCurrentAt(round.schedule, moment.monotonicMs));
      plan();
    },
    stop() {
      timer?.cancel();
    },
  };
}
