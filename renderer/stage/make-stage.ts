import { createWindowJudge } from '../../src/playback/daypart.ts';
import { createFrameClock } from './frame-clock.ts';
import { createLayerMaker } from './layers/make-layer.ts';
import { createStage, type Stage, type StageDependencies } from './stage.ts';
import { createTransitionRunner } from './transition.ts';
import type { PageLook } from './layers/web-layer.ts';

type OwnToAPage = 'frames' | 'isOpen' | 'makeLayer' | 'runTransition';

/** Makes a stage of this page's own frames, layers, zone and transitions. */
export function makeStage(
  dependencies: Omit<StageDependencies, OwnToAPage> & { readonly lookAtPage: PageLook },
): Stage {
  const { clock, lookAtPage, ...others } = dependencies;
  return createStage({
    ...others,
    clock,
    frames: createFrameClock(window, clock),
    isOpen: createWindowJudge(Intl.DateTimeFormat().resolvedOptions().timeZone),
    makeLayer: createLayerMaker(document, clock, lookAtPage),
    runTransition: createTransitionRunner(window, clock),
  });
}
