/**
 * How a layer that is not to be seen yet is drawn all the same. What is not drawn, hidden, wholly transparent or behind
 * something opaque, hands no frame to the compositor: a video that is revealed then is a hole for some frames (measured).
 */
export const UNSEEN_OPACITY = 0.004;
/** Where this screen begins in its box, which on a wall is larger than the screen: what is outside of it is not drawn. */
const LEFT = 'var(--screen-left, 0px)';
const TOP = 'var(--screen-top, 0px)';
/** One pixel costs nothing, and its frames are handed over as if all were seen. */
const ONE_PIXEL = `inset(${TOP} calc(100% - 1px - ${LEFT}) calc(100% - 1px - ${TOP}) ${LEFT})`;

/** Above the layer that leaves, the one that comes, and above both what waits: nothing opaque lies over its pixel. */
const STACKING = { leaves: '1', comes: '2', waits: '3' } as const;

/** Has one pixel of a box drawn, for as long as it waits to be shown. */
export function drawOnePixel(box: HTMLElement): void {
  const look = { zIndex: STACKING.waits, opacity: String(UNSEEN_OPACITY), clipPath: ONE_PIXEL };
  Object.assign(box.style, { visibility: 'visible', ...look });
}

/** Has all of a box drawn, without its being seen. */
export function drawUnseen(box: HTMLElement): void {
  const look = { zIndex: STACKING.comes, opacity: String(UNSEEN_OPACITY), clipPath: '' };
  Object.assign(box.style, { visibility: 'visible', ...look });
}

/** Lets a box be seen, above the one that leaves. */
export function reveal(box: HTMLElement): void {
  const look = { zIndex: STACKING.comes, opacity: '', clipPath: '' };
  Object.assign(box.style, { visibility: 'visible', ...look });
}

/** Puts a box below the one that comes. */
export function lower(box: HTMLElement): void {
  box.style.zIndex = STACKING.leaves;
}
