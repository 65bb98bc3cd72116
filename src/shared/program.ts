/** What an item is, after the rules of CONTRACT (The playlist body). */
type ItemKind = 'image' | 'video' | 'pdf' | 'web';

/**
 * When an item may be shown, judged by the player's own clock and zone (CONTRACT, dayparting). Every field that is
 * present must hold.
 */
export interface DaypartWindow {
  /** First moment, ISO 8601; without an offset it is local time. */
  readonly validFrom?: string;
  /** Last moment, likewise. */
  readonly validUntil?: string;
  /** Days of the week, 0 is Sunday. */
  readonly days?: readonly number[];
  /** Time of day, `HH:MM` or `HH:MM:SS`, local. */
  readonly startTime?: string;
  /** Time of day, likewise; before `startTime` it lies on the next day. */
  readonly endTime?: string;
}

/** One item as the renderer plays it: everything is resolved, nothing needs the network (web pages excepted). */
export interface ProgramItem {
  /** Unique within its program and stable between revisions of it. */
  readonly key: string;
  /** The server's id of the item, or its place in the list. */
  readonly id: string;
  readonly fileName: string;
  readonly kind: ItemKind;
  /** `/media/{sha256}` on the player's own origin; for a web page, its address. */
  readonly source: string;
  /** The SHA-256 of the bytes in hex; null for a web page. */
  readonly sha256: string | null;
  readonly mime: string | null;
  /** How long to show it; null: a video plays its own length once. */
  readonly durationMs: number | null;
  readonly muted: boolean;
  readonly window: DaypartWindow | null;
}

/**
 * What the renderer plays: the staged playlist's playable items in order. A program with another `id` or a higher
 * `revision` than the one that runs takes over at the next item boundary; an empty one means the standby screen.
 */
export interface Program {
  /** The hash of the normalised playlist (CONTRACT, `playlist_version`). */
  readonly id: string;
  /** Counts up while the first playlist on an empty cache grows (DESIGN, rule 3). */
  readonly revision: number;
  readonly items: readonly ProgramItem[];
  /** The key of the item to begin with; null: the first. */
  readonly resumeAt: string | null;
}
