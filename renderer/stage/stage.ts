import {
  advance,
  createSchedule,
  cutCurrentAt,
  endCurrentAt,
  followPlan,
  hasClosed,
  holdCurrent,
  isOverruled,
  markFailed,
  markShown,
  mayCome,
  offerProgram,
  peekNext,
  pauseAtCurrent,
  resumeCurrent,
  standbyMs,
  type Moment,
  type Schedule,
} from '../../src/playback/schedule.ts';
import { createPlanReader } from '../../src/playback/group-plan.ts';
import { isSameMedia } from '../../src/playback/same-media.ts';
import { LEAST_LEFT_MS } from '../../src/playback/touch-session.ts';
import {
  clockFactsOf,
  createClockFacts,
  judgeClock,
  type MachineMoment,
} from '../../src/playback/wall-clock.ts';
import { wait, type ClockTimer } from '../../src/shared/clock.ts';
import { createJumpLook } from '../../src/shared/clock-jump.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import type { Result } from '../../src/shared/result.ts';
import { createBoundaryLog } from './boundary-log.ts';
import type { LayerSwap } from './layer-swaps.ts';
import { createProgramChange } from './program-change.ts';
import { createJoin } from './join.ts';
import { chooseStep, isFar } from './choose-step.ts';
import type { Layer, Timeline } from './layers/layer.ts';
import { nextStep, stepMoment, type NextStep, type StepFacts } from './next-step.ts';
import { dropFirstPicture } from './first-picture.ts';
import { createOnScreen } from './on-screen.ts';
import { createPlaybackReporter } from './playback-reporter.ts';
import { createPreloads } from './preloads.ts';
import { createStageWatch } from './stage-watch.ts';
import { transitionMs } from './transition.ts';
import type { StageDependencies, Stage } from './stage.types.ts';
import { createUsedPage } from './used-page.ts';

/** What needs no frame of its own, the screen left as it is or the way to standby, is done this long before its time. */
const STAY_LEAD_MS = 20;
/** A moment that the screens of a group share is waited for exactly from so long before it: longer than between two looks, ms. */
const SHARED_MOMENT_MS = 1_500;
/** A clock that moves by less is being kept right, ms. */
const CLOCK_JUMP_MS = 1_500;

/**
 * Shows a program on two layers without a blank between items: the next layer is prepared hidden, and the one on the screen
 * goes only when a frame of the next can be shown. What is not ready at its boundary is passed over and tried beside the
 * round. It decides nothing of what plays: the schedule does, and {@link nextStep} says what follows from it.
 */
