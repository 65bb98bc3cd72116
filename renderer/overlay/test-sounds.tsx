import type { ReactNode } from 'react';
import { useI18n } from '../ui/use-i18n.ts';

const sides = [
  ['left', -1],
  ['right', 1],
] as const;
const TONE_HZ = 440;
const TONE_SECONDS = 1;
const LOUDNESS = 0.3;

/** A tone from one loudspeaker at a time. */
export function TestSounds(): ReactNode {
  const i18n = useI18n();
  return sides.map(([side, pan]) => (
    <button
      key={side}
      type="button"
      className="button is-small"
      onClick={() => {
        sound(pan);
      }}
    >
      {i18n.text(`display.sound.${side}`)}
    </button>
  ));
}

/** The context ends with its tone, so that no sound device is held. */
function sound(pan: number): void {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: TONE_HZ });
  const loudness = new GainNode(context, { gain: LOUDNESS });
  const side = new StereoPannerNode(context, { pan });
  tone.connect(loudness).connect(side).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + TONE_SECONDS);
}
