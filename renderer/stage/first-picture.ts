import { release } from './layers/release.ts';

const ID = 'first-picture';
/** Of a picture that a layer has taken over already. */
const TAKEN = 'data-taken';

/**
 * The picture that the first page of a start shows before any script of the player runs (`shells/chromium/first-page.ts`), when it
 * is the one of `source`: taken over as it stands, so that it is neither decoded again nor away for a frame. Null: there is none.
 */
export function adoptFirstPicture(page: Document, source: string): HTMLImageElement | null {
  const picture = page.querySelector<HTMLImageElement>(`#${ID} img:not([${TAKEN}])`);
  if (picture?.getAttribute('src') !== source) return null;
  picture.setAttribute(TAKEN, '');
  return picture;
}

/** Moves an adopted picture into a layer that is still hidden; it goes on being seen. */
export function moveFirstPicture(picture: HTMLImageElement, layer: HTMLElement): void {
  picture.style.visibility = 'visible';
  layer.append(picture);
}

/** The layer that took the picture over is seen itself: nothing of the first page is left. */
export function settleFirstPicture(picture: HTMLImageElement): void {
  picture.style.visibility = '';
  dropFirstPicture(picture.ownerDocument);
}

/** Takes what is left of the first page away: something else is on the screen, or nothing is to be. */
export function dropFirstPicture(page: Document): void {
  const left = page.getElementById(ID);
  if (left !== null) release(left);
}
