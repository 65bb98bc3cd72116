import { z } from 'zod';
import type { DaypartWindow } from '../../shared/program.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { kindOfName } from '../media/kind-of-name.ts';
import { resolveMediaUrl } from '../server/media-url.ts';
import type { PlaylistItem } from './playlist-item.ts';

/** An item before its key is made unique; `position` is null when the server gave none. */
export type DraftItem = Omit<PlaylistItem, 'key'> & { readonly position: number | null };

const MOST_NAME_CHARACTERS = 255;
const MOST_URL_CHARACTERS = 8_192;
const MOST_DURATION_SECONDS = 86_400;
const LEAST_DURATION_SECONDS = 0.1;
const MOST_FILE_BYTES = 2 ** 46;

/** Control characters, and the marks that make a name read backwards or hide in it. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const text = z.union([z.string(), z.number()]).transform(String).nullish().catch(null).optional();
const itemSchema = z.object({
  id: text,
  file_name: text,
  filename: text,
  name: text,
  type: text,
  url: text,
  duration: text,
  position: text,
  muted: z.unknown().optional(),
  size: text,
  sha256: text,
  checksum: text,
  valid_from: text,
  valid_until: text,
  days: z.unknown().optional(),
  start_time: text,
  end_time: text,
});

type RawItem = z.infer<typeof itemSchema>;

/** One item of a playlist by the table of docs/server-contract.md, `place` being its place in the list; or why it cannot be used. */
export function normaliseItem(raw: unknown, place: number, serverUrl: string): Result<DraftItem> {
  const parsed = itemSchema.safeParse(raw);
  if (!parsed.success) return unusable(place, 'it is not an object');
  const item = parsed.data;
  const writtenUrl = item.url?.trim() ?? '';
  if (writtenUrl.length > MOST_URL_CHARACTERS) return unusable(place, 'its address is too long');
  const written = item.file_name ?? item.filename ?? item.name ?? nameOfUrl(writtenUrl);
  const fileName = safeName(written);
  if (fileName === '') return unusable(place, 'it has neither a name nor an address');
  const url = resolveMediaUrl({ url: writtenUrl, fileName }, serverUrl);
  if (!url.ok) return unusable(place, url.error.message);
  return ok({
    id: safeText(item.id ?? '', MOST_NAME_CHARACTERS) || String(place),
    fileName,
    kind: kindOf(item.type, fileName, writtenUrl),
    url: url.value,
    durationMs: durationOf(item.duration),
    muted: item.muted !== false,
    size: sizeOf(item.size),
    sha256: hashOf(item.sha256) ?? hashOf(item.checksum),
    window: windowOf(item),
    position: numberOf(item.position),
  });
}

function unusable(place: number, reason: string): Result<never> {
  return fail('bad-item', `Item ${place} of the playlist cannot be used: ${reason}.`, { place });
}

/** A name for people: no path, no control characters, no marks that turn the writing, of a bounded length. */
function safeName(written: string): string {
  return safeText(written.split(/[/\\]/).at(-1) ?? '', MOST_NAME_CHARACTERS).replace(/^\.+$/, '');
}

function safeText(written: string, mostCharacters: number): string {
  const shown = written
    .slice(0, mostCharacters * 4)
    .replace(UNSHOWABLE, '')
    .trim();
  return Array.from(shown.toWellFormed()).slice(0, mostCharacters).join('');
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
    case 'web':
    case 'url':
    case 'website':
      return 'web';
    default:
      return kindOfName(fileName) ?? kindOfName(nameOfUrl(url));
  }
}

function numberOf(written: string | null | undefined): number | null {
  const trimmed = written?.trim() ?? '';
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

function durationOf(written: string | null | undefined): number | null {
  const seconds = numberOf(written);
  if (seconds === null || seconds <= 0) return null;
  return Math.round(Math.min(Math.max(seconds, LEAST_DURATION_SECONDS), MOST_DURATION_SECONDS) * 1_000);
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

const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const TIME_OF_DAY = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/;

/** Only what can be understood limits an item: a window that nobody can read must not take content away. */
function windowOf(item: RawItem): DaypartWindow | null {
  const [validFrom, validUntil] = [momentOf(item.valid_from), momentOf(item.valid_until)];
  const [startTime, endTime] = [timeOf(item.start_time), timeOf(item.end_time)];
  const days = daysOf(item.days);
  const window: DaypartWindow = {
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
    ...(days === null ? {} : { days }),
    ...(startTime === null ? {} : { startTime }),
    ...(endTime === null ? {} : { endTime }),
  };
  return Object.keys(window).length === 0 ? null : window;
}

function momentOf(written: string | null | undefined): string | null {
  const moment = written?.trim().slice(0, 40) ?? '';
  return /^\d{4}-\d{2}-\d{2}/.test(moment) && !Number.isNaN(Date.parse(moment)) ? moment : null;
}

function timeOf(written: string | null | undefined): string | null {
  const match = TIME_OF_DAY.exec(written?.trim() ?? '');
  if (match === null) return null;
  const [, hours = '', minutes = '', seconds = '00'] = match;
  return Number(hours) <= 24 ? `${hours.padStart(2, '0')}:${minutes}:${seconds}` : null;
}

/** Numbers (0 or 7 is Sunday) or English names, in a list or one string. */
function daysOf(written: unknown): readonly number[] | null {
  const list: unknown[] = Array.isArray(written)
    ? written.slice(0, 14)
    : typeof written === 'string'
      ? written.slice(0, 100).split(/[\s,;]+/)
      : [];
  const days = list.map(dayOf).filter((day) => day !== null);
  return days.length === 0 ? null : [...new Set(days)].sort((one, other) => one - other);
}

function dayOf(written: unknown): number | null {
  if (typeof written !== 'string' && typeof written !== 'number') return null;
  const named = DAY_NAMES.indexOf(String(written).trim().toLowerCase().slice(0, 3));
  if (named >= 0) return named;
  const day = Number(written);
  return written !== '' && Number.isInteger(day) && day >= 0 && day <= 7 ? day % 7 : null;
}
