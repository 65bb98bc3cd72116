import type { PictureBox } from '../../../src/shared/drawing.ts';
import type { Size } from '../../panel/geometry.ts';
import { boundedBox, longestPiece } from './image-scaler.ts';

/** Of the panel, or of the whole wall that it is a part of: the size of `element`, which fills the stage, in device pixels. */
export function panelBox(element: HTMLElement): Size {
  const ratio = element.ownerDocument.defaultView?.devicePixelRatio ?? 1;
  return { width: element.clientWidth * ratio, height: element.clientHeight * ratio };
}

/** For which box a vector picture is drawn that fills `element`; null while that has no size. */
export function pictureBox(element: HTMLElement, fit: PictureBox['fit']): PictureBox | null {
  const { width, height } = boundedBox(panelBox(element), longestPiece(element.ownerDocument));
  return width < 1 || height < 1 ? null : { width, height, fit };
}
