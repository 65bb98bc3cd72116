import { existsSync } from 'node:fs';
import { dataFile, mediaFolderOf } from '../../platform/files/data-files.ts';
import type { Log } from '../../platform/logging/log.ts';
import { claimFolder } from '../media/folder-claim.ts';
import { createMediaFolder } from '../media/media-folder.ts';
import { createMediaStore } from '../media/media-store.ts';
import type { MediaStore } from '../media/media-types.ts';
import { loadPlaylistSlots, type HeldPlaylist, type HeldSlots } from '../playlist/playlist-slots.ts';
import { mediaRequestOf } from '../playlist/program-for.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import { createKeyValueStore } from '../../platform/store/key-value-store.ts';
import { createMediaIndex, type MediaIndex } from '../../platform/store/media-index.ts';
import type { PlayerDatabase } from '../../platform/store/database.types.ts';
import { peekDatabase } from '../../platform/store/peek-database.ts';
import { openDatabase } from '../../platform/store/open-database.ts';
import { createPlaylistRecords } from '../../platform/store/playlist-records.ts';
import { BYTES_PER_MB } from '../../shared/units.ts';

export type CacheCommand = 'status' | 'verify' | 'clear';

/** Which cache is meant. */
export interface CachePlace {
  readonly dataFolder: string;
  readonly settings: Pick<Settings, 'cacheFolder' | 'maxCacheSizeMb'>;
  readonly appVersion: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a command found or did: for programs (names as in status.json) and for people. */
export interface CacheReport {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** False: something is wrong with the cache (the exit code says so). */
  readonly sound: boolean;
}

interface OpenCache {
  readonly media: MediaStore;
  readonly index: MediaIndex;
  readonly slots: HeldSlots;
  readonly folder: string;
}

/**
 * Looks at a data folder's cache, checks every file of it, or empties it of what no playlist needs.
 * `status` only reads, also beside a running player; for the others nobody else may use the data folder. Fails with
 * `no-cache` where no player has run, `already-running`, and `disk-error`.
 */
export async function runCacheCommand(
  command: CacheCommand,
  place: CachePlace,
): Promise<Result<CacheReport>> {
  const file = dataFile(place.dataFolder, 'database');
  if (!existsSync(file))
    return fail('no-cache', `No player has run with the data folder ${place.dataFolder}.`);
  if (command !== 'status' && isInUse(place)) {
    return fail('already-running', 'DigiPlayer runs on this data folder; stop it first.');
  }
  let database: PlayerDatabase | null = null;
  try {
    database = command === 'status' ? peekDatabase(file) : openDatabase(file);
    const cache = openCache(database, place);
    switch (command) {
      case 'status':
        return ok(await status(cache));
      case 'verify':
        return ok(await verify(cache));
      case 'clear':
        return ok(await clear(cache));
      default:
        return assertNever(command);
    }
  } catch (thrown) {
    return fail('disk-error', `The cache cannot be used: ${describeThrown(thrown)}.`);
  } finally {
    database?.close();
  }
}

/** A player that runs holds its media folder. */
function isInUse(place: CachePlace): boolean {
  const claim = claimFolder(folderOf(place));
  claim.release();
  return !claim.held;
}

function folderOf({ dataFolder, settings }: CachePlace): string {
  return mediaFolderOf(dataFolder, settings);
}

/** The store as the player has it, without a network. */
function openCache(database: PlayerDatabase, place: CachePlace): OpenCache {
  const { settings, clock, log } = place;
  const folder = folderOf(place);
  const index = createMediaIndex(database);
  const media = createMediaStore({
    folder,
    index,
    keyValues: createKeyValueStore(database),
    download: () => Promise.resolve(fail('offline', 'This command does not use the network.')),
    isOwnServer: () => false,
    clock,
    log,
    appVersion: place.appVersion,
    limitBytes: settings.maxCacheSizeMb * BYTES_PER_MB,
    limitKbps: () => 0,
    scrubSeconds: Number.POSITIVE_INFINITY,
    onEvent: () => undefined,
  });
  return { media, index, folder, slots: loadPlaylistSlots(createPlaylistRecords(database), log).read() };
}

const SLOTS = ['playing', 'staged', 'offered', 'previous'] as const;

async function status({ media, index, slots, folder }: OpenCache): Promise<CacheReport> {
  const { usedBytes, limitBytes, files } = media.use();
  const freeBytes = existsSync(folder) ? await createMediaFolder(folder).freeBytes() : null;
  const playlists = SLOTS.flatMap((slot) => {
    const held = slots[slot];
    if (held === null) return [];
    return [{ slot, version: held.version, items: held.items.length, missing: missingIn(held, media) }];
  });
  const lines = playlists.map(({ slot, version, items, missing }) => {
    const lack = missing === 0 ? 'all files here' : `${missing} files missing`;
    return `${slot}: version ${version ?? 'unknown'}, ${items} items, ${lack}`;
  });
  const text = [
    `${folder}: ${files} files, ${inMegabytes(usedBytes)} of ${inMegabytes(limitBytes)}`,
    ...(freeBytes === null ? [] : [`free on the disk: ${inMegabytes(freeBytes)}`]),
    `unfinished downloads: ${index.parts().length}`,
    ...(lines.length === 0 ? ['no playlist'] : lines),
  ];
  return {
    json: {
      folder,
      files,
      used_bytes: usedBytes,
      limit_bytes: limitBytes,
      free_bytes: freeBytes,
      unfinished: index.parts().length,
      playlists,
    },
    text: asText(text),
    sound: slots.playing === null || missingIn(slots.playing, media) === 0,
  };
}

/** Every file is read again; what is rotten or missing is taken out, and fetched again when the player runs. */
async function verify({ media, index, slots }: OpenCache): Promise<CacheReport> {
  const names = namesOf(slots, index);
  const known = new Set(index.files().map(({ sha256 }) => sha256));
  await media.start(false);
  const { checked, lost } = await media.verify();
  await media.stop();
  // A file that is missing or has another length is taken out before its bytes are looked at.
  const here = new Set(index.files().map(({ sha256 }) => sha256));
  const bad = [...new Set([...[...known].filter((sha256) => !here.has(sha256)), ...lost])];
  const broken = bad.map((sha256) => ({ sha256, file_name: names.get(sha256) ?? null }));
  const sentence =
    broken.length === 0
      ? `${checked} files are what they were.`
      : `${broken.length} files were damaged or missing; the player fetches them again:`;
  return {
    json: { checked: checked + bad.length - lost.length, broken },
    text: asText([sentence, ...broken.map(({ sha256, file_name }) => `  ${file_name ?? sha256}`)]),
    sound: broken.length === 0,
  };
}

/** What plays, is on its way, or is there to fall back on stays (ARCHITECTURE.md, *Never blank*). */
async function clear({ media, slots }: OpenCache): Promise<CacheReport> {
  const filesOf = (held: HeldPlaylist | null): string[] =>
    needsOf(held).flatMap((need) => media.find(need)?.sha256 ?? []);
  media.pin({
    pinned: new Set([slots.playing, slots.staged, slots.offered].flatMap(filesOf)),
    previous: new Set(filesOf(slots.previous)),
  });
  const freedBytes = await media.clear();
  await media.stop();
  const { usedBytes, files } = media.use();
  const kept =
    files === 0 ? 'Nothing is left.' : `${files} files that playlists need stay (${inMegabytes(usedBytes)}).`;
  return {
    json: { freed_bytes: freedBytes, used_bytes: usedBytes, files },
    text: asText([`${inMegabytes(freedBytes)} came free. ${kept}`]),
    sound: true,
  };
}

function needsOf(held: HeldPlaylist | null): NonNullable<ReturnType<typeof mediaRequestOf>>[] {
  return (held?.items ?? []).map(mediaRequestOf).filter((need) => need !== null);
}

function missingIn(held: HeldPlaylist, media: MediaStore): number {
  return needsOf(held).filter((need) => media.find(need) === null).length;
}

function namesOf(slots: HeldSlots, index: MediaIndex): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const slot of SLOTS) {
    for (const need of needsOf(slots[slot])) {
      const sha256 = need.sha256 ?? index.url(need.url)?.sha256;
      if (sha256 !== undefined) names.set(sha256, need.fileName);
    }
  }
  return names;
}

function inMegabytes(bytes: number): string {
  return `${(bytes / BYTES_PER_MB).toFixed(1)} MB`;
}

function asText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
