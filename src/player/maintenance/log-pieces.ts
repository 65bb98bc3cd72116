import { closeSync, fstatSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { numberedLog, openLogToRead } from '../../platform/logging/own-log.ts';
import type { Redactor } from '../../platform/logging/redactor.ts';
import { createLineCleaner } from './clean-text.ts';

const MOST_BYTES = 4 * 1_048_576;
const MOST_FILES = 100;
/** Read and cleaned at once, within a few milliseconds. */
const BLOCK_BYTES = 16_384;

/** An end of one of the player's own log files. */
interface LogEnd {
  /** 0: the current file, 1: the one before, … */
  readonly index: number;
  /** Its last lines, clean, piece by piece; other work goes on between two of them. */
  readonly pieces: () => AsyncGenerator<Uint8Array>;
}

/**
 * The newest four megabytes of the player's own log at `logFile`, newest file first. What is no log of the player's, or cannot
 * be read, is left out: that is no reason to give nothing.
 */
export function* ownLogs(logFile: string, redactor: Redactor): Generator<LogEnd> {
  let left = MOST_BYTES;
  for (let index = 0; index < MOST_FILES && left > 0; index += 1) {
    const path = numberedLog(logFile, index);
    const size = sizeOf(path);
    if (size === null) return;
    const most = Math.min(size, left);
    left -= most;
    yield { index, pieces: () => endOf(path, most, redactor) };
  }
}

function sizeOf(path: string): number | null {
  return withLog(path, (descriptor) => fstatSync(descriptor).size);
}

/** Null where there is no log of the player's, or it cannot be read. */
function withLog<Value>(path: string, use: (descriptor: number) => Value): Value | null {
  let descriptor: number | null = null;
  try {
    descriptor = openLogToRead(path);
    return descriptor === null ? null : use(descriptor);
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

async function* endOf(path: string, most: number, redactor: Redactor): AsyncGenerator<Uint8Array> {
  const descriptor = openLogToRead(path);
  if (descriptor === null) return;
  try {
    const lines = createLineCleaner(redactor);
    const { size } = fstatSync(descriptor);
    const block = Buffer.alloc(BLOCK_BYTES);
    let at = Math.max(0, size - most);
    // A secret of which only the end is read is not known for one.
    let isInsideLine = at > 0;
    while (at < size) {
      const length = readSync(descriptor, block, 0, Math.min(BLOCK_BYTES, size - at), at);
      if (length === 0) break;
      at += length;
      const read = block.subarray(0, length);
      const begin = isInsideLine ? read.indexOf(0x0a) + 1 : 0;
      isInsideLine &&= begin === 0;
      if (!isInsideLine) yield Buffer.from(lines.push(read.subarray(begin)));
      await setImmediate();
    }
    yield Buffer.from(lines.end());
  } finally {
    closeSync(descriptor);
  }
}
