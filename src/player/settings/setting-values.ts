import { z } from 'zod';
import { secretSettings } from '../../shared/secret-settings.ts';
import { settingsSchema } from '../../shared/settings-schema.ts';
import type { SettingName, Settings } from '../../shared/settings-schema.ts';
import { parseFingerprint } from '../../shared/fingerprint.ts';
import { parseReferers } from '../../shared/referers.ts';
import { readScreenHours, writeScreenHours } from '../../shared/screen-hours.ts';
import { parseTouchHosts } from '../../shared/touch-hosts.ts';
import { readWall } from '../../shared/wall.ts';
import { serverUrlOf } from './server-address.ts';

/** What {@link parseSetting} answers: the value, or what would have been allowed, in words. */
export type ParsedSetting<Name extends SettingName = SettingName> =
  { readonly ok: true; readonly value: Settings[Name] } | { readonly ok: false; readonly allowed: string };

/** Every setting's name, in the order of the schema. */
export const settingNames = Object.keys(settingsSchema.shape) as SettingName[];

/** Tells whether `name` is a setting. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingsSchema.shape, name);
}

/** Tells whether the value of `name` may never be logged, stored in clear or shown. */
export function isSecret(name: SettingName): boolean {
  return secretSettings.some((secret) => secret === name);
}

/**
 * Reads one setting from what a file, the environment, the command line or `settings.json` says: text or a JSON value.
 * Forgiving in form (`True`, `yes`, `WARNING`, `1920 x 1080`), strict in meaning; never throws.
 */
export function parseSetting<Name extends SettingName>(name: Name, raw: unknown): ParsedSetting<Name> {
  const parsed = settingsSchema.shape[name].safeParse(toSchemaForm(name, raw));
  return parsed.success && raw !== undefined && raw !== null
    ? { ok: true, value: parsed.data as Settings[Name] }
    : { ok: false, allowed: allowedWords(name, raw) };
}

/** What `name` may be, in words that follow "allowed:"; where `raw` is given, perhaps with what is wrong with it. */
export function allowedWords(name: SettingName, raw?: unknown): string {
  if (isHours(name) && raw !== undefined) return hoursWords(raw);
  if (name === 'wall' && raw !== undefined) return wallWords(raw);
  const described = wordsForForm[name];
  if (described !== undefined) return described;
  const kind = kindOf(name);
  if (kind instanceof z.ZodBoolean) return 'true or false';
  if (kind instanceof z.ZodEnum) return kind.options.join(', ');
  if (kind instanceof z.ZodNumber) {
    return `a ${kind.format === 'safeint' ? 'whole number' : 'number'} from ${String(kind.minValue)} to ${String(kind.maxValue)}`;
  }
  if (kind instanceof z.ZodString && kind.maxLength !== null) {
    return `text of at most ${kind.maxLength} characters`;
  }
  return 'text';
}

function isHours(name: SettingName): boolean {
  return name === 'screenHours' || name === 'downloadHours';
}

const HOURS_EXAMPLE = 'hours by days, for example mon-fri 07:00-22:00; sat-sun off; 2026-12-25 off';

/** Hours have many ways to be wrong, and only the one that is meant helps. */
function hoursWords(raw: unknown): string {
  const read = readScreenHours(raw);
  return read.ok ? HOURS_EXAMPLE : `${HOURS_EXAMPLE} (${read.problem})`;
}

const WALL_EXAMPLE =
  'COLUMNSxROWS@COLUMN,ROW, for example 3x2@1,0 bezel 12mm of 1209mm or 2x2@0,0 bezel 1.0%, or nothing';

/** As with hours: it says what is wrong with the one that is meant. */
function wallWords(raw: unknown): string {
  const read = readWall(typeof raw === 'string' ? raw : '');
  return read.ok ? WALL_EXAMPLE : `${WALL_EXAMPLE} (${read.problem})`;
}

