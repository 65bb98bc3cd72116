import type { DisplayChoice } from '../../shared/displays.ts';

/** A display of this machine as either shell knows it; bounds in DIP, from the top left corner of the whole desktop. */
export interface KnownDisplay {
  readonly id: number | string;
  readonly label: string;
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/**
 * The display that the setting `display` names: by its id, its label, or its place counted from 1 (left to right, then
 * top to bottom). Without a wish, or when the wished display is away, it is the primary one: content on another screen
 * is better than none.
 */
export function chooseDisplay<Known extends KnownDisplay>(
  displays: readonly Known[],
  primary: Known,
  wish: string,
): Known {
  const wanted = wish.trim().toLowerCase();
  if (wanted === '') return primary;
  const inOrder = inReadingOrder(displays);
  return (
    inOrder.find((display) => String(display.id) === wanted || display.label.toLowerCase() === wanted) ??
    inOrder[Number(wanted) - 1] ??
    primary
  );
}

function inReadingOrder<Known extends KnownDisplay>(displays: readonly Known[]): readonly Known[] {
  return displays.toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y);
}

/**
 * The displays as a person chooses among them, where `wish` is in force. Each is wished for by its label, which outlives a
 * cable that is plugged elsewhere, or by its place where the label tells no two of them apart.
 */
export function displayChoices<Known extends KnownDisplay>(
  displays: readonly Known[],
  primary: Known,
  wish: string,
  scaleOf: (display: Known) => number,
): readonly DisplayChoice[] {
  const current = chooseDisplay(displays, primary, wish);
  return inReadingOrder(displays).map((display, place) => {
    const { label, bounds } = display;
    const isUnique = displays.filter((one) => one.label.toLowerCase() === label.toLowerCase()).length === 1;
    // A label that reads as a place would be taken for one.
    const isName = isUnique && label.trim() !== '' && !/^\d+$/.test(label.trim());
    const scale = scaleOf(display);
    return {
      wish: isName ? label : String(place + 1),
      label,
      width: Math.round(bounds.width * scale),
      height: Math.round(bounds.height * scale),
      isPrimary: display === primary,
      isCurrent: display === current,
    };
  });
}
