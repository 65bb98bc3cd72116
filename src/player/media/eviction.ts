import type { MediaPins } from './media-types.ts';

/** One file as eviction sees it. */
export interface EvictableFile {
  readonly sha256: string;
  readonly size: number;
  /** Ms since the epoch. */
  readonly lastPlayedAt: number;
}

export interface EvictionPlan {
  readonly evict: readonly EvictableFile[];
  /** A file of the previous playlist is among them, so it cannot be rolled back to any more. */
  readonly givesUpPrevious: boolean;
  /** Bytes that are still missing after it; 0 when the space can be had. */
  readonly missingBytes: number;
}

/**
 * Chooses what to delete so that `wantedBytes` come free: least recently played first, then the previous playlist's
 * files; never what is pinned or `busy` (being read). When even that is not enough, nothing is evicted in vain.
 */
export function planEviction(
  files: readonly EvictableFile[],
  pins: MediaPins,
  busy: (sha256: string) => boolean,
  wantedBytes: number,
): EvictionPlan {
  const movable = files.filter(({ sha256 }) => !pins.pinned.has(sha256) && !busy(sha256));
  const rank = (file: EvictableFile): number => (pins.previous.has(file.sha256) ? 1 : 0);
  movable.sort((one, other) => rank(one) - rank(other) || one.lastPlayedAt - other.lastPlayedAt);
  const evict: EvictableFile[] = [];
  let missingBytes = wantedBytes;
  for (const file of movable) {
    if (missingBytes <= 0) break;
    evict.push(file);
    missingBytes -= file.size;
  }
  if (missingBytes > 0) return { evict: [], givesUpPrevious: false, missingBytes };
  return { evict, givesUpPrevious: evict.some((file) => rank(file) === 1), missingBytes: 0 };
}
