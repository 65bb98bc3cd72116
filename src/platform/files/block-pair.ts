/** Two blocks of memory that take turns: one is filled while the other is read or written. */
export interface BlockPair {
  /** Bytes in the block that is being filled. */
  readonly filled: number;
  readonly isFull: boolean;
  /** Copies what fits; answers what did not. */
  fill(chunk: Uint8Array): Uint8Array;
  /** What is left of the block that is being filled, to write to; `grow` tells how much was written. */
  room(): Uint8Array;
  grow(bytes: number): void;
  /** What was filled since the last call; valid until the call after the next one. */
  take(): Uint8Array;
  /** Forgets what was filled. */
  clear(): void;
}

/** Makes two blocks of `blockBytes` each. */
export function createBlockPair(blockBytes: number): BlockPair {
  let filling = Buffer.allocUnsafeSlow(blockBytes);
  let spare = Buffer.allocUnsafeSlow(blockBytes);
  let filled = 0;
  return {
    get filled() {
      return filled;
    },
    get isFull() {
      return filled === blockBytes;
    },
    fill: (chunk) => {
      const fits = chunk.subarray(0, blockBytes - filled);
      filling.set(fits, filled);
      filled += fits.byteLength;
      return chunk.subarray(fits.byteLength);
    },
    room: () => filling.subarray(filled),
    grow: (bytes) => {
      filled += bytes;
    },
    take: () => {
      const bytes = filling.subarray(0, filled);
      [filling, spare, filled] = [spare, filling, 0];
      return bytes;
    },
    clear: () => {
      filled = 0;
    },
  };
}
