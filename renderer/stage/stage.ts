import {
  advance,
  endCurrentAt,
  holdCurrent,
  markFailed,
  markShown,
  mayCome,
  offerProgram,
  peekNext,
  pauseAtCurrent,
  resumeCurrent,
  standbyMs,
} from '../../src/playback/schedule.ts';
import { isSameMedia } from '../../src/playback/same-media.ts';
import { LEAST_LEFT_MS } from '../../src/playback/touch-session.ts';
import type { ClockTimer } from '../../src/shared/clock.ts';
import { createJumpLook } from '../../src/shared/clock-jump.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import type { Result } from '../../src/shared/result.ts';
import { createBoundaryLog } from './boundary-log.ts';
import { chooseStep, isFar } from './choose-step.ts';
import { createCrossing } from './crossing.ts';
import { createJoin } from './join.ts';
import type { Layer } from './layers/layer.ts';
import { createRoomMaker } from './make-room.ts';
import { nextStep, stepMoment, type NextStep } from './next-step.ts';
import { createOnScreen } from './on-screen.ts';
import { createPlaybackReporter } from './playback-reporter.ts';
import { createPreloads } from './preloads.ts';
import { createStageRound } from './stage-round.ts';
import { createStageWatch } from './stage-watch.ts';
import type { StageDependencies, Stage } from './stage.types.ts';
import { transitionMs } from './transition.ts';
import { createUsedPage } from './used-page.ts';

/** What needs no frame of its own, the screen left as it is or the way to standby, is done this long before its time. */
const STAY_LEAD_MS = 20;
/** A clock that moves by less is being kept right, ms. */
const CLOCK_JUMP_MS = 1_500;

/**
 * Shows a program on two layers without a blank between items: the next layer is prepared hidden, and the one on the screen
 * goes only when a frame of the next can be shown. What is not ready at its boundary is passed over and tried beside the
 * round. It decides nothing of what plays: the schedule does, and {@link nextStep} says what follows from it.
 */
