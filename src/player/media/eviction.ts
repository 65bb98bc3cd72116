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

/** How much the file is worth that others are to go for. `spare`: nothing that may be needed goes for it. */
export type Worth = 'needed' | 'spare';

/**
 * Chooses what to delete so that `wantedBytes` come free: least recently played first, then copies of a folder of this machine,
 * then the previous playlist's files; never what is pinned or `busy` (being read). When even that is not enough, nothing is
 * evicted in vain.
 */
export function planEviction(
  files: readonly EvictableFile[],
  pins: MediaPins & { readonly spare?: ReadonlySet<string> },
  busy: (sha256: string) => boolean,
  wantedBytes: number,
  worth: Worth = 'needed',
): EvictionPlan {
  const rank = ({ sha256 }: EvictableFile): number =>
    pins.previous.has(sha256) ? 2 : pins.spare?.has(sha256) === true ? 1 : 0;
  const movable = files.filter(
    (file) => !pins.pinned.has(file.sha256) && !busy(file.sha256) && (worth === 'needed' || rank(file) === 0),
  );
  movable.sort((one, other) => rank(one) - rank(other) || one.lastPlayedAt - other.lastPlayedAt);
  const evict: EvictableFile[] = [];
  let missingBytes = wantedBytes;
  for (const file of movable) {
    if (missingBytes <= 0) break;
    evict.push(file);
    missingBytes -= file.size;
  }
  if (missingBytes > 0) return { evict: [], givesUpPrevious: false, missingBytes };
  return { evict, givesUpPrevious: evict.some((file) => rank(file) === 2), missingBytes: 0 };
}
