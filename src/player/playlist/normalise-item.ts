import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import { kindOfName } from '../media/kind-of-name.ts';
import { MOST_NAME_CHARACTERS, shownName, shownText } from '../media/shown-name.ts';
import { resolveMediaUrl } from '../server/media-url.ts';
import type { PlaylistItem } from './playlist-item.ts';
import { readWindow } from './read-window.ts';
import { readDuration, type Read } from './written-times.ts';

/** An item before its key is made unique; `position` is null when the server gave none. */
export type DraftItem = Omit<PlaylistItem, 'key'> & {
  readonly position: number | null;
  /** The fields that are not understood, so that they say nothing. */
  readonly unread: readonly string[];
};

const MOST_URL_CHARACTERS = 8_192;
const MOST_DURATION_SECONDS = 86_400;
const LEAST_DURATION_SECONDS = 0.1;
const MOST_FILE_BYTES = 2 ** 46;

// eslint-disable-next-line no-control-regex -- no file has them in its name
const CONTROL = /[\u0000-\u001f\u007f]/g;
const MOST_RAW_CHARACTERS = 1_024;

const text = z.union([z.string(), z.number()]).transform(String).nullish().catch(null).optional();
const itemSchema = z.object({
  id: text,
  file_name: text,
  filename: text,
  name: text,
  type: text,
  url: text,
  duration: z.unknown().optional(),
  position: text,
  muted: z.unknown().optional(),
  size: text,
  sha256: text,
  checksum: text,
  valid_from: z.unknown().optional(),
  valid_until: z.unknown().optional(),
  days: z.unknown().optional(),
  start_time: z.unknown().optional(),
  end_time: z.unknown().optional(),
});

/** One item of a playlist by the table of docs/server-contract.md, `place` being its place in the list; or why it cannot be used. */
export function normaliseItem(raw: unknown, place: number, serverUrl: string): Result<DraftItem> {
  const parsed = itemSchema.safeParse(raw);
  if (!parsed.success) return unusable(place, 'it is not an object');
  const item = parsed.data;
  const writtenUrl = item.url?.trim() ?? '';
  if (writtenUrl.length > MOST_URL_CHARACTERS) return unusable(place, 'its address is too long');
  const names = [item.file_name, item.filename, item.name];
  // A name of which nothing can be shown is none.
  const written = names.find((name) => shownName(name ?? '') !== '') ?? nameOfUrl(writtenUrl);
  const fileName = shownName(written);
  if (fileName === '') return unusable(place, 'it has neither a name nor an address');
  const kind = kindOf(item.type, fileName, writtenUrl);
  const isPage = kind === 'web' || (kind === null && writtenUrl !== '');
  const url = resolveMediaUrl({ url: writtenUrl, fileName: rawName(written), isPage }, serverUrl);
  if (!url.ok) return unusable(place, url.error.message);
  const { window, unread } = readWindow(item);
  const duration = readDuration(item.duration);
  return ok({
    id: shownText(item.id ?? '', MOST_NAME_CHARACTERS) || String(place),
    fileName,
    kind,
    url: url.value,
    durationMs: durationOf(duration),
    muted: !saysNo(item.muted),
    size: sizeOf(item.size),
    sha256: hashOf(item.sha256) ?? hashOf(item.checksum),
    window,
    position: numberOf(item.position),
    unread: duration === 'unread' ? [...unread, 'duration'] : unread,
  });
}

function unusable(place: number, reason: string): Result<never> {
  return fail('bad-item', `Item ${place} of the playlist cannot be used: ${reason}.`, { place });
}

/** The name as the server knows it, of which addresses are made: nothing that people do not see is taken from it. */
function rawName(written: string): string {
  const name = written.split(/[/\\]/).at(-1) ?? '';
  return name.slice(0, MOST_RAW_CHARACTERS).replace(CONTROL, '').trim();
}

/** The end of an address's path, or its host where it has none. */
function nameOfUrl(url: string): string {
  const parsed = url === '' ? null : URL.parse(url, 'https://server.invalid/');
  if (parsed === null) return '';
  const name = parsed.pathname.split('/').findLast((part) => part !== '') ?? parsed.hostname;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function kindOf(type: string | null | undefined, fileName: string, url: string): PlaylistItem['kind'] {
  switch (type?.trim().toLowerCase()) {
    case 'image':
      return 'image';
    case 'video':
      return 'video';
    case 'pdf':
      return 'pdf';
    case 'audio':
      return 'audio';
    case 'stream':
    case 'hls':
      return 'stream';
    case 'web':
    case 'url':
    case 'website':
      return 'web';
    default:
      return isStreamName(fileName) || isStreamName(nameOfUrl(url))
        ? 'stream'
        : (kindOfName(fileName) ?? kindOfName(nameOfUrl(url)));
  }
}

/** The list of an HLS stream. */
function isStreamName(name: string): boolean {
  return name.toLowerCase().endsWith('.m3u8');
}

function numberOf(written: string | null | undefined): number | null {
  const trimmed = written?.trim() ?? '';
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

function durationOf(seconds: Read<number>): number | null {
  if (typeof seconds !== 'number' || seconds <= 0) return null;
  return Math.round(Math.min(Math.max(seconds, LEAST_DURATION_SECONDS), MOST_DURATION_SECONDS) * 1_000);
}

/** Languages without a boolean of their own write a number or a word. */
function saysNo(written: unknown): boolean {
  if (typeof written === 'string') return ['false', '0'].includes(written.trim().toLowerCase());
  return written === false || written === 0;
}

function sizeOf(written: string | null | undefined): number | null {
  const bytes = numberOf(written);
  return bytes !== null && Number.isInteger(bytes) && bytes > 0 && bytes <= MOST_FILE_BYTES ? bytes : null;
}

/** A checksum of another length is of another kind (MD5, for one) and cannot be compared. */
function hashOf(written: string | null | undefined): string | null {
  const hex =
    written
      ?.trim()
      .toLowerCase()
      .replace(/^sha-?256[:=]/, '') ?? '';
  return /^[0-9a-f]{64}$/.test(hex) ? hex : null;
}
