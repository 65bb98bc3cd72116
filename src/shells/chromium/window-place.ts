import { readFileSync, writeFileSync } from 'node:fs';

/** Where a window lies and how large it is, in pixels of the whole desktop. */
export interface WindowBounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Remembers the display that the window filled, so that the next browser opens it in that place and needs not be moved. */
export interface WindowPlace {
  /** Null: it was never filled, or nothing of it can be read. */
  last(): WindowBounds | null;
  keep(bounds: WindowBounds): void;
}

/** No panel is larger, px. */
const LARGEST = 32_768;

/** Remembers in `file`, which need not last. */
export function createWindowPlace(file: string): WindowPlace {
  let kept = '';
  return {
    last: () => {
      try {
        const text = readFileSync(file, 'utf8');
        const bounds = boundsOf(JSON.parse(text));
        if (bounds !== null) kept = text;
        return bounds;
      } catch {
        return null;
      }
    },
    keep: ({ left, top, width, height }) => {
      const text = JSON.stringify({ left, top, width, height });
      if (text === kept) return;
      kept = text;
      try {
        writeFileSync(file, text, { mode: 0o600 });
      } catch {
        // The next window is moved as this one was.
      }
    },
  };
}

function boundsOf(read: unknown): WindowBounds | null {
  const { left, top, width, height } = (read ?? {}) as Partial<Record<keyof WindowBounds, unknown>>;
  const isPlace = [left, top].every((at) => Number.isInteger(at) && Math.abs(Number(at)) <= LARGEST);
  const isSize = [width, height].every(
    (size) => Number.isInteger(size) && Number(size) > 0 && Number(size) <= LARGEST,
  );
  return isPlace && isSize ? (read as WindowBounds) : null;
}
