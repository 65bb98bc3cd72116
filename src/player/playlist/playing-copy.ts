import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import { errorCode } from '../media/disk-failures.ts';
import { describeThrown } from '../../shared/result.ts';
import type { MediaIndex } from '../../platform/store/media-index.ts';
import type { PlaylistRecord, PlaylistRecords } from '../../platform/store/playlist-records.ts';
import type { DiskWrites } from '../../platform/files/disk-writes.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';
import { playlistId } from './playlist-identity.ts';
import { playlistItemsSchema } from './playlist-item.ts';

/** `playing.json`: what plays, and which bytes stood behind its addresses. */
const copySchema = z.object({
  id: z.string(),
  version: z.string().nullable(),
  complete: z.boolean(),
  items: playlistItemsSchema,
  files: z.array(z.object({ url: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
type PlayingCopy = z.infer<typeof copySchema>;

/** What waits under this name while the disk refuses it. */
const NAME = 'playing.json';

/**
 * Keeps a copy of the playing playlist in `file` (mode 600) beside the records, renewed at each switch: a player.db that
 * was damaged and rebuilt while the server is away must not darken the screen (ARCHITECTURE.md, *Never blank*). Where the records know no
 * playing playlist, it is taken back from the copy at once, with the addresses of its files; the media folder adopts the
 * bytes by itself. Unpairing removes the copy first.
 */
export function keepPlayingCopy(
  records: PlaylistRecords,
  index: Pick<MediaIndex, 'url' | 'setUrl'>,
  file: string,
  writes: DiskWrites,
  log: Log,
): PlaylistRecords {
  if (records.read('playing') === null) restore(records, index, file, log);
  return {
    read: (slot) => records.read(slot),
    write: (slots) => {
      const { playing } = slots;
      if (playing === null) {
        writes.attempt(NAME, () => {
          rmSync(file, { force: true });
        });
      }
      records.write(slots);
      if (playing === null || playing === undefined) return;
      const text = textOf(playing, index, log);
      if (text === null) return;
      writes.attempt(NAME, () => {
        replaceFile(file, text);
      });
    },
  };
}

function restore(
  records: PlaylistRecords,
  index: Pick<MediaIndex, 'url' | 'setUrl'>,
  file: string,
  log: Log,
): void {
  const copy = readCopy(file, log);
  if (copy === null) return;
  try {
    const { version, complete, items, files } = copy;
    // By the rules of today, whatever the version was that wrote the copy.
    const id = playlistId(items);
    for (const { url, sha256 } of files) {
      if (index.url(url) !== null) continue;
      index.setUrl({ url, sha256, etag: null, lastModified: null, validatedAt: 0 });
    }
    records.write({ playing: { id, version, complete, items: JSON.stringify(items) } });
    log.warn('The playing playlist was restored from its copy', { playlist: id, version });
  } catch (thrown) {
    log.error('The copy of the playing playlist could not be used', { reason: describeThrown(thrown) });
  }
}

function readCopy(file: string, log: Log): PlayingCopy | null {
  try {
    return copySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') log.warn('The copy of the playing playlist cannot be read');
    return null;
  }
}

/** The names of what plays, as its copy in `file` says; none where there is no copy, or a damaged one. Only reads. */
export function peekPlayingNames(file: string): readonly string[] {
  try {
    return copySchema.parse(JSON.parse(readFileSync(file, 'utf8'))).items.map(({ fileName }) => fileName);
  } catch {
    return [];
  }
}

/** A copy that cannot be made costs a rebuild one day, not the switch today. */
function textOf(record: PlaylistRecord, index: Pick<MediaIndex, 'url'>, log: Log): string | null {
  try {
    const { id, version, complete } = record;
    const items = playlistItemsSchema.parse(JSON.parse(record.items));
    const files = [...new Set(items.map(({ url }) => url))].flatMap((url) => {
      const known = index.url(url);
      return known === null ? [] : [{ url, sha256: known.sha256 }];
    });
    const copy: PlayingCopy = { id, version, complete, items, files };
    return JSON.stringify(copy);
  } catch (thrown) {
    log.warn('The copy of the playing playlist could not be made', { reason: describeThrown(thrown) });
    return null;
  }
}
