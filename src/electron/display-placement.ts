import type { Display, Rectangle } from 'electron';

type KnownDisplay = Pick<Display, 'id' | 'label' | 'bounds'>;

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

export function sameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** The middle of `display`, `resolution` large (`1280x720`, the default), never larger than the display itself. */
export function windowedBounds(display: KnownDisplay, resolution: string): Rectangle {
  const [width, height] = /^(\d+)x(\d+)$/.exec(resolution)?.slice(1).map(Number) ?? [1280, 720];
  const { bounds } = display;
  const size = {
    width: Math.min(width ?? 1280, bounds.width),
    height: Math.min(height ?? 720, bounds.height),
  };
  return {
    ...size,
    x: bounds.x + Math.floor((bounds.width - size.width) / 2),
    y: bounds.y + Math.floor((bounds.height - size.height) / 2),
  };
}

/** What the window needs of the stored settings; `display` of the command line wins. */
export function placementFrom(
  stored: Readonly<Record<string, unknown>>,
  display: string | null,
): { readonly display: string; readonly resolution: string } {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { display: display ?? text(stored['display']), resolution: text(stored['resolution']) };
}
