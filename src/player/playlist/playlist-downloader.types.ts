import type { Clock } from '../../shared/clock.ts';
import type { Failure } from '../../shared/result.ts';
import type { SyncProgress } from '../../shared/status.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { MediaEvent, MediaStore } from '../media/media-types.ts';
import type { DownloadHours } from './download-hours.ts';
import type { HeldSlots } from './playlist-slots.ts';
import type { KnownPages } from './program-for.ts';

/** Brings and keeps the files of the playlists here: first those of what is offered, then what is missing or stale. */
export interface PlaylistDownloader {
  /** Looks what is to do, now; a round for a playlist that is not wanted any more is broken off. */
  run(): void;
  /** Tells the store which files are needed. */
  pin(): void;
  /** Addresses that turned out to be pages. */
  pages(): KnownPages;
  progress(): SyncProgress | null;
  problems(): readonly Failure[];
  mediaEvent(event: MediaEvent): void;
  /** Files may have changed behind their addresses: asks for all of them, one after the other. */
  revalidateAll(): void;
  /** Forgets waits and counts, and tries again. */
  retryNow(): void;
  /** Breaks off what is being fetched. */
  cancel(): void;
  stop(): Promise<void>;
}

export interface PlaylistDownloaderDependencies {
  readonly media: MediaStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly serverUrl: () => string;
  readonly playlists: () => HeldSlots;
  readonly hours: DownloadHours;
  /** A file came: more of a playlist can play. */
  readonly onSupplied: () => void;
  /** Everything of the offered playlist that can be had is here. */
  readonly onComplete: () => void;
}
