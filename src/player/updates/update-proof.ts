import type { LivingWord } from '../../platform/machine/parent-process.ts';

/** Tells the starter, once each, what a version on trial has to prove. */
export interface UpdateProof {
  /** A frame of content, or of what stands in its place, was on the screen; or nothing can be seen for a reason outside. */
  readonly frameShown: () => void;
  /** A beat was answered, or could not be delivered; either way the player lives. */
  readonly beatFinished: () => void;
}

export function createUpdateProof(tell: (word: LivingWord) => void): UpdateProof {
  const told = new Set<LivingWord>();
  const once = (word: LivingWord): void => {
    if (told.has(word)) return;
    told.add(word);
    tell(word);
  };
  return {
    frameShown: () => {
      once('frame-shown');
    },
    beatFinished: () => {
      once('beat-finished');
    },
  };
}
