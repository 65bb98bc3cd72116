import type { Program, ProgramGroup, ProgramItem } from '../../shared/program.ts';
import type { MediaRequest, MediaRecord } from '../media/media-types.ts';
import type { PlaylistItem } from './playlist-item.ts';

/** The `duration` of docs/server-contract.md: for an image, a page or a PDF without a usable one. */
export const DEFAULT_DURATION_MS = 10_000;

/** The file that an item needs; null for a page of the web or a stream, which need none. */
export function mediaRequestOf(item: PlaylistItem): MediaRequest | null {
  if (item.kind === 'web' || item.kind === 'stream') return null;
  const { fileName, kind, size, sha256 } = item;
  return { url: withoutFragment(item.url), fileName, kind, size, sha256 };
}

/** What is asked for: a fragment never leaves the browser. */
export function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? url;
}

/** What turned out only when the bytes were asked for: addresses without a type that show a page of the web. */
export type KnownPages = ReadonlySet<string>;

/** Answers the items of a playlist that can play now, as the renderer plays them. */
export type ProgramItems = (
  items: readonly PlaylistItem[],
  find: (need: MediaRequest) => MediaRecord | null,
  pages: KnownPages,
) => readonly ProgramItem[];

/**
 * Makes {@link ProgramItems}. The same item with the same bytes is the very same object each time, so that whoever asks
 * whether anything changed compares references and not a hundred thousand items by their text.
 */
export function createProgramItems({
  isGrouped = false,
}: { readonly isGrouped?: boolean } = {}): ProgramItems {
  const made = new WeakMap<PlaylistItem, ProgramItem>();
  const remember = (item: PlaylistItem, next: ProgramItem): ProgramItem => {
    const before = made.get(item);
    if (before?.source === next.source && before.mime === next.mime && before.kind === next.kind)
      return before;
    made.set(item, next);
    return next;
  };
  return (items, find, pages) =>
    items.flatMap((item) => {
      const need = mediaRequestOf(item);
      if (need === null || (item.kind === null && pages.has(need.url)))
        return [remember(item, item.kind === 'stream' ? streamItem(item, isGrouped) : pageItem(item))];
      const media = find(need);
      return media === null ? [] : [remember(item, fileItem(item, media, isGrouped))];
    });
}

/** What a program is made of. */
export interface ProgramContent {
  readonly id: string;
  readonly items: readonly ProgramItem[];
  /** What is heard beside the items. */
  readonly music?: readonly ProgramItem[];
  /** What plays while none of the items can. */
  readonly standIns?: readonly (readonly ProgramItem[])[];
  /** Of a screen in a group. */
  readonly group?: ProgramGroup;
}

/** Where a program begins: at the item that was on the screen; null: at its beginning. */
export interface ProgramStart {
  readonly item: string | null;
  /** Of an order by chance. */
  readonly shuffle?: NonNullable<Program['shuffle']>;
}

/** A program as it is sent; `resumeAt` only when `start` names an item of it. */
export function programOf(
  { id, items, standIns = [], music = [], group }: ProgramContent,
  revision: number,
  { item: resumeAt, shuffle }: ProgramStart,
): Program {
  const known = resumeAt !== null && items.some((item) => item.key === resumeAt);
  return {
    id,
    revision,
    items,
    resumeAt: known ? resumeAt : null,
    ...(standIns.length === 0 ? {} : { standIns }),
    ...(music.length === 0 ? {} : { music }),
    ...(group === undefined ? {} : { group }),
    ...(shuffle === undefined ? {} : { shuffle }),
  };
}

function pageItem(item: PlaylistItem): ProgramItem {
  const { key, id, fileName, url, muted, window } = item;
  const durationMs = item.durationMs ?? DEFAULT_DURATION_MS;
  return {
    key,
    id,
    fileName,
    kind: 'web',
    source: url,
    sha256: null,
    mime: null,
    durationMs,
    muted,
    window,
    longestFrameMs: null,
  };
}

/** A stream plays its own length where it has one; in a group it has to be known beforehand. */
function streamItem(item: PlaylistItem, isGrouped: boolean): ProgramItem {
  const durationMs = item.durationMs ?? (isGrouped ? DEFAULT_DURATION_MS : null);
  return { ...pageItem(item), kind: 'stream', durationMs };
}

/** The bytes know better than the playlist what they are; in a group a video ends with its slot, not by its own decoder. */
function fileItem(item: PlaylistItem, media: MediaRecord, isGrouped: boolean): ProgramItem {
  const { key, id, fileName, window } = item;
  const { sha256, mime, kind, longestFrameMs = null } = media;
  const ownMs = isGrouped ? (media.durationMs ?? DEFAULT_DURATION_MS) : null;
  const durationMs = item.durationMs ?? (kind === 'video' || kind === 'audio' ? ownMs : DEFAULT_DURATION_MS);
  return {
    key,
    id,
    fileName,
    kind,
    source: `/media/${sha256}`,
    sha256,
    mime,
    durationMs,
    // A sound that nobody hears is none.
    muted: kind !== 'audio' && item.muted,
    window,
    longestFrameMs,
  };
}
