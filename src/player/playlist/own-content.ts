import type { Log } from '../../platform/logging/log.ts';
import { every, singleFlight } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown, fail, type Failure } from '../../shared/result.ts';
import { localKeyOf, type LocalFile } from '../media/local-file.ts';
import type { LocalFolder } from '../media/local-folder.ts';
import type { MediaRequest, MediaStore } from '../media/media-types.ts';
import { createLeftOut } from './left-out.ts';
import type { PlaylistItem } from './playlist-item.ts';
import { mediaRequestOf } from './program-for.ts';

/** Content of one's own, which stands in for a playlist: what lies in folders of this machine, copied into the media store. */
export interface OwnContent {
  start(): void;
  stop(): Promise<void>;
  /** The items of each folder, whether or not their files are here. */
  lists(): readonly (readonly PlaylistItem[])[];
  /** What is heard beside the program. */
  music(): readonly PlaylistItem[];
  /** Whether it may play where no list ever came: a screen that nobody paired asks to be paired. */
  readonly mayStandAlone: () => boolean;
  problems(): readonly Failure[];
  /** A folder is not what it was. */
  readonly folderChanged: () => void;
  /** Looks whether the screen was paired or unpaired meanwhile. */
  readonly lookAtPairing: () => void;
}

export interface OwnContentDependencies {
  /** Most important first. */
  readonly folders: readonly LocalFolder[];
  /** Music beside the program. */
  readonly music?: LocalFolder | null;
  readonly media: Pick<MediaStore, 'find' | 'ensure' | 'keepSpare'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly isPaired: () => boolean;
  /** Something else may play. */
  readonly onChange: () => void;
  readonly random?: () => number;
}

/** A file that was evicted, or could not be copied, has another chance after this time. */
const LOOK_EVERY_MS = 30_000;
const MOST_TOLD = 20;

/** Makes {@link OwnContent}. Nothing is copied before `start`. */
export function createOwnContent(dependencies: OwnContentDependencies): OwnContent {
  const { folders, music = null, media, clock, log, isPaired, onChange } = dependencies;
  const all = music === null ? folders : [...folders, music];
  const leftOut = createLeftOut(clock, dependencies.random ?? Math.random);
  const items = new Map<string, PlaylistItem>();
  let stopping = new AbortController();
  let isDirty = false;
  let isStarted = false;
  let wasPaired = false;

  const files = (): readonly LocalFile[] => all.flatMap((folder) => folder.files());
  const itemOf = (file: LocalFile): PlaylistItem => {
    const item = items.get(file.url) ?? playlistItemOf(file);
    items.set(file.url, item);
    return item;
  };
  const here = (): ReadonlySet<string> =>
    new Set(files().flatMap((file) => media.find(requestOf(itemOf(file)))?.sha256 ?? []));

  const tell = (): void => {
    media.keepSpare(here());
    onChange();
  };

  const copy = async (file: LocalFile): Promise<void> => {
    const ensured = await media.ensure(requestOf(itemOf(file)), stopping.signal);
    if (stopping.signal.aborted) return;
    if (ensured.ok) leftOut.forget(file.url);
    else {
      leftOut.note(file.url, ensured.error);
      log.warn('A file of one’s own is left out', { file: file.fileName, reason: ensured.error.message });
    }
    tell();
  };

  /** One file after the other: what nobody waits for takes no more than that of the disk. */
  const pass = async (): Promise<void> => {
    const wanted = files();
    leftOut.keepOnly(new Set(wanted.map(({ url }) => url)));
    for (const url of items.keys()) if (!wanted.some((file) => file.url === url)) items.delete(url);
    tell();
    for (const file of wanted) {
      if (stopping.signal.aborted) return;
      const isHere = media.find(requestOf(itemOf(file))) !== null;
      if (!isHere && !leftOut.isWaiting(file.url)) await copy(file);
    }
  };

  const run = singleFlight(async (): Promise<void> => {
    while (isDirty && !stopping.signal.aborted) {
      isDirty = false;
      await pass();
    }
  });
  const changed = (): void => {
    if (!isStarted) return;
    isDirty = true;
    run().catch((thrown: unknown) => {
      log.error('Content of one’s own could not be copied', { reason: describeThrown(thrown) });
    });
  };
  const looks = every(clock, LOOK_EVERY_MS, changed);

  return {
    start: () => {
      isStarted = true;
      stopping = new AbortController();
      wasPaired = isPaired();
      for (const folder of all) folder.start();
      changed();
      looks.start();
    },
    stop: async () => {
      isStarted = false;
      looks.stop();
      stopping.abort();
      await Promise.all(all.map((folder) => folder.stop()));
      await run.current();
    },
    lists: () => folders.map((folder) => folder.files().map(itemOf)),
    music: () => music?.files().map(itemOf) ?? [],
    mayStandAlone: isPaired,
    problems: () => [
      ...all.flatMap((folder) => folder.problems()),
      ...[...leftOut.failures()].slice(0, MOST_TOLD).map(([url, failure]) => {
        const file = items.get(url)?.fileName ?? '';
        const message = `${file} is left out: ${failure.message}`;
        return fail('item-left-out', message, { file, reason: failure.code }).error;
      }),
    ],
    folderChanged: changed,
    lookAtPairing: () => {
      if (wasPaired === isPaired()) return;
      wasPaired = isPaired();
      onChange();
    },
  };
}

function playlistItemOf(file: LocalFile): PlaylistItem {
  const { fileName, url, size } = file;
  const key = localKeyOf(file);
  return {
    ...{ key, id: key, fileName, kind: null, url, size },
    ...{ durationMs: null, muted: true, sha256: null, window: null },
  };
}

function requestOf(item: PlaylistItem): MediaRequest {
  const request = mediaRequestOf(item);
  if (request === null) throw new Error('A file of a folder is a file.');
  return request;
}
