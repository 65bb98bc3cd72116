import {
  advance,
  createSchedule,
  endCurrentAt,
  markFailed,
  markShown,
  offerProgram,
  peekNext,
  standbyMs,
  type Moment,
  type Schedule,
} from '../../src/playback/schedule.ts';
import type { WindowJudge } from '../../src/playback/daypart.ts';
import type { PlaybackReport } from '../../src/shared/bridge.ts';
import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { Program, ProgramItem } from '../../src/shared/program.ts';
import { fail, type Result } from '../../src/shared/result.ts';
import type { PixelProof, TransitionFigures } from '../../src/shared/status.ts';
import { createBoundaryLog } from './boundary-log.ts';
import { isSameMedia, nextCut, type Cut, type MediaState } from './cuts.ts';
import { createFrameWatch } from './frame-watch.ts';
import { NO_FLAWS, type FrameFlaws, type Layer, type StageSettings } from './layer.ts';
import type { LayerMaker } from './make-layer.ts';
import { createPixelWatch } from './pixel-watch.ts';
import { createPlaybackReporter } from './playback-reporter.ts';
import { createPreload } from './preload.ts';
import { transitionMs, type TransitionRunner } from './transition.ts';

export interface StageDependencies {
  /** Holds the layers and nothing else. */
  readonly container: HTMLElement;
  readonly clock: Clock;
  readonly isOpen: WindowJudge;
  readonly makeLayer: LayerMaker;
  readonly runTransition: TransitionRunner;
  readonly report: (report: PlaybackReport) => void;
  /** Standby is to be seen: told before the last layer goes, and taken back after the first is wholly there. */
  readonly showStandby: (visible: boolean) => void;
  readonly settings: StageSettings;
}

/** The two layers and what moves them; see {@link createStage}. */
export interface Stage {
  start(): void;
  stop(): void;
  /** Offers what to play; null ends everything at once. */
  takeProgram(program: Program | null): void;
  applySettings(settings: StageSettings): void;
  /** Frames that reached the compositor since the start. */
  framesPresented(): number;
  /** How the boundaries of the last hour went. */
  boundaries(): TransitionFigures;
  /** Looks at the pixels on the screen, and prepares anew what looks wrong for long; called at each sign of life. */
  provePixels(): StageProof;
}

/** What the stage says of its own pixels. */
export interface StageProof {
  /** Null: nothing whose pixels can be read. */
  readonly pixels: PixelProof | null;
  /** A fresh decoder did not help: only loading the page again can. */
  readonly needsReload: boolean;
}

/**
 * `play()` on the hidden video comes this long before the boundary, and the flip this long: measured on a recording of
 * the screen. With 40 ms the first frame of the next video is over before it is seen; with flips 12 ms before, the last
 * frame of the old one stands 25 ms too long.
 */
const BEGIN_LEAD_MS = 24;
const FLIP_LEAD_MS = 20;
const WATCH_EVERY_MS = 1_000;
const UNKNOWN_MEDIA: MediaState = { endMs: null, mustRestart: false, canRunAgain: true };

/**
 * Shows a program on two layers without a blank between items (issue 6, points 1 and 2): the next layer is prepared
 * hidden, and the one on the screen goes only when a frame of the next can be shown. It decides nothing of what
 * plays: the schedule does.
 */
