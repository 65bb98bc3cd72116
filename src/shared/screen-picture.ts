/** The picture of the screen that is kept and sent has no more bytes. */
export const MOST_PICTURE_BYTES = 40_000;
/** The same as base64. */
export const LONGEST_PICTURE = 4 * Math.ceil(MOST_PICTURE_BYTES / 3);
