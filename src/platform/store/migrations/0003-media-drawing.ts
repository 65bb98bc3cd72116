/** What was drawn of a vector picture: for which box, as how many bytes of which hash; none where it moves or was not kept. */
export const mediaDrawing = `
  CREATE TABLE media_drawing (
    sha256 TEXT PRIMARY KEY, moves INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, fit TEXT NOT NULL,
    bytes INTEGER NOT NULL, picture_sha256 TEXT NOT NULL
  ) STRICT;
`;
