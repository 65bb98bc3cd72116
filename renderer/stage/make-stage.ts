import { createCurrentWindowJudge } from '../../src/playback/daypart.ts';
import { createFrameClock } from './frame-clock.ts';
import { createLayerMaker } from './layers/make-layer.ts';
import { createStage } from './stage.ts';
import type { Stage, StageDependencies } from './stage.types.ts';
import { createTransitionRunner } from './transition.ts';
import type { PageLook, PageTouch } from './layers/web-layer.ts';

type OwnToAPage = 'frames' | 'isOpen' | 'makeLayer' | 'runTransition';

/** Makes a stage of this page's own frames, layers and transitions. */
export function makeStage(
  dependencies: Omit<StageDependencies, OwnToAPage> & {
    readonly lookAtPage: PageLook;
    /** Null: no page may be touched. */
    readonly touch: PageTouch | null;
    /** The machine's zone as it is now, an IANA name. */
    readonly readZone: () => string;
  },
): Stage {
  const { clock, lookAtPage, touch, readZone, ...others } = dependencies;
  return createStage({
    ...others,
    clock,
    frames: createFrameClock(window, clock),
    isOpen: createCurrentWindowJudge(readZone),
    makeLayer: createLayerMaker(document, clock, lookAtPage, touch),
    runTransition: createTransitionRunner(window, clock),
  });
}
