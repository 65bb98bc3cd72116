import { isSameMedia } from '../../src/playback/same-media.ts';
import { wait } from '../../src/shared/clock.ts';
import { dropFirstPicture } from './first-picture.ts';
import type { Layer, LayerEvents, StageSettings, Timeline } from './layers/layer.ts';
import type { OnScreen } from './on-screen.ts';
import type { StageDependencies } from './stage.types.ts';
import { transitionMs } from './transition.ts';

/** The way of the layers to the screen and from it. */
export interface Crossing {
  /** From the moment a layer begins to move in until it is wholly there: nothing else is decided meanwhile. */
  readonly isUnderWay: boolean;
  start(): void;
  /** Lets go of what is on the screen. */
  stop(): void;
  /**
   * Brings a layer to the screen; `onReplaced` is called as soon as it is the one that counts. False: the stage was begun anew
   * meanwhile.
   */
  enter(incoming: Layer, onReplaced: () => void): Promise<boolean>;
  /** Uncovers the standby screen. False: as with `enter`. */
  leave(): Promise<boolean>;
}

type CrossingDependencies = Pick<
  StageDependencies,
  'clock' | 'container' | 'frames' | 'runTransition' | 'showStandby'
> & {
  readonly onScreen: OnScreen;
  readonly settings: () => StageSettings;
  /** The plan by which the incoming layer runs; asked when it begins. */
  readonly timeline: () => Timeline | null;
  readonly events: LayerEvents;
  /** Something is to be on the screen still. */
  readonly isPlaying: () => boolean;
  /** Another layer takes the place on the screen, or none. */
  readonly onReplace: () => void;
};

/** Makes a {@link Crossing} over an empty screen. */
export function createCrossing(dependencies: CrossingDependencies): Crossing {
  const { clock, container, frames, runTransition, showStandby, onScreen, settings, events } = dependencies;
  /** Counts the starts: what a transition of an earlier one still has to do is not this one's business. */
  let run = 0;
  let isUnderWay = false;
  /** The standby screen lies open below the layers. */
  let isStandby = false;

  function replace(layer: Layer | null): Layer | null {
    dependencies.onReplace();
    return onScreen.replace(layer, clock.monotonic());
  }

  /**
   * A video shows its first frame while it still stands. One that runs by then is past it when it comes to the panel, and one
   * that is begun later holds it too long: half an interval after the flip is right (measured on a recorded screen).
   */
  async function begin(incoming: Layer): Promise<void> {
    await wait(clock, frames.intervalMs() / 2);
    if (onScreen.layer !== incoming) return;
    incoming.begin(dependencies.timeline());
    incoming.enter(events);
  }

  /** Moves the picture in over the one that leaves; what has none stands on it. */
  async function cover(incoming: Layer, outgoing: Layer | null): Promise<void> {
    if (incoming.standOn !== undefined) {
      if (outgoing !== null) incoming.standOn(outgoing);
      return;
    }
    // Nothing is gained by a slow way in from black, after a start or a recovery.
    const isFirst = outgoing === null && !isStandby;
    const isSeam = outgoing !== null && isSameMedia(outgoing.item, incoming.item);
    await runTransition(incoming.element, outgoing?.element ?? null, {
      kind: isSeam || isFirst ? 'cut' : settings().transition,
      ms: transitionMs(settings(), incoming.item),
    });
  }

  return {
    get isUnderWay() {
      return isUnderWay;
    },
    start() {
      run += 1;
    },
    stop() {
      isUnderWay = false;
      dropFirstPicture(container.ownerDocument);
      const left = replace(null);
      if (left !== null) onScreen.retire(left);
    },
    async enter(incoming, onReplaced) {
      isUnderWay = true;
      const mine = run;
      const outgoing = replace(incoming);
      onReplaced();
      const begun = begin(incoming);
      await cover(incoming, outgoing);
      // Whatever the load: what leaves has been on the panel until a frame of the next was.
      await begun.then(() => incoming.presented());
      if (outgoing !== null && incoming.standOn === undefined) onScreen.retire(outgoing);
      dropFirstPicture(container.ownerDocument);
      if (mine !== run) return false;
      isUnderWay = false;
      if (dependencies.isPlaying()) {
        isStandby = incoming.isBare?.() === true;
        showStandby(isStandby);
      }
      return true;
    },
    async leave() {
      isStandby = true;
      const mine = run;
      showStandby(true);
      dropFirstPicture(container.ownerDocument);
      const outgoing = replace(null);
      if (outgoing === null) return true;
      isUnderWay = true;
      const { transition: kind, transitionMs: ms } = settings();
      await runTransition(null, outgoing.element, { kind, ms });
      onScreen.retire(outgoing);
      if (mine === run) isUnderWay = false;
      return mine === run;
    },
  };
}
