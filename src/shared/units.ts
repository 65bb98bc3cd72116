/** Sizes in settings and in what is told are in megabytes of this many bytes. */
export const BYTES_PER_MB = 1_048_576;
