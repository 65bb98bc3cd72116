import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ScreenPort } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import type { CurrentItem, PixelProof } from '../../shared/status.ts';
import { readPanelPicture, type PanelPicture } from './panel-picture.ts';

/** What the stage says of itself at one of its beats. */
export interface PanelClaim {
  /** Null: standby, or nothing yet. */
  readonly current: Pick<CurrentItem, 'id' | 'since'> | null;
  /** Null: nothing whose pixels can be read. */
  readonly pixels: PixelProof | null;
}

/** A capture between two beats of the stage. */
export interface PanelFacts {
  readonly before: PanelClaim;
  readonly after: PanelClaim;
  /** Null: the shell cannot tell. */
  readonly picture: PanelPicture | null;
  /** A capture of this run has shown something: one that never does says nothing by its black. */
  readonly isProven: boolean;
  /** The stage speaks of the picture of a whole wall, of which this panel may show a dark part. */
  readonly isPart: boolean;
}

/** What a comparison says: `black` is a panel that is black behind content that is not. */
export type PanelVerdict = 'bright' | 'black' | 'unknown';

/** No cell of the panel is brighter: nobody can tell it from a screen that is off. */
const DARK_LUMA = 8;
/** A picture that is so bright on the whole leaves no panel black, however small it is on it. */
const BRIGHT_LUMA = 40;

/**
 * Compares what the shell captured with what the stage claimed before and after it. Black content is black on both; what may
 * have changed meanwhile, or cannot be read, says nothing. Pure.
 */
export function judgePanel({ before, after, picture, isProven, isPart }: PanelFacts): PanelVerdict {
  if (picture === null) return 'unknown';
  if (picture.brightest > DARK_LUMA) return 'bright';
  const isSame =
    before.current !== null && after.current !== null && before.current.since === after.current.since;
  const claimsLight = [before, after].every(({ pixels }) => pixels !== null && pixels.luma >= BRIGHT_LUMA);
  return isProven && isSame && claimsLight && !isPart ? 'black' : 'unknown';
}

/** Now and then compares the panel itself with what the stage claims of it. */
export interface PanelWatch {
  /** The stage gave a sign of life and said this of itself. */
  beat(claim: PanelClaim): void;
}

/** Between two comparisons while all is well. */
const LOOK_EVERY_MS = 180_000;
/** The stage's own pixels look wrong: at once, and then so often. */
const DOUBT_EVERY_MS = 30_000;
/** So many comparisons in a row must find it black: a boundary, or a slow machine, may make one of them. */
const LOOKS_BEFORE_BLACK = 3;

export interface PanelWatchDependencies {
  readonly screen: Pick<ScreenPort, 'capture'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The panel is meant to be dark now. */
  readonly isPanelOff: () => boolean;
  /** The screen shows its part of a wall. */
  readonly isPartOfWall: () => boolean;
  /** The panel is black behind content that is not. */
  readonly onBlack: () => void;
  /** For tests. */
  readonly read?: typeof readPanelPicture;
}

/** Makes the watch. It has no timer of its own: it works at the beats of the stage, whose silence is another's matter. */
export function createPanelWatch(dependencies: PanelWatchDependencies): PanelWatch {
  const { screen, clock, log, isPanelOff, isPartOfWall, onBlack, read = readPanelPicture } = dependencies;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let looksBlack = 0;
  let isProven = false;
  let isLooking = false;
  let taken: Pick<PanelFacts, 'before' | 'picture'> | null = null;

  const look = async (before: PanelClaim): Promise<void> => {
    isLooking = true;
    lookedMs = clock.monotonic();
    try {
      const png = await screen.capture();
      taken = { before, picture: png === null ? null : await read(png) };
    } catch (thrown) {
      log.debug('The screen could not be captured', { reason: describeThrown(thrown) });
    } finally {
      isLooking = false;
    }
  };
  const judge = (after: PanelClaim): void => {
    if (taken === null) return;
    const verdict = judgePanel({ ...taken, after, isProven, isPart: isPartOfWall() });
    taken = null;
    isProven ||= verdict === 'bright';
    looksBlack = verdict === 'black' ? looksBlack + 1 : 0;
    if (looksBlack < LOOKS_BEFORE_BLACK) return;
    looksBlack = 0;
    log.error('The panel is black behind content that is not');
    onBlack();
  };
  const isDue = ({ pixels }: PanelClaim): boolean => {
    if (looksBlack > 0) return true;
    const isDoubted = pixels !== null && pixels.verdict !== 'playing';
    return clock.monotonic() - lookedMs >= (isDoubted ? DOUBT_EVERY_MS : LOOK_EVERY_MS);
  };

  return {
    beat: (claim) => {
      if (isLooking) return;
      judge(claim);
      if (claim.current !== null && !isPanelOff() && isDue(claim)) void look(claim);
    },
  };
}
