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
  const inOrder = displays.toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y);
  return (
    inOrder.find((display) => String(display.id) === wanted || display.label.toLowerCase() === wanted) ??
    inOrder[Number(wanted) - 1] ??
    primary
  );
}