export function createStage(dependencies: StageDependencies): Stage {
  const { container, clock, isOpen, makeLayer, runTransition, report, showStandby } = dependencies;
  const boundaryLog = createBoundaryLog();
  const reporter = createPlaybackReporter(clock, report);
  const preload = createPreload({ clock, onSettled: onPreloadSettled });
  let settings = dependencies.settings;
  let schedule: Schedule = createSchedule();
  let onScreen: Layer | null = null;
  let media = UNKNOWN_MEDIA;
  let watch = createFrameWatch();
  const pixelWatch = createPixelWatch();
  let framesOfGone = 0;
  /** Of the earlier runs of the item on the screen. */
  let flaws: FrameFlaws = NO_FLAWS;
  /** Fresh decoders that the item on the screen has needed. */
  let restarts = 0;
  let isRunning = false;
  /** From the moment a layer begins to move in until it is wholly there: nothing else is decided meanwhile. */
  let isCrossing = false;
  let timer: ClockTimer | null = null;
  let watchTimer: ClockTimer | null = null;

  function momentAt(monotonicMs: number): Moment {
    const now = clock.monotonic();
    const ahead = Math.max(0, monotonicMs - now);
    return { monotonicMs: now + ahead, wallMs: clock.now() + ahead, isOpen };
  }

  function arm(atMs: number, action: () => void): void {
    timer?.cancel();
    timer = clock.after(atMs - clock.monotonic(), action);
  }

  /** Looks at everything anew and arms the one timer: called after whatever may have changed the plan. */
  function plan(): void {
    if (!isRunning || isCrossing) return;
    timer?.cancel();
    foretellOwnEnd();
    const cut = nextCut(schedule.current, media, clock.monotonic());
    if (cut === null) return;
    const wanted = wantedAt(cut);
    if (wanted === null) {
      preload.drop();
      arm(cut.atMs - FLIP_LEAD_MS, enterStandby);
    } else if (stays(wanted, cut)) {
      preload.drop();
      arm(cut.atMs - FLIP_LEAD_MS, stayForAnother);
    } else {
      prepare(wanted);
      if (preload.ready() !== null) arm(cut.atMs - BEGIN_LEAD_MS, begin);
    }
  }

  function wantedAt(cut: Cut): ProgramItem | null {
    return cut.kind === 'again' ? (schedule.current?.item ?? null) : peekNext(schedule, momentAt(cut.atMs));
  }

  /** A video without a duration ends where its media does, or earlier by the time of the transition into the next item. */
  function foretellOwnEnd(): void {
    const showing = schedule.current;
    if (showing?.item.durationMs !== null || media.endMs === null) return;
    const next = peekNext(schedule, momentAt(media.endMs));
    const overlap = next === null || isSameMedia(next, showing.item) ? 0 : transitionMs(settings, next);
    schedule = endCurrentAt(schedule, Math.max(showing.startMs, media.endMs - overlap));
  }

  /** What does not move on its own is never loaded again: it simply stays. */
  function stays(wanted: ProgramItem, cut: Cut): boolean {
    return (
      cut.kind === 'next' &&
      onScreen !== null &&
      isSameMedia(wanted, onScreen.item) &&
      wanted.kind !== 'video'
    );
  }

  function prepare(wanted: ProgramItem): void {
    const held = preload.item();
    if (held !== null && isSameMedia(held, wanted)) return;
    const layer = makeLayer(wanted, settings);
    if (layer === null) {
      preload.drop();
      onPreloadSettled(
        wanted,
        fail('unsupported-kind', `unsupported-kind: ${wanted.kind} is not shown yet.`),
      );
      return;
    }
    container.append(layer.element);
    preload.begin(layer);
  }

  function onPreloadSettled(item: ProgramItem, result: Result<null>): void {
    if (!result.ok) {
      reportFailure(item, result.error.message);
      if (media.mustRestart) giveUpCurrent();
    }
    plan();
  }

  function reportFailure(item: ProgramItem, reason: string): void {
    const { program, pending, current } = schedule;
    const programId = (pending ?? program)?.id;
    if (current !== null && isSameMedia(item, current.item)) media = { ...media, canRunAgain: false };
    schedule = markFailed(schedule, item, clock.monotonic());
    if (programId !== undefined) reporter.failed(programId, item, reason);
  }

  /** Shortly before the cut: the next layer begins to run, still hidden. */
  function begin(): void {
    const cut = nextCut(schedule.current, media, clock.monotonic());
    const layer = preload.ready();
    const wanted = cut === null ? null : wantedAt(cut);
    // The clock or the program may have changed since the layer was prepared: then the old item is held.
    if (cut === null || layer === null || wanted === null || !isSameMedia(layer.item, wanted)) {
      plan();
      return;
    }
    isCrossing = true;
    layer.begin();
    arm(Math.max(cut.atMs - FLIP_LEAD_MS, clock.monotonic() + BEGIN_LEAD_MS - FLIP_LEAD_MS), () => {
      void cross(cut);
    });
  }

  async function cross(cut: Cut): Promise<void> {
    const incoming = preload.take();
    const wanted = wantedAt(cut);
    if (!isRunning || incoming === null || wanted === null || !isSameMedia(incoming.item, wanted)) {
      incoming?.release();
      isCrossing = false;
      plan();
      return;
    }
    const outgoing = onScreen;
    const wedged = media.mustRestart;
    if (outgoing !== null) flaws = sumOf(flaws, outgoing.flaws());
    if (cut.kind === 'next') crossBoundary(cut, incoming.item);
    if (wedged) restarts += 1;
    media = UNKNOWN_MEDIA;
    watch = createFrameWatch();
    onScreen = incoming;
    outgoing?.leave();
    incoming.enter({ onEndKnown, onEnded, onBroken });
    const isSeam = outgoing !== null && isSameMedia(outgoing.item, incoming.item);
    const style = {
      kind: isSeam ? 'cut' : settings.transition,
      ms: transitionMs(settings, incoming.item),
    } as const;
    await runTransition(incoming.element, outgoing?.element ?? null, style);
    if (outgoing !== null) retire(outgoing);
    isCrossing = false;
    if (schedule.current !== null) showStandby(false);
    plan();
  }

  function crossBoundary(cut: Cut, item: ProgramItem): void {
    const nowMs = clock.monotonic();
    if (schedule.current !== null) {
      boundaryLog.add(nowMs, Math.max(0, nowMs + FLIP_LEAD_MS - cut.atMs), flaws);
    }
    flaws = NO_FLAWS;
    reporter.ended(null);
    schedule = markShown(advance(schedule, momentAt(cut.atMs)), item);
    restarts = 0;
    if (schedule.current !== null) reporter.shown(schedule.current);
  }

  /** The same picture for another round: a boundary for the schedule, nothing for the eye. */
  function stayForAnother(): void {
    const cut = nextCut(schedule.current, media, clock.monotonic());
    const wanted = cut === null ? null : wantedAt(cut);
    if (cut !== null && wanted !== null && stays(wanted, cut)) crossBoundary(cut, wanted);
    plan();
  }

  function enterStandby(): void {
    const moment = momentAt(schedule.current?.endMs ?? 0);
    if (peekNext(schedule, moment) !== null) {
      plan();
      return;
    }
    reporter.ended(null);
    schedule = advance(schedule, moment);
    if (schedule.program !== null) reporter.standby(schedule.program);
    void clear();
  }

  /** Uncovers the standby screen, and looks again when something may play. */
  async function clear(): Promise<void> {
    showStandby(true);
    const outgoing = onScreen;
    onScreen = null;
    media = UNKNOWN_MEDIA;
    if (outgoing !== null) {
      isCrossing = true;
      outgoing.leave();
      await runTransition(null, outgoing.element, { kind: settings.transition, ms: settings.transitionMs });
      retire(outgoing);
      isCrossing = false;
    }
    if (!isRunning) return;
    const moment = momentAt(clock.monotonic());
    if (peekNext(schedule, moment) !== null) plan();
    else arm(moment.monotonicMs + standbyMs(schedule, moment), plan);
  }

  function retire(layer: Layer): void {
    layer.element.style.visibility = 'hidden';
    framesOfGone += layer.framesPresented();
    layer.release();
  }

  function onEndKnown(endMs: number): void {
    media = { ...media, endMs };
    plan();
  }

  function onEnded(): void {
    onEndKnown(Math.min(media.endMs ?? Infinity, clock.monotonic()));
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
    media = { endMs: null, mustRestart: false, canRunAgain: false };
  }

  function look(): void {
    watchTimer = clock.after(WATCH_EVERY_MS, look);
    if (onScreen === null || isCrossing || media.mustRestart) return;
    const stuck = watch.isStuck({
      atMs: clock.monotonic(),
      frames: onScreen.framesPresented(),
      position: onScreen.position(),
      isMoving: onScreen.isMoving(),
      isBuffering: onScreen.isBuffering(),
    });
    if (!stuck) return;
    watch = createFrameWatch();
    if (restarts === 0 && media.canRunAgain) {
      media = { ...media, mustRestart: true };
      plan();
    } else {
      onBroken(`${onScreen.item.fileName} shows no new frames, and a fresh decoder did not help.`);
    }
  }

  function provePixels(): StageProof {
    if (isCrossing || media.mustRestart) return { pixels: null, needsReload: false };
    const looked = pixelWatch.look(onScreen);
    if (looked?.remedy === 'prepare' && media.canRunAgain) {
      media = { ...media, mustRestart: true };
      plan();
    }
    return { pixels: looked?.proof ?? null, needsReload: looked?.remedy === 'reload' };
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      look();
      plan();
    },
    stop() {
      if (!isRunning) return;
      isRunning = false;
      isCrossing = false;
      timer?.cancel();
      watchTimer?.cancel();
      reporter.ended('stopped');
      preload.drop();
      if (onScreen !== null) retire(onScreen);
      onScreen = null;
      schedule = { ...schedule, current: null };
    },
    takeProgram(program) {
      if (program === null) reporter.ended('program-changed');
      schedule = offerProgram(schedule, program);
      plan();
    },
    applySettings(changed) {
      settings = changed;
      for (const layer of [onScreen, preload.ready()]) layer?.applySettings(changed);
      plan();
    },
    framesPresented: () => framesOfGone + (onScreen?.framesPresented() ?? 0),
    boundaries: () => boundaryLog.figures(clock.monotonic()),
    provePixels,
  };
}

function sumOf(one: FrameFlaws, other: FrameFlaws): FrameFlaws {
  return { dropped: one.dropped + other.dropped, repeated: one.repeated + other.repeated };
}
