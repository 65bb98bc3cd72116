import type { Size } from '../../panel/geometry.ts';
import type { StageSettings } from './layer.ts';

/** What lies behind a picture in its box. */
interface Background {
  setColour(colour: string): void;
  /** Whether it is there: not before the picture is, and not where nobody can see it. */
  set(isThere: boolean): void;
}

/** A layer begins without a background: else that would be seen while its picture is on its way. */
export function createBackground(box: HTMLElement, firstColour: string): Background {
  let colour = firstColour;
  let isThere = false;
  const paint = (): void => {
    box.style.backgroundColor = isThere ? colour : '';
  };
  return {
    setColour(changed) {
      colour = changed;
      paint();
    },
    set(isWanted) {
      isThere = isWanted;
      paint();
    },
  };
}

/** Less of a bar than this is none, CSS px. */
const ROUNDING_PX = 1;

/** Whether a picture of `own` size leaves nothing of a box of `box` size free. Pure. */
export function coversBox(own: Size, box: Size, fit: StageSettings['fit']): boolean {
  if (fit !== 'contain') return true;
  const scale = Math.min(box.width / own.width, box.height / own.height);
  return box.width - own.width * scale < ROUNDING_PX && box.height - own.height * scale < ROUNDING_PX;
}
