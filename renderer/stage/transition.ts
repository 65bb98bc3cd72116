import { waitAtMost, type Clock } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
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
    if (outgoing !== null) outgoing.style.zIndex = '1';
    if (incoming !== null) {
      // A video that becomes visible while it moves shows its background for a frame or two (measured): it is painted
      // once below the outgoing layer first.
      incoming.style.zIndex = isCut ? '2' : '0';
      incoming.style.visibility = 'visible';
      if (!isCut && outgoing !== null) await painted(page, clock);
      incoming.style.zIndex = '2';
    }
    const moving = incoming ?? outgoing;
    if (moving !== null && !isCut) {
      const kind = incoming === null || isCalm() ? 'cross-fade' : style.kind;
      const animation = moving.animate(keyframes(kind, incoming === null), { duration: style.ms });
      await waitAtMost(clock, animation.finished, style.ms + GRACE_MS);
    }
    if (incoming === null && outgoing !== null) outgoing.style.visibility = 'hidden';
    await painted(page, clock);
  };
}

function keyframes(kind: StageSettings['transition'], leaving: boolean): Keyframe[] {
  // Two pixels in at once: what is wholly outside is not drawn, and its first 30 pixels would be background (measured).
  if (kind === 'slide')
    return [{ transform: 'translateX(calc(100% - 2px))' }, { transform: 'translateX(0)' }];
  return leaving ? [{ opacity: 1 }, { opacity: 0 }] : [{ opacity: 0 }, { opacity: 1 }];
}
