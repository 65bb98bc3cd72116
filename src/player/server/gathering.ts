import { createBlockPair } from '../../platform/files/block-pair.ts';

/** Bytes of one gather; two of them take turns. Twice as much took a tenth more processor time. */
const BLOCK_BYTES = 524_288;
/** Of what comes although both blocks are full. */
const SPILL_BYTES = 16_384;

/** A body in large pieces. */
export interface GatheredBody {
  /** What has come since the last call, or what comes next; null at the end. Valid until the next call. */
  next(): Promise<Uint8Array | null>;
}

/** Where a body is gathered: its source tells what came, or writes it here itself. */
interface Gathering {
  readonly body: GatheredBody;
  /** Takes these bytes, copied or kept; false: no more for now. */
  add(chunk: Uint8Array): boolean;
  /** Where bytes may be written to, of which `wrote` is told next; answers as `add` does. */
  readonly room: () => Uint8Array;
  wrote(bytes: number): boolean;
  /** Nothing more comes, for this reason or because all is here. */
  readonly finish: (error: Error | null) => void;
}

/**
 * Gathers small chunks (TLS brings 16 kB at a time) into large ones without waiting for more than one turn of the event loop:
 * what is done once for each piece, such as a promise, a timer or a write, is then done some fifteen times less often. Reads ahead
 * by one block; `resume` is called when there is room again. The body rejects with the error once everything that came before it
 * was taken.
 */
export function createGathering(resume: () => void): Gathering {
  const blocks = createBlockPair(BLOCK_BYTES);
  /** What did not fit. */
  let rest: Uint8Array[] = [];
  /** Where bytes are written to, and whether what is written there follows what was gathered: else it is copied. */
  let given: Uint8Array = new Uint8Array();
  let isInPlace = false;
  let end: { readonly error: Error | null } | null = null;
  let wake: (() => void) | null = null;
  let waking: NodeJS.Immediate | null = null;

  const wakeNow = (): void => {
    if (waking !== null) clearImmediate(waking);
    waking = null;
    wake?.();
    wake = null;
  };
  const store = (chunk: Uint8Array): void => {
    const left = blocks.fill(chunk);
    if (left.byteLength > 0) rest.push(left);
  };
  /** After bytes came: whether more may. */
  const came = (): boolean => {
    if (blocks.isFull) {
      wakeNow();
      return false;
    }
    // More of what the system holds may follow in this turn.
    if (wake !== null) waking ??= setImmediate(wakeNow);
    return true;
  };
  const take = (): Uint8Array => {
    const bytes = blocks.take();
    // Whoever writes still has the end of the block that was taken; nobody reads that far.
    isInPlace = false;
    const waited = rest;
    rest = [];
    for (const chunk of waited) store(chunk);
    if (!blocks.isFull && end === null) resume();
    return bytes;
  };
  const next = async (): Promise<Uint8Array | null> => {
    if (blocks.filled === 0 && end === null) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (blocks.filled > 0) return take();
    const error = end?.error ?? null;
    if (error !== null) throw error;
    return null;
  };
  return {
    body: { next },
    add: (chunk) => {
      store(chunk);
      return came();
    },
    room: () => {
      isInPlace = !blocks.isFull;
      given = isInPlace ? blocks.room() : Buffer.allocUnsafeSlow(SPILL_BYTES);
      return given;
    },
    wrote: (bytes) => {
      if (isInPlace) blocks.grow(bytes);
      else store(given.subarray(0, bytes));
      return came();
    },
    finish: (error) => {
      end ??= { error };
      wakeNow();
    },
  };
}
