import type { PictureBox } from '../../shared/drawing.ts';
import type { StorageUse } from '../../shared/bridge.ts';
import type { FailureCode, MediaCode } from '../../shared/failure-codes.ts';
import type { Failure, Result } from '../../shared/result.ts';

/** What a file is to the player; a page of the web is not a file. */
export type MediaKind = 'image' | 'video' | 'audio' | 'pdf';

/** A file that an item needs, as its playlist describes it. */
export interface MediaRequest {
  /** Absolute, http or https, already judged by the rules of docs/server-contract.md (`url`). */
  readonly url: string;
  /** For words and for its extension only; no path on disk is ever made from it. */
  readonly fileName: string;
  /** Null: the playlist does not say, so the bytes and then their Content-Type decide. */
  readonly kind: MediaKind | null;
  /** Bytes; null: not given. */
  readonly size: number | null;
  /** Lower-case hex; null: not given. */
  readonly sha256: string | null;
  /** The address under which the list before named the same item: what is behind it need not be fetched once more. */
  readonly formerUrl?: string;
}

/** A file of the store whose every byte was hashed on its way to the disk. */
export interface MediaRecord {
  /** Lower-case hex: its identity, and its name in the media folder. */
  readonly sha256: string;
  readonly size: number;
  readonly kind: MediaKind;
  readonly mime: string;
  /** The own length of a video or a sound; null for anything else, or when its container does not say. */
  readonly durationMs: number | null;
  /** The longest time for which one picture of a video stands, in ms; null where nobody knows. */
  readonly longestFrameMs?: number | null;
}

/**
 * Which files may not be evicted. `previous` is given up, as a whole, before a playlist is refused; files in neither
 * go least recently played first.
 */
export interface MediaPins {
  /** What plays, what is staged, and what is being downloaded for the next playlist. */
  readonly pinned: ReadonlySet<string>;
  readonly previous: ReadonlySet<string>;
}

/** What the store tells while it works. Listeners must not throw. */
export type MediaEvent =
  /** `total` is null until the server says a length. `received` counts what is on disk, resumed bytes included. */
  | {
      readonly kind: 'progress';
      readonly url: string;
      readonly received: number;
      readonly total: number | null;
    }
  /** Another file stands behind an URL that was known; it is already here. */
  | {
      readonly kind: 'changed';
      readonly url: string;
      readonly before: string;
      readonly after: string;
    }
  /** A file was found rotten or missing and is gone from the index; who needs it asks for it again. */
  | { readonly kind: 'lost'; readonly sha256: string; readonly failure: Failure }
  /** A file that came is more than the machine can bear: it is quarantined. */
  | { readonly kind: 'refused'; readonly fileName: string; readonly reason: string }
  /** The files of the previous playlist were needed for space; it cannot be rolled back to any more. */
  | { readonly kind: 'previous-given-up' }
  /** Used bytes or the limit changed. */
  | { readonly kind: 'space' };

/** The sum of {@link MediaStore}'s files. */
export interface CacheUse {
  readonly usedBytes: number;
  readonly limitBytes: number;
  readonly files: number;
  /** On the disk, as last seen; null: not known yet. */
  readonly freeBytes: number | null;
}

/** A file of the store, open for reading. It is not deleted before `close`. */
export interface OpenMedia {
  readonly record: MediaRecord;
  /** Fills `buffer` from `position`; answers how many bytes came, 0 at the end. Rejects when the disk fails. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

/** What `verify` found (`npm start -- cache verify`). */
export interface VerifyReport {
  readonly checked: number;
  readonly lost: readonly string[];
}

/** A file that something else is made of. */
export interface LoanRequest extends MediaRequest {
  readonly size: number;
  /** Bytes that are written outside the store meanwhile, as far as is known beforehand. */
  readonly besideBytes: number;
}

/** What is done with the bytes at `path`; `room` tells whether so many may be written beside them. */
export type UseOfLoan<Value, Code extends FailureCode> = (
  path: string,
  room: (besideBytes: number) => Promise<Result<null, MediaCode>>,
) => Promise<Result<Value, Code>>;

/**
 * The content-addressed store of media (ARCHITECTURE.md, *A playlist is a transaction*, *Bytes are proven*, *Everything is bounded*). Failure codes of `ensure`: those of
 * `ServerClient.download`, and `hash-mismatch`, `size-mismatch`, `undecodable`, `unsupported`, `is-a-page`,
 * `cache-full` and `disk-lacks` (params: `missingBytes`), `disk-full`, `disk-error`, `stopped`.
 */
export interface MediaStore {
  /**
   * Tidies what a crash left, adopts files without a row, then scrubs one file at a time while idle. `diedBefore`: the
   * process before this one is known to have died on a machine that ran on.
   */
  start(diedBefore: boolean): Promise<void>;
  /** Breaks off downloads (what arrived is kept for resuming) and waits for the disk. */
  stop(): Promise<void>;
  /** The file for a need, if it is here and may be played; no waiting, no network. */
  find(need: MediaRequest): MediaRecord | null;
  /** The file for a need: from disk, or downloaded, hashed, probed and flushed. Calls queue in the order they come. */
  ensure(need: MediaRequest, signal?: AbortSignal): Promise<Result<MediaRecord, MediaCode>>;
  /**
   * Fetches a file that is no media under the same rules, and hands its hashed bytes to `use` by their path; they are gone
   * once it succeeded, and stay for another try when it did not. Nothing is fetched unless there is room for the file and
   * what is made of it; `use` asks `room` again once it knows how many bytes that is.
   */
  lend<Value, Code extends FailureCode>(
    need: LoanRequest,
    use: UseOfLoan<Value, Code>,
    signal: AbortSignal,
  ): Promise<Result<Value, Code | MediaCode>>;
  /** Asks the server whether the file behind an URL is still the same, and fetches it when it is not. */
  revalidate(need: MediaRequest, signal?: AbortSignal): Promise<Result<MediaRecord, MediaCode>>;
  /** When the file behind an URL was last fetched or found unchanged, ms since the epoch; null: not known. */
  lastValidated(url: string): number | null;
  /** Says which files are needed. Nothing is evicted before the first call. */
  readonly pin: (pins: MediaPins) => void;
  /** Says which files are wanted as long as nothing else needs their place. */
  readonly keepSpare: (sha256s: ReadonlySet<string>) => void;
  /** Changes the quota (`maxCacheSizeMb`); evicts at once. */
  setLimit(limitBytes: number): void;
  /** Notes that a file was on the screen, for eviction. */
  played(sha256: string): void;
  /** Notes that a file does not play here: it is not used again by this version of the player. */
  quarantine(sha256: string, reason: string): void;
  /** Gives every quarantined file another chance (on a technician's request). */
  releaseQuarantine(): void;
  use(): CacheUse;
  /** The same by what it is for. */
  storageUse(): StorageUse;
  /**
   * Opens a file for the renderer; null when it is not here, or not for the screen. Of a vector picture that stands still it
   * is what was drawn of it for `box` (null: the box that was asked for last).
   */
  open(sha256: string, box?: PictureBox | null): Promise<OpenMedia | null>;
  /** Has vector pictures drawn for `box` from now on, and anew those that were drawn for another one. */
  readonly drawFor: (box: PictureBox) => void;
  /** Re-reads every file now. */
  verify(): Promise<VerifyReport>;
  /** Deletes every file that is not pinned, and every partial download; answers the bytes that came free. */
  clear(): Promise<number>;
}
