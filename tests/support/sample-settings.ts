import type { StageSettings } from '../../renderer/stage/layers/layer.ts';

/** How pictures are drawn and heard where a test does not care. */
export const sampleSettings: StageSettings = {
  fit: 'contain',
  backgroundColour: '#000000',
  transition: 'cut',
  transitionMs: 600,
  volume: 100,
  longestWaitSeconds: 60,
};