export function createStage(dependencies: StageDependencies): Stage {
  const { container, clock, frames, isOpen, groupTime, makeLayer, runTransition, report, showStandby } =
    dependencies;
  const boundaryLog = createBoundaryLog();
  const reporter = createPlaybackReporter(clock, report, dependencies.onItem);
  const preloads = createPreloads({
    clock,
    makeLayer: (item) => {
      reporter.preparing('preparing', programNow(), item);
      const layer = makeLayer(item, settings);
      if (layer !== null) container.append(layer.element);
      return layer;
    },
    onSettled: onPreloadSettled,
  });
  const onScreen = createOnScreen();
  const hasClockJumped = createJumpLook(clock, CLOCK_JUMP_MS);
  const change = createProgramChange();
  const join = createJoin(clock, plan);
  const planReader = createPlanReader();
  const usedPage = createUsedPage({ clock, hold, renew, show: dependencies.showTouch });
  const watch = createStageWatch({
    clock,
    onScreen,
    isCrossing: () => isCrossing,
    onTick: () => {
      // A machine that slept, or whose clock was set: what may play now is another question than a second ago.
      if (hasClockJumped()) plan();
      closeWithWindow();
      makeRoomForChange();
      // The time of a group is kept right all the while, and the next boundary with it.
      if (schedule.current?.ownEndMs !== undefined) plan();
    },
    onWedged: () => {
      onScreen.learn({ mustRestart: true });
      plan();
    },
    onBroken,
  });
  let settings = dependencies.settings;
  let schedule: Schedule = createSchedule();
  let clockFacts = createClockFacts(0, null);
  let isRunning = false;
  /** Counts the starts: what a transition of an earlier one still has to do is not this one's business. */
  let run = 0;
  /** The standby screen lies open below the layers. */
  let isStandby = false;
  /** From the moment a layer begins to move in until it is wholly there: nothing else is decided meanwhile. */
  let isCrossing = false;
  let timer: ClockTimer | null = null;
  let changeTimer: ClockTimer | null = null;
  /** What was late when the plan was made: the round goes on without it. */
  const passedOver = new Set<string>();

  const machineNow = (): MachineMoment => ({ monotonicMs: clock.monotonic(), wallMs: clock.now() });
  const now = (): Moment => {
    const machine = machineNow();
    const { verdict, nowMs } = judgeClock(clockFacts, machine);
    const group = groupNow();
    return {
      monotonicMs: machine.monotonicMs,
      wallMs: group ? (groupTime.at(machine.monotonicMs) ?? nowMs) : nowMs,
      isOpen,
      isDateUnknown: verdict === 'wrong',
      passedOver,
      ...(group ? { plan: planReader } : {}),
    };
  };

  const facts = (): StepFacts => {
    const moment = now();
    return {
      schedule: followPlan(schedule, moment),
      visibleItem: onScreen.layer?.item ?? null,
      loadedMsAgo: moment.monotonicMs - onScreen.loadedAtMs,
      media: onScreen.media,
      now: moment,
    };
  };

  function arm(atMs: number, action: () => void): void {
    timer?.cancel();
    timer = clock.after(atMs - clock.monotonic(), action);
  }

  /** Looks at everything anew and arms the one timer: called after whatever may have changed the plan. */
  function plan(): void {
    if (!isRunning || isCrossing) return;
    timer?.cancel();
    foretellOwnEnd();
    const step = chooseStep({ facts, passedOver, preloads, onUnsupported });
    const isNear = step.kind === 'change' && !isFar(step, facts(), preloads);
    if (step.kind !== 'wait')
      preloads.keep(isNear ? step.item : null, (item) => mayCome(schedule, item, now()));
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

  /** The plan of the item that came to the screen last; null: it is in no group. */
  function timelineNow(): Timeline | null {
    const mine = schedule.current;
    if (mine?.ownEndMs === undefined) return null;
    let { startMs } = mine;
    return {
      startMs: () => {
        const current = followPlan(schedule, now()).current;
        if (current?.item.key === mine.item.key) startMs = current.startMs;
        return startMs;
      },
    };
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
    const showing = schedule.current;
    if (showing?.item.durationMs !== null || showing.ownEndMs !== undefined || endMs === null) return;
    const next = peekNext(schedule, stepMoment(facts(), endMs));
    const overlap = next === null || isSameMedia(next, showing.item) ? 0 : transitionMs(settings, next);
    schedule = endCurrentAt(schedule, Math.max(showing.startMs, endMs - overlap));
  }

  function groupNow(): boolean {
    return (schedule.pending ?? schedule.program)?.group !== undefined;
  }

  function programNow(): string | undefined {
    return (schedule.pending ?? schedule.program)?.id;
  }

  function onPreloadSettled(item: ProgramItem, result: Result<null>): void {
    if (result.ok) reporter.preparing('prepared', programNow(), item);
    if (!result.ok) {
      reportFailure(item, result.error.message);
      const showing = schedule.current?.item;
      const isOwn = showing !== undefined && isSameMedia(item, showing);
      if (onScreen.media.mustRestart && isOwn) giveUpCurrent();
    }
    plan();
  }

  function reportFailure(item: ProgramItem, reason: string): void {
    const { current } = schedule;
    const programId = programNow();
    if (current !== null && isSameMedia(item, current.item)) {
      onScreen.learn({ canRunAgain: false });
      onScreen.noteLoading(clock.monotonic());
    }
    schedule = markFailed(schedule, item, clock.monotonic());
    if (programId !== undefined) reporter.failed(programId, item, reason);
  }

  /** In the frame of the cut: the ready layer comes, unless the clock or the program has changed the plan. */
  function begin(displayMs: number): void {
    const step = nextStep(facts());
    const incoming = step.kind === 'change' ? preloads.take(step.item) : null;
    if (step.kind !== 'change' || incoming === null) plan();
    else void cross(step.cut, incoming, displayMs);
  }

  async function cross(cut: LayerSwap, incoming: Layer, displayMs: number): Promise<void> {
    isCrossing = true;
    const mine = run;
    const outgoing = replaceOnScreen(incoming);
    if (cut.kind === 'next') crossBoundary(cut.atMs, displayMs - cut.atMs, incoming.item);
    // A video shows its first frame while it still stands. One that runs by then is past it when it comes to the panel, and one
    // that is begun later holds it too long: half an interval after the flip is right (measured on a recorded screen).
    const begun = wait(clock, frames.intervalMs() / 2).then(() => {
      if (onScreen.layer !== incoming) return;
      incoming.begin(timelineNow());
      incoming.enter({ onEndKnown, onEnded, onBroken, onTouched: usedPage.touched });
    });
    // Nothing is gained by a slow way in from black, after a start or a recovery.
    const isFirst = outgoing === null && !isStandby;
    const isSeam = outgoing !== null && isSameMedia(outgoing.item, incoming.item);
    const style = {
      kind: isSeam || isFirst ? 'cut' : settings.transition,
      ms: transitionMs(settings, incoming.item),
    } as const;
    const isPicture = incoming.standOn === undefined;
    if (isPicture) await runTransition(incoming.element, outgoing?.element ?? null, style);
    else if (outgoing !== null) incoming.standOn?.(outgoing);
    // Whatever the load: what leaves has been on the panel until a frame of the next was.
    await begun.then(() => incoming.presented());
    if (outgoing !== null && isPicture) onScreen.retire(outgoing);
    dropFirstPicture(container.ownerDocument);
    if (mine !== run) return;
    isCrossing = false;
    if (schedule.current !== null) {
      isStandby = incoming.isBare?.() === true;
      showStandby(isStandby);
    }
    plan();
  }

  function crossBoundary(atMs: number, lateMs: number, prepared: ProgramItem | null): void {
    if (schedule.current !== null) {
      boundaryLog.add(clock.monotonic(), Math.max(0, lateMs), onScreen.flaws);
    }
    onScreen.beginItem();
    reporter.ended(null);
    schedule = advance(schedule, stepMoment(facts(), atMs));
    if (prepared !== null) schedule = markShown(schedule, prepared);
    if (schedule.current !== null) reporter.shown(schedule.current);
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
    schedule = advance(schedule, stepMoment(facts(), step.atMs));
    if (schedule.program !== null) reporter.standby(schedule.program);
    void clear();
  }

  /** Uncovers the standby screen, and looks again when something may play. */
  async function clear(): Promise<void> {
    isStandby = true;
    const mine = run;
    showStandby(true);
    dropFirstPicture(container.ownerDocument);
    const outgoing = replaceOnScreen(null);
    if (outgoing !== null) {
      isCrossing = true;
      await runTransition(null, outgoing.element, { kind: settings.transition, ms: settings.transitionMs });
      onScreen.retire(outgoing);
      if (mine === run) isCrossing = false;
    }
    if (!isRunning || mine !== run) return;
    const moment = now();
    if (peekNext(schedule, moment) !== null) plan();
    else arm(moment.monotonicMs + standbyMs(schedule, moment), plan);
  }

  function replaceOnScreen(layer: Layer | null): Layer | null {
    usedPage.leave();
    return onScreen.replace(layer, clock.monotonic());
  }

  /** Somebody uses the page on the screen: the list stands still. */
  function hold(): boolean {
    if (!isRunning || onScreen.layer?.renew === undefined) return false;
    schedule = holdCurrent(schedule, clock.monotonic());
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
    schedule = resumeCurrent(schedule, clock.monotonic(), LEAST_LEFT_MS);
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
    const showing = schedule.current;
    if (showing === null) return;
    reportFailure(showing.item, reason);
    giveUpCurrent();
    plan();
  }

  /** What is on the screen has no more to come: it stands until another item is ready. */
  function giveUpCurrent(): void {
    schedule = endCurrentAt(schedule, clock.monotonic());
    onScreen.learn({ endMs: null, mustRestart: false, canRunAgain: false, isBroken: true });
  }

  /** An item whose window closes while it is shown, or whose place another may take, stands only until another is ready. */
  function closeWithWindow(): void {
    const moment = now();
    const isClosed = hasClosed(schedule, moment);
    if (isCrossing || !(isClosed || isOverruled(schedule, moment))) return;
    if (reporter.cutShort(isClosed ? 'window-closed' : 'program-changed'))
      schedule = cutCurrentAt(schedule, moment.monotonicMs);
    plan();
  }

  /** A group's new list has a moment of its own, which lies between two looks. */
  function lookAtSharedMoment({ wallMs, plan: isPlanned }: Moment): void {
    const inMs = isPlanned ? (schedule.pending?.group?.fromMs ?? wallMs) - wallMs : 0;
    if (inMs <= 0 || inMs > SHARED_MOMENT_MS) return;
    changeTimer?.cancel();
    changeTimer = clock.after(inMs, makeRoomForChange);
  }

  /** Makes a boundary where waiting would show what was withdrawn, or hold a change back too long. */
  function makeRoomForChange(): void {
    if (!isRunning || isCrossing) return;
    const moment = now();
    lookAtSharedMoment(moment);
    const due = change.due(schedule, moment, settings.longestWaitSeconds * 1_000);
    if (due === 'nothing') return;
    if (due === 'leave') {
      leaveForStandby();
      return;
    }
    // What broke off before stands all the same, and goes like the others; its end was told already.
    reporter.cutShort('program-changed');
    change.noteCut(moment.monotonicMs);
    schedule = cutCurrentAt(schedule, moment.monotonicMs);
    plan();
  }

  /** Nothing of the new program is ready: what was withdrawn goes all the same, and standby stands until something is. */
  function leaveForStandby(): void {
    reporter.ended(null);
    if (schedule.program !== null) reporter.standby(schedule.program);
    schedule = { ...schedule, current: null };
    void clear();
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      run += 1;
      watch.start();
      plan();
    },
    stop(because = 'stopped') {
      if (!isRunning) return;
      isRunning = false;
      isCrossing = false;
      timer?.cancel();
      changeTimer?.cancel();
      watch.stop();
      reporter.ended(because);
      preloads.drop();
      dropFirstPicture(container.ownerDocument);
      const left = replaceOnScreen(null);
      if (left !== null) onScreen.retire(left);
      schedule = because === 'screen-off' ? pauseAtCurrent(schedule) : { ...schedule, current: null };
    },
    takeProgram(program) {
      if (program === null) reporter.ended('program-changed');
      schedule = offerProgram(schedule, program);
      change.note(schedule, now());
      makeRoomForChange();
      plan();
    },
    takeClock(status) {
      clockFacts = clockFactsOf(status, machineNow());
      closeWithWindow();
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