const wordsForForm: Partial<Record<SettingName, string>> = {
  serverUrl: 'an http:// or https:// address',
  certificateFingerprint: 'a SHA-256 fingerprint of 64 hex digits',
  resolution: 'WIDTHxHEIGHT, for example 1920x1080',
  syncGroup: 'a name of letters, digits, blanks and . _ - up to 64 characters, or nothing',
  wall: WALL_EXAMPLE,
  overlayKey: 'a letter but S, a digit, or nothing',
  nightlyRestart: 'HH:MM, for example 03:30, or nothing',
  updateFeed: 'an address that begins with http:// or https://, server, or nothing',
  updateHour: 'HH:MM, for example 03:30, or any',
  backgroundColour: 'a colour such as #102030',
  screenHours: HOURS_EXAMPLE,
  downloadHours: HOURS_EXAMPLE,
  refererFor: 'HOST=https://SITE/, more of them behind a blank, or nothing',
  interactiveHosts:
    'host names such as map.example or *.map.example, more of them behind a blank, or nothing',
};

function kindOf(name: SettingName): unknown {
  return settingsSchema.shape[name].unwrap();
}

/** Brings what was written into the form that the schema checks; what has no such form is left for the schema to refuse. */
function toSchemaForm(name: SettingName, raw: unknown): unknown {
  const kind = kindOf(name);
  if (kind instanceof z.ZodBoolean) return toBoolean(raw);
  if (kind instanceof z.ZodNumber) return toNumber(raw);
  // In JSON it may be what it is: an address by host.
  if (name === 'refererFor' && typeof raw === 'object' && raw !== null) {
    return toTextForm(
      name,
      Object.entries(raw)
        .map((rule) => rule.join('='))
        .join(' '),
    );
  }
  // And a list of hosts.
  if (name === 'interactiveHosts' && Array.isArray(raw)) return toTextForm(name, raw.join(' '));
  if (isHours(name)) return raw === '' ? raw : toHours(raw);
  if (typeof raw !== 'string' && typeof raw !== 'number') return raw;
  const text = name === 'password' ? String(raw) : String(raw).trim();
  if (kind instanceof z.ZodEnum) return name === 'logLevel' ? toLogLevel(text) : text.toLowerCase();
  return text === '' ? text : toTextForm(name, text);
}

/** Null, which no schema takes, where the text has no such form. */
function toTextForm(name: SettingName, text: string): string | null {
  switch (name) {
    case 'serverUrl':
      return serverUrlOf(text);
    case 'certificateFingerprint':
      return parseFingerprint(text);
    case 'resolution':
      return text.toLowerCase() === 'auto' ? '' : resolutionOf(text.toLowerCase());
    case 'refererFor':
      return (
        parseReferers(text)
          ?.map(({ host, referer }) => `${host}=${referer}`)
          .join(' ') ?? null
      );
    case 'interactiveHosts':
      return parseTouchHosts(text)?.join(' ') ?? null;
    default:
      return text;
  }
}

/** Hours in the one form in which they are kept. */
function toHours(raw: unknown): string | null {
  const read = readScreenHours(raw);
  return read.ok ? writeScreenHours(read.hours) : null;
}

/** `1920 × 1080` is `1920x1080`. */
function resolutionOf(text: string): string {
  return text
    .split(/[x×*]/)
    .map((part) => part.trim())
    .join('x');
}

function toBoolean(raw: unknown): unknown {
  if (typeof raw === 'boolean') return raw;
  const text = String(raw).trim().toLowerCase();
  if (['true', 'yes', 'on', '1'].includes(text)) return true;
  if (['false', 'no', 'off', '0'].includes(text)) return false;
  return null;
}

function toNumber(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(raw.trim()) ? Number(raw) : null;
}

/** The predecessor names its levels as Python does. */
function toLogLevel(text: string): string {
  const lower = text.toLowerCase();
  if (lower === 'warning') return 'warn';
  if (lower === 'critical' || lower === 'fatal') return 'error';
  return lower;
}
