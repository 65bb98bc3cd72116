import { useEffect, useState, type CSSProperties } from 'react';
import { every } from '../../src/shared/async.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { SHIFT_EVERY_MS, SHIFT_PX, shiftAt } from './pixel-shift.ts';

/** What lies so far inside is on the panel at every step: the pixel of what is drawn ahead. */
const FIRST_SEEN_PX = 2 * SHIFT_PX;

/** The look of what moves with the pixel shift; undefined while it is off. It begins anywhere, so that no place is burnt in by restarts. */
export function usePixelShift(clock: Clock, isOn: boolean): CSSProperties | undefined {
  const [step, setStep] = useState(() => Math.floor(clock.now() / SHIFT_EVERY_MS));
  useEffect(() => {
    if (!isOn) return undefined;
    const steps = every(clock, SHIFT_EVERY_MS, () => {
      setStep((before) => before + 1);
    });
    steps.start();
    return steps.stop;
  }, [clock, isOn]);
  if (!isOn) return undefined;
  const { x, y } = shiftAt(step);
  // A layer of its own: a step moves it and draws nothing anew.
  return {
    inset: -SHIFT_PX,
    transform: `translate(${x}px, ${y}px)`,
    willChange: 'transform',
    '--screen-left': `${FIRST_SEEN_PX}px`,
    '--screen-top': `${FIRST_SEEN_PX}px`,
  } as CSSProperties;
}
