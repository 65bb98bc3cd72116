import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import type { PlaylistRecord, PlaylistRecords, PlaylistSlot } from '../../platform/store/playlist-records.ts';
import { describeThrown } from '../../shared/result.ts';
import { playlistItemsSchema, type PlaylistItem } from './playlist-item.ts';
import { RESUME_POINT } from '../../shared/first-picture.ts';
import { resumePointSchema } from './resume-point.ts';

/** What identifies a playlist: a hash of all that its items say about what is shown, when and for how long (hex). */
export function playlistId(items: readonly PlaylistItem[]): string {
  const hash = createHash('sha256');
  for (const item of items) hash.update(`${JSON.stringify(identityOf(item))}\n`);
  return hash.digest('hex');
}

/** Field by field, so that nothing comes in by the way, and the order in which an object was made does not matter. */
function identityOf(item: PlaylistItem): readonly unknown[] {
  const { key, id, fileName, kind, url, durationMs, muted, size, sha256, window } = item;
  const { validFrom, validUntil, days, startTime, endTime } = window ?? {};
  const times = window === null ? null : [validFrom, validUntil, days, startTime, endTime];
  const fields = [key, id, fileName, kind, url, durationMs, muted, size, sha256, times];
  return item.isDefault === true ? [...fields, 'default'] : fields;
}

const slots: readonly PlaylistSlot[] = ['offered', 'staged', 'playing', 'previous', 'rejected'];
const describedItemsSchema = z.array(z.looseObject({ description: z.string() })).min(1);

/**
 * Gives the playlists that an earlier version kept the ids that they would get today, together with the place at which
 * playback goes on: that version counted descriptions in, and without this each screen would take what it already plays
 * for another playlist. Once done, it finds nothing any more. A disk that refuses costs only that.
 */
export function carryOverPlaylistIds(records: PlaylistRecords, keyValues: KeyValueStore, log: Log): void {
  const renamed = new Map<string, string>();
  const changes: Partial<Record<PlaylistSlot, PlaylistRecord>> = {};
  for (const slot of slots) {
    const record = records.read(slot);
    const items = record === null ? null : describedItems(record.items);
    if (record === null || items === null) continue;
    const id = playlistId(items);
    renamed.set(record.id, id);
    changes[slot] = { ...record, id, items: JSON.stringify(items) };
  }
  if (renamed.size === 0) return;
  try {
    records.write(changes);
    carryOverResumePoint(keyValues, renamed);
    log.info('The kept playlists have their new ids', { playlists: renamed.size });
  } catch (thrown) {
    log.warn('The kept playlists could not be given their new ids', { reason: describeThrown(thrown) });
  }
}

/** The items of a record that still has descriptions; null for any other, which is not even parsed. */
function describedItems(text: string): PlaylistItem[] | null {
  if (!text.includes('"description":')) return null;
  try {
    const content: unknown = JSON.parse(text);
    if (!describedItemsSchema.safeParse(content).success) return null;
    return playlistItemsSchema.safeParse(content).data ?? null;
  } catch {
    return null;
  }
}

function carryOverResumePoint(keyValues: KeyValueStore, renamed: ReadonlyMap<string, string>): void {
  const kept = keyValues.get(RESUME_POINT);
  if (kept === null) return;
  const point = resumePointSchema.safeParse(JSON.parse(kept)).data;
  const program = point === undefined ? undefined : renamed.get(point.program);
  if (point === undefined || program === undefined) return;
  keyValues.set(RESUME_POINT, JSON.stringify({ ...point, program }));
}
