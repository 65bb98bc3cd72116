import { z } from 'zod';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import { normaliseItem, type DraftItem } from './normalise-item.ts';
import { playlistId } from './playlist-identity.ts';
import type { PlaylistItem } from './playlist-item.ts';

/** A playlist by the rules of docs/server-contract.md. */
export interface NormalisedPlaylist {
  /** In the order of play. */
  readonly items: readonly PlaylistItem[];
  /** As the server sent it, as text; null when it sent none. */
  readonly version: string | null;
  /** See {@link playlistId}. */
  readonly id: string;
  /** One failure for each item that cannot be used (at most a few; the last one counts the rest). */
  readonly skipped: readonly Failure[];
  /** One for each field that is not understood and therefore says nothing (at most a few). */
  readonly unread: readonly Failure[];
}

/** More items than this are cut off: at ten seconds each they would play for eleven days. */
export const MOST_ITEMS = 100_000;
const MOST_REPORTED = 20;

const versionSchema = z.union([z.string(), z.number()]).transform((version) => String(version).slice(0, 100));
const bodySchema = z.looseObject({
  playlist_version: versionSchema.nullish().catch(null).optional(),
  default_item: z.unknown().optional(),
});
const LIST_NAMES = ['playlist', 'items', 'content'] as const;

/**
 * Reads a playlist's body as it came (docs/server-contract.md, The playlist body). An item that cannot be used never spoils its
 * neighbours; an empty list is a real playlist; `bad-playlist` when there is no list, or no item of it can be used.
 */
export function normalisePlaylist(
  body: unknown,
  { serverUrl }: { readonly serverUrl: string },
): Result<NormalisedPlaylist> {
  const list = listOf(body);
  if (list === null) return fail('bad-playlist', 'The server sent something that is not a playlist.');
  const skipped: Failure[] = [];
  const drafts: DraftItem[] = [];
  for (const [index, raw] of list.slice(0, MOST_ITEMS).entries()) {
    const item = normaliseItem(raw, index + 1, serverUrl);
    if (item.ok) drafts.push(item.value);
    else skipped.push(item.error);
  }
  if (list.length > MOST_ITEMS) skipped.push(tooMany(list.length));
  if (list.length > 0 && drafts.length === 0) {
    const reason = skipped[0]?.message ?? '';
    return fail('bad-playlist', `None of the playlist's ${list.length} items can be used. ${reason}`, {
      items: list.length,
    });
  }
  const standIn = defaultOf(body, list.length + 1, serverUrl);
  if (standIn?.ok === false) skipped.push(standIn.error);
  const all = [...inOrder(drafts), ...(standIn?.ok === true ? [standIn.value] : [])];
  const items = withKeys(all);
  return ok({
    items,
    id: playlistId(items),
    version: versionOf(body),
    skipped: shortened(skipped),
    unread: unreadFields(all),
  });
}

function listOf(body: unknown): readonly unknown[] | null {
  if (Array.isArray(body)) return body as readonly unknown[];
  if (typeof body !== 'object' || body === null) return null;
  const fields = body as Readonly<Record<string, unknown>>;
  const list = LIST_NAMES.map((name) => fields[name]).find((value) => Array.isArray(value));
  return list === undefined ? null : (list as readonly unknown[]);
}

/** What is to be shown while nothing of the list can be; null: the server names nothing. */
function defaultOf(body: unknown, place: number, serverUrl: string): Result<DraftItem> | null {
  const raw = bodySchema.safeParse(body).data?.default_item ?? null;
  if (raw === null) return null;
  const item = normaliseItem(raw, place, serverUrl);
  return item.ok ? ok({ ...item.value, isDefault: true }) : item;
}

function versionOf(body: unknown): string | null {
  const parsed = bodySchema.safeParse(body);
  return parsed.success ? (parsed.data.playlist_version ?? null) : null;
}

/** By position, stable; an item without one keeps its place behind the item that stood before it. */
function inOrder(drafts: readonly DraftItem[]): readonly DraftItem[] {
  let before = Number.NEGATIVE_INFINITY;
  const placed = drafts.map((draft) => {
    before = draft.position ?? before;
    return { draft, position: before };
  });
  placed.sort((one, other) => (one.position < other.position ? -1 : one.position > other.position ? 1 : 0));
  return placed.map(({ draft }) => draft);
}

/** The server's id is the key; where several items share one, the later ones are numbered. */
function withKeys(drafts: readonly DraftItem[]): PlaylistItem[] {
  const seen = new Set<string>();
  const nextNumber = new Map<string, number>();
  return drafts.map((draft) => {
    let key = draft.id;
    for (let number = nextNumber.get(draft.id) ?? 2; seen.has(key); number += 1) {
      key = `${draft.id}~${number}`;
      nextNumber.set(draft.id, number + 1);
    }
    seen.add(key);
    const { id, fileName, kind, url, durationMs, muted, size, sha256, window, isDefault } = draft;
    const fields = { key, id, fileName, kind, url, durationMs, muted, size, sha256, window };
    return isDefault === true ? { ...fields, isDefault } : fields;
  });
}

/** Each field of each file once: a file may be shown many times. */
function unreadFields(drafts: readonly DraftItem[]): readonly Failure[] {
  const told = new Map<string, Failure>();
  for (const { fileName: file, unread } of drafts) {
    for (const field of unread) {
      if (told.size >= MOST_REPORTED) return [...told.values()];
      const message = `The field ${field} of ${file} is not understood and limits nothing.`;
      told.set(`${field} ${file}`, fail('item-field-unread', message, { file, field }).error);
    }
  }
  return [...told.values()];
}

function tooMany(count: number): Failure {
  return {
    code: 'too-many-items',
    message: `The playlist has ${count} items; only the first ${MOST_ITEMS} are used.`,
    params: { count, limit: MOST_ITEMS },
  };
}

function shortened(skipped: readonly Failure[]): readonly Failure[] {
  const rest = skipped.length - MOST_REPORTED;
  if (rest <= 0) return skipped;
  const summary: Failure = {
    code: 'bad-items',
    message: `${rest} more items cannot be used.`,
    params: { count: rest },
  };
  return [...skipped.slice(0, MOST_REPORTED), summary];
}
