import { waitAtMost, type Clock } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import { drawUnseen, lower, reveal, UNSEEN_OPACITY } from './layers/draw-ahead.ts';
import type { StageSettings } from './layers/layer.ts';
import { painted } from './paint.ts';

/** How one boundary looks. */
interface TransitionStyle {
  readonly kind: StageSettings['transition'];
  readonly ms: number;
}

/** Runs transitions in `page`. The promise is fulfilled when the outgoing element is wholly covered, and painted so. */
export type TransitionRunner = (
  incoming: HTMLElement | null,
  outgoing: HTMLElement | null,
  style: TransitionStyle,
) => Promise<void>;

/** The largest share of an item's own time that its transition may take. */
const LARGEST_SHARE = 1 / 3;

/** How long the transition into an item takes, ms. */
export function transitionMs(settings: StageSettings, incoming: ProgramItem): number {
  if (settings.transition === 'cut') return 0;
  return Math.min(settings.transitionMs, (incoming.durationMs ?? Infinity) * LARGEST_SHARE);
}

/** What is wholly outside is not drawn, and its first 30 pixels would be background (measured). */
const ALREADY_IN_PX = 2;
/** An animation that does not finish in its time plus this is taken as finished. */
const GRACE_MS = 500;

/**
 * Makes the runner of transitions. The incoming layer comes on top of the outgoing one, which stays opaque below it, so
 * that nothing shines through; with nothing incoming, the outgoing one fades to what is below the stage.
 */
export function createTransitionRunner(page: Window, clock: Clock): TransitionRunner {
  const isCalm = (): boolean => page.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return async (incoming, outgoing, style) => {
    const isCut = style.kind === 'cut' || style.ms <= 0;
    if (outgoing !== null) lower(outgoing);
    if (incoming !== null) {
      // What moves in is painted first, so that it moves as a whole from its first frame on.
      if (!isCut && outgoing !== null) {
        drawUnseen(incoming);
        await painted(page, clock);
      }
      reveal(incoming);
    }
    const moving = incoming ?? outgoing;
    if (moving !== null && !isCut) {
      const kind = incoming === null || isCalm() ? 'cross-fade' : style.kind;
      const animation = moving.animate(keyframes(kind, incoming === null), {
        duration: style.ms,
        easing: kind === 'slide' ? wholePixels(moving) : 'linear',
      });
      await waitAtMost(clock, animation.finished, style.ms + GRACE_MS);
    }
    if (incoming === null && outgoing !== null) outgoing.style.visibility = 'hidden';
    await painted(page, clock);
  };
}

/**
 * From pixel to pixel: between two of them the edge of a layer is a mixture of all that lies there, its own background
 * included (seen as a coloured line one pixel wide).
 */
function wholePixels(moving: HTMLElement): string {
  return `steps(${Math.max(1, moving.clientWidth - ALREADY_IN_PX)})`;
}

function keyframes(kind: StageSettings['transition'], leaving: boolean): Keyframe[] {
  if (kind === 'slide') {
    const outside = `translateX(calc(100% - ${ALREADY_IN_PX}px))`;
    return [{ transform: outside }, { transform: 'translateX(0)' }];
  }
  // Never wholly transparent on its way in: what is not drawn loses its frame.
  return leaving ? [{ opacity: 1 }, { opacity: 0 }] : [{ opacity: UNSEEN_OPACITY }, { opacity: 1 }];
}
