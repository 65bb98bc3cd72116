import type { Clock } from '../../shared/clock.ts';
import type { SyncProgress } from '../../shared/status.ts';
import type { MediaRequest } from '../media/media-types.ts';

/** Adds up how far the downloads of one playlist have come. */
export interface ProgressMeter {
  /** Bytes of one file so far; `total` null while the server has not said it. */
  bytes(url: string, received: number, total: number | null): void;
  /** A file is here, or was given up. */
  done(url: string, size: number): void;
  read(): SyncProgress;
}

/** The rate is that of the last few seconds: people watch whether it still moves. */
const RATE_WINDOW_MS = 5_000;

/** Makes a meter for the files in `needs`, each counted once by its URL. */
export function createProgressMeter(needs: readonly MediaRequest[], clock: Clock): ProgressMeter {
  const sizes = new Map(needs.map((need) => [need.url, need.size]));
  const received = new Map<string, number>();
  const finished = new Set<string>();
  let bytesDone = 0;
  let samples: { readonly at: number; readonly moved: number }[] = [];
  const startedAt = clock.monotonic();

  const setReceived = (url: string, bytes: number, moved: number): void => {
    bytesDone += bytes - (received.get(url) ?? 0);
    received.set(url, bytes);
    if (moved > 0) samples.push({ at: clock.monotonic(), moved });
  };
  const rate = (): number => {
    const now = clock.monotonic();
    samples = samples.filter(({ at }) => now - at <= RATE_WINDOW_MS);
    const moved = samples.reduce((sum, sample) => sum + sample.moved, 0);
    const overMs = Math.min(RATE_WINDOW_MS, Math.max(500, now - startedAt));
    return (moved * 1_000) / overMs;
  };

  return {
    bytes: (url, bytes, total) => {
      if (!sizes.has(url) || finished.has(url)) return;
      if (total !== null) sizes.set(url, total);
      // The first report holds what an earlier run brought, and a new start goes back: neither is speed.
      const before = received.get(url);
      setReceived(url, bytes, before === undefined ? 0 : Math.max(0, bytes - before));
    },
    done: (url, size) => {
      if (!sizes.has(url) || finished.has(url)) return;
      finished.add(url);
      sizes.set(url, size);
      setReceived(url, size, 0);
    },
    read: () => {
      const known = [...sizes.values()];
      const bytesTotal = known.includes(null)
        ? null
        : known.reduce<number>((sum, size) => sum + (size ?? 0), 0);
      const bytesPerSecond = Math.round(rate());
      const left =
        bytesTotal === null || bytesPerSecond === 0 ? null : (bytesTotal - bytesDone) / bytesPerSecond;
      return {
        filesDone: finished.size,
        filesTotal: sizes.size,
        bytesDone,
        bytesTotal,
        bytesPerSecond,
        secondsLeft: left === null ? null : Math.max(0, Math.round(left)),
      };
    },
  };
}
