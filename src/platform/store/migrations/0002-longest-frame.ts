/** For how long one picture of a video stands at most; null for files from before, of which nobody knows it. */
export const longestFrame = `
  ALTER TABLE media_file ADD COLUMN longest_frame_ms REAL;
`;
