import type { ScreenPicture } from '../../../tools/demo/screen-picture.ts';

/** The colours of tests/support/media, and of nothing. */
const colours = {
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  magenta: [255, 0, 255],
  cyan: [0, 255, 255],
  black: [0, 0, 0],
} as const;

export type Colour = keyof typeof colours;
export type ColourSeen = Colour | 'another';

/** Video and JPEG shift a colour by a few steps. */
const TOLERANCE = 16;

/** The colour at a place, from 0,0 (top left) to 1,1 (bottom right). */
export function colourAt({ width, height, pixels }: ScreenPicture, across: number, down: number): ColourSeen {
  const x = Math.round(across * (width - 1));
  const y = Math.round(down * (height - 1));
  const seen = pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3);
  const named = Object.entries(colours).find(([, wanted]) =>
    wanted.every((value, channel) => Math.abs(value - (seen[channel] ?? 0)) <= TOLERANCE),
  );
  return named === undefined ? 'another' : (named[0] as Colour);
}

/** The colours of the middle and of the four corners; one name when they are all the same. */
export function fillOf(picture: ScreenPicture): string {
  const places = [
    [0.5, 0.5],
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const;
  const seen = places.map(([across, down]) => colourAt(picture, across, down));
  return new Set(seen).size === 1 ? (seen[0] ?? '') : seen.join(' ');
}
