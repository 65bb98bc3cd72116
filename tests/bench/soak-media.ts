import { makePdf } from '../support/e2e/made-pdf.ts';
import { makePicture, makeWithFfmpeg } from '../support/e2e/made-media.ts';

/** Each has to be there and to come round, or a soak says nothing. */
export const soakTypes = ['image', 'video', 'pdf', 'web'] as const;

/** One item of the soak's list; a web page has no file. */
export interface SoakItem {
  readonly id: number;
  readonly name: string;
  readonly type: (typeof soakTypes)[number];
}

/** The first one is the item at which it is looked, always with the same neighbours prepared and gone. */
export const soakList: readonly SoakItem[] = [
  { id: 1, name: 'notice.png', type: 'image' },
  { id: 2, name: 'photo.jpg', type: 'image' },
  { id: 3, name: 'film.mp4', type: 'video' },
  { id: 4, name: 'leaflet.pdf', type: 'pdf' },
  { id: 5, name: 'page-one', type: 'web' },
  { id: 6, name: 'large-photo.jpg', type: 'image' },
  { id: 7, name: 'film.webm', type: 'video' },
  { id: 8, name: 'brochure.pdf', type: 'pdf' },
  { id: 9, name: 'page-two', type: 'web' },
  { id: 10, name: 'drawing.svg', type: 'image' },
];

const size = '1280x720';
const film = ['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=30', '-f', 'lavfi', '-i', 'sine=frequency=220'];
const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720"><rect width="1280" height="720" fill="#246"/><circle cx="640" cy="360" r="200" fill="#fc0"/></svg>';

/** Makes the files with ffmpeg, seconds `seconds` of each film. */
export function makeSoakFiles(seconds: number): ReadonlyMap<string, Buffer> {
  const length = ['-t', String(seconds)];
  return new Map([
    ['notice.png', makePicture('notice.png', `smptebars=s=${size}`)],
    ['photo.jpg', makePicture('photo.jpg', `testsrc2=s=${size}`)],
    ['large-photo.jpg', makePicture('large-photo.jpg', 'testsrc2=s=2400x1600')],
    ['film.mp4', makeWithFfmpeg('film.mp4', [...film, ...length, '-pix_fmt', 'yuv420p'])],
    ['film.webm', makeWithFfmpeg('film.webm', [...film, ...length, '-b:v', '400k', '-cpu-used', '8'])],
    ['leaflet.pdf', makePdf({ pages: ['0 0.4 0'], size: [1280, 720] })],
    ['brochure.pdf', makePdf({ pages: ['0.4 0 0', '0 0 0.4'], size: [595, 842] })],
    ['drawing.svg', Buffer.from(DRAWING)],
  ]);
}
