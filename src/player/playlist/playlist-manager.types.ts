import type { Clock } from '../../shared/clock.ts';
import type { Program, ProgramItem, ShuffleTurn } from '../../shared/program.ts';
import type { Failure, Result } from '../../shared/result.ts';
import type { PlaylistStatus, SyncProgress } from '../../shared/status.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { MediaEvent, MediaStore } from '../media/media-types.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import type { GroupMarks } from './group-marks.ts';
import type { OwnContent } from './own-content.ts';
import type { DownloadHours } from './download-hours.ts';
import type { PlaylistRecords, PlaylistSlot } from '../../platform/store/playlist-records.ts';

/** What became of a playlist that was fetched. */
export interface AcceptedPlaylist {
  readonly id: string;
  readonly version: string | null;
  readonly items: number;
  readonly skipped: readonly Failure[];
  /** False: it is the one that plays, or that is on its way, already. */
  readonly changed: boolean;
}

/**
 * Keeps the playlists: offered → staged → playing → previous (ARCHITECTURE.md, *A playlist is a transaction*). It decides what the renderer may play;
 * the renderer decides when, and `confirmPlaying` makes it so.
 */
export interface PlaylistManager {
  /** Begins to fetch what is missing. */
  start(): void;
  stop(): Promise<void>;
  /** What to play now, from disk and without waiting; null: nothing yet. */
  currentProgram(): Program | null;
  /**
   * Takes a playlist's body as the server sent it, or a stick brought it. Fails with `bad-playlist`; what plays goes on
   * either way.
   */
  accept(body: unknown, from?: 'stick'): Result<AcceptedPlaylist>;
  /** Where a list that was accepted is now; null: it is not held any more, or became one with another. */
  slotOf(id: string): PlaylistSlot | null;
  /** Takes back a list that is still being fetched; any other stays. */
  withdraw(id: string): void;
  /** The renderer showed the first item (or the standby screen) of a program: the switch, as one transaction. */
  confirmPlaying(programId: string): void;
  /** `turn`: its place in an order by chance. */
  itemShown(programId: string, itemKey: string, turn?: ShuffleTurn): void;
  /** Keeps where playback stands, where that is not kept yet. Never throws. */
  readonly keepPlace: () => void;
  itemFailed(programId: string, itemKey: string, reason: string): void;
  /** Where `createMediaStore` sends its events. */
  readonly mediaEvent: (event: MediaEvent) => void;
  status(): PlaylistStatus;
  /** Null when nothing is being fetched. */
  progress(): SyncProgress | null;
  /** What is wrong with the playlist, most important first. */
  problems(): readonly Failure[];
  /** Those of its files that do not come. */
  supplyProblems(): readonly Failure[];
  item(programId: string, itemKey: string): ProgramItem | null;
  /** Whether a playlist that is staged, plays or is on its way has a web page or a stream of this address. */
  holds(kind: 'web' | 'stream', address: string): boolean;
  /** What stands in for the lists is not what it was. */
  standInsChanged(): void;
  /** The network is back, the limit was raised, or somebody asks: tries what is missing at once. */
  retryNow(): void;
  /** Drops every playlist (unpairing). */
  forget(): void;
}

export interface PlaylistManagerDependencies {
  readonly records: PlaylistRecords;
  readonly keyValues: KeyValueStore;
  readonly media: MediaStore;
  /** When media may be downloaded. */
  readonly downloadHours: DownloadHours;
  readonly clock: Clock;
  readonly log: Log;
  readonly serverUrl: () => string;
  readonly onProgram: (program: Program | null) => void;
  /** Status, progress or problems changed. */
  readonly onChange: () => void;
  readonly random?: () => number;
  /** What plays while nothing of a list can; absent: standby. */
  readonly ownContent?: Pick<OwnContent, 'lists' | 'music' | 'mayStandAlone' | 'problems'>;
  /** The setting `shuffle`. */
  readonly shuffles?: boolean;
  /** Null or absent: the screen is in no group. */
  readonly groupMarks?: Pick<GroupMarks, 'noteOffer' | 'takesOverAt'> | null;
}