export function createStage(dependencies: StageDependencies): Stage {
  const { container, clock, frames, makeLayer } = dependencies;
  let settings = dependencies.settings;
  let isRunning = false;
  let timer: ClockTimer | null = null;
  const onScreen = createOnScreen();
  const round = createStageRound({ ...dependencies, onScreen });
  const { now, facts } = round;
  const boundaryLog = createBoundaryLog();
  const reporter = createPlaybackReporter(clock, dependencies.report, dependencies.onItem);
  const preloads = createPreloads({
    clock,
    makeLayer: (item) => {
      reporter.preparing('preparing', round.programId(), item);
      const layer = makeLayer(item, settings);
      if (layer !== null) container.append(layer.element);
      return layer;
    },
    onSettled: onPreloadSettled,
  });
  const hasClockJumped = createJumpLook(clock, CLOCK_JUMP_MS);
  const join = createJoin(clock, plan);
  const usedPage = createUsedPage({ clock, hold, renew, show: dependencies.showTouch });
  const crossing = createCrossing({
    ...dependencies,
    onScreen,
    settings: () => settings,
    timeline: round.timeline,
    events: { onEndKnown, onEnded, onBroken, onTouched: usedPage.touched },
    isPlaying: () => round.schedule.current !== null,
    onReplace: usedPage.leave,
  });
  const room = createRoomMaker({
    clock,
    round,
    reporter,
    isRunning: () => isRunning,
    isCrossing: () => crossing.isUnderWay,
    longestWaitMs: () => settings.longestWaitSeconds * 1_000,
    plan,
    leave: leaveForStandby,
  });
  const watch = createStageWatch({
    clock,
    onScreen,
    isCrossing: () => crossing.isUnderWay,
    onTick: () => {
      // A machine that slept, or whose clock was set: what may play now is another question than a second ago.
      if (hasClockJumped()) plan();
      room.forWindow();
      room.forChange();
      // The time of a group is kept right all the while, and the next boundary with it.
      if (round.schedule.current?.ownEndMs !== undefined) plan();
    },
    onWedged: () => {
      onScreen.learn({ mustRestart: true });
      plan();
    },
    onBroken,
  });

  function arm(atMs: number, action: () => void): void {
    timer?.cancel();
    timer = clock.after(atMs - clock.monotonic(), action);
  }

  /** Looks at everything anew and arms the one timer: called after whatever may have changed the plan. */
  function plan(): void {
    if (!isRunning || crossing.isUnderWay) return;
    timer?.cancel();
    foretellOwnEnd();
    const step = chooseStep({ facts, passedOver: round.passedOver, preloads, onUnsupported });
    const isNear = step.kind === 'change' && !isFar(step, facts(), preloads);
    if (step.kind !== 'wait')
      preloads.keep(isNear ? step.item : null, (item) => mayCome(round.schedule, item, now()));
    switch (step.kind) {
      case 'wait':
        return;
      case 'standby':
        arm(step.atMs - STAY_LEAD_MS, enterStandby);
        return;
      case 'stay':
        arm(step.atMs - STAY_LEAD_MS, stayForAnother);
        return;
      case 'change':
        if (!isNear) arm(step.cut.atMs - preloads.leadMs(step.item), plan);
        else if (preloads.isReady(step.item)) armReady(step);
        else armForLate(step.item);
    }
  }

  function armReady({ item, cut }: Extract<NextStep, { kind: 'change' }>): void {
    const layer = preloads.ready().find((one) => isSameMedia(one.item, item));
    const known = facts();
    const showing =
      cut.kind === 'again'
        ? known.schedule.current
        : advance(known.schedule, stepMoment(known, cut.atMs)).current;
    // Another run of the same item begins at its beginning, unless it is brought back in its middle.
    const joins =
      layer !== undefined &&
      showing?.ownEndMs !== undefined &&
      (cut.kind === 'next' || known.media.mustRestart);
    const times = { atMs: cut.atMs, startMs: showing?.startMs ?? 0, endMs: showing?.endMs ?? Infinity };
    const showAtMs = joins ? join.showAt(layer, times) : cut.atMs;
    if (showAtMs !== null) timer = frames.at(showAtMs, begin);
  }

  function armForLate(item: ProgramItem): void {
    const lateAtMs = preloads.lateAtMs(item);
    if (lateAtMs !== null && lateAtMs > clock.monotonic()) arm(lateAtMs, plan);
  }

  function onUnsupported(item: ProgramItem): void {
    reportFailure(item, `unsupported-kind: ${item.kind} is not shown yet.`);
  }

  /** A video without a duration ends where its media does, or earlier by the time of the transition into the next item. */
  function foretellOwnEnd(): void {
    const { endMs } = onScreen.media;
    const showing = round.schedule.current;
    if (showing?.item.durationMs !== null || showing.ownEndMs !== undefined || endMs === null) return;
    const next = peekNext(round.schedule, stepMoment(facts(), endMs));
    const overlap = next === null || isSameMedia(next, showing.item) ? 0 : transitionMs(settings, next);
    round.set(endCurrentAt(round.schedule, Math.max(showing.startMs, endMs - overlap)));
  }

  function onPreloadSettled(item: ProgramItem, result: Result<null>): void {
    if (result.ok) reporter.preparing('prepared', round.programId(), item);
    if (!result.ok) {
      reportFailure(item, result.error.message);
      const showing = round.schedule.current?.item;
      const isOwn = showing !== undefined && isSameMedia(item, showing);
      if (onScreen.media.mustRestart && isOwn) giveUpCurrent();
    }
    plan();
  }

  function reportFailure(item: ProgramItem, reason: string): void {
    const { current } = round.schedule;
    const programId = round.programId();
    if (current !== null && isSameMedia(item, current.item)) {
      onScreen.learn({ canRunAgain: false });
      onScreen.noteLoading(clock.monotonic());
    }
    round.set(markFailed(round.schedule, item, clock.monotonic()));
    if (programId !== undefined) reporter.failed(programId, item, reason);
  }

  /** In the frame of the cut: the ready layer comes, unless the clock or the program has changed the plan. */
  function begin(displayMs: number): void {
    const step = nextStep(facts());
    const incoming = step.kind === 'change' ? preloads.take(step.item) : null;
    if (step.kind !== 'change' || incoming === null) plan();
    else void cross(step, incoming, displayMs);
  }

  async function cross(
    { cut }: Extract<NextStep, { kind: 'change' }>,
    incoming: Layer,
    displayMs: number,
  ): Promise<void> {
    const isCurrent = await crossing.enter(incoming, () => {
      if (cut.kind === 'next') crossBoundary(cut.atMs, displayMs - cut.atMs, incoming.item);
    });
    if (isCurrent) plan();
  }

  function crossBoundary(atMs: number, lateMs: number, prepared: ProgramItem | null): void {
    if (round.schedule.current !== null) {
      boundaryLog.add(clock.monotonic(), Math.max(0, lateMs), onScreen.flaws);
    }
    onScreen.beginItem();
    reporter.ended(null);
    round.set(advance(round.schedule, stepMoment(facts(), atMs)));
    if (prepared !== null) round.set(markShown(round.schedule, prepared));
    if (round.schedule.current !== null) reporter.shown(round.schedule.current);
  }

  /** The same picture for another round: a boundary for the schedule, nothing for the eye. */
  function stayForAnother(): void {
    const step = nextStep(facts());
    if (step.kind === 'stay') crossBoundary(step.atMs, 0, null);
    plan();
  }

  function enterStandby(): void {
    const step = nextStep(facts());
    if (step.kind !== 'standby') {
      plan();
      return;
    }
    reporter.ended(null);
    round.set(advance(round.schedule, stepMoment(facts(), step.atMs)));
    if (round.schedule.program !== null) reporter.standby(round.schedule.program);
    void clear();
  }

  /** Uncovers the standby screen, and looks again when something may play. */
  async function clear(): Promise<void> {
    const isCurrent = await crossing.leave();
    if (!isRunning || !isCurrent) return;
    const moment = now();
    if (peekNext(round.schedule, moment) !== null) plan();
    else arm(moment.monotonicMs + standbyMs(round.schedule, moment), plan);
  }

  /** Somebody uses the page on the screen: the list stands still. */
  function hold(): boolean {
    if (!isRunning || onScreen.layer?.renew === undefined) return false;
    round.set(holdCurrent(round.schedule, clock.monotonic()));
    plan();
    return true;
  }

  /** Nobody does any more. What waits behind it may have stored something in the same place, and is loaded anew. */
  async function renew(): Promise<void> {
    const { layer } = onScreen;
    if (layer?.renew === undefined) return;
    preloads.drop();
    const renewed = await layer.renew();
    if (onScreen.layer !== layer) return;
    round.set(resumeCurrent(round.schedule, clock.monotonic(), LEAST_LEFT_MS));
    onScreen.noteLoading(clock.monotonic());
    if (renewed.ok) plan();
    else onBroken(renewed.error.message);
  }

  function onEndKnown(endMs: number): void {
    onScreen.learn({ endMs });
    plan();
  }

  function onEnded(): void {
    onEndKnown(Math.min(onScreen.media.endMs ?? Infinity, clock.monotonic()));
  }

  function onBroken(reason: string): void {
    const showing = round.schedule.current;
    if (showing === null) return;
    reportFailure(showing.item, reason);
    giveUpCurrent();
    plan();
  }

  /** What is on the screen has no more to come: it stands until another item is ready. */
  function giveUpCurrent(): void {
    round.set(endCurrentAt(round.schedule, clock.monotonic()));
    onScreen.learn({ endMs: null, mustRestart: false, canRunAgain: false, isBroken: true });
  }

  /** Nothing of the new program is ready: what was withdrawn goes all the same, and standby stands until something is. */
  function leaveForStandby(): void {
    reporter.ended(null);
    if (round.schedule.program !== null) reporter.standby(round.schedule.program);
    round.set({ ...round.schedule, current: null });
    void clear();
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      crossing.start();
      watch.start();
      plan();
    },
    stop(because = 'stopped') {
      if (!isRunning) return;
      isRunning = false;
      timer?.cancel();
      room.stop();
      watch.stop();
      reporter.ended(because);
      preloads.drop();
      crossing.stop();
      round.set(
        because === 'screen-off' ? pauseAtCurrent(round.schedule) : { ...round.schedule, current: null },
      );
    },
    takeProgram(program) {
      if (program === null) reporter.ended('program-changed');
      round.set(offerProgram(round.schedule, program));
      room.note();
      room.forChange();
      plan();
    },
    takeClock(status) {
      round.takeClock(status);
      room.forWindow();
      plan();
    },
    applySettings(changed) {
      settings = changed;
      for (const layer of [onScreen.layer, ...preloads.ready()]) layer?.applySettings(changed);
      plan();
    },
    redraw() {
      for (const layer of [onScreen.layer, ...preloads.ready()]) layer?.redraw?.();
    },
    boundaries: () => boundaryLog.figures(clock.monotonic()),
    provePixels: () => watch.provePixels(),
  };
}
