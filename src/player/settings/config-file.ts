import { createHash } from 'node:crypto';
import { describeThrown } from '../../shared/result.ts';
import type { Failure } from '../../shared/result.ts';
import type { SettingName, Settings } from '../../shared/settings-schema.ts';
import { isSection, isWithoutEffect, settingForKey } from './config-keys.ts';
import { joinFlatKeys, joinedFlatKeys } from './flat-config.ts';
import { parseIni } from './ini-text.ts';
import { exceedsJsonBounds } from '../../shared/json-bounds.ts';
import { parseRelaxedJson } from './relaxed-json.ts';
import { isSecret, parseSetting } from './setting-values.ts';
import { badValue, unknownKey, unreadableConfig } from './setting-warnings.ts';

/** A configuration file as it was found; `path` is only for messages and to tell the format. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  /** False for a file that anybody may have brought: what it says of paths on this machine is left out. */
  readonly namesPaths?: boolean;
}

/** The three forms of docs/server-contract.md (Local configuration); `unreadable` is none of them. */
export type ConfigFormat = 'ini' | 'nested-json' | 'flat-json' | 'unreadable';

export interface ConfigReading {
  readonly format: ConfigFormat;
  /** What the file says, each value by its setting's own rule. Holds secrets. */
  readonly values: Partial<Settings>;
  /** Unknown keys and bad values; empty when all is well. */
  readonly warnings: readonly Failure[];
  /** Keys that are understood and mean nothing to this player. */
  readonly withoutEffect: readonly string[];
}

const MOST_WARNINGS = 30;

/** Identifies a file's content: a file applies when it is new or changed. */
export function hashOfConfig(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Reads a configuration file of any format. What cannot be used is named in a warning, and the rest stands; never throws. */
export function readConfigFile(file: ConfigFile): ConfigReading {
  const text = file.text.replace(/^\uFEFF/, '');
  if (text.includes('\0')) return unreadable(file.path, 'it is not a text file');
  const isJson = /^\s*(?:\{|\/[/*])/.test(text) || /\.json$/i.test(file.path);
  if (isJson) return readJson(file.path, text);
  try {
    return readContent(file.path, parseIni(text), false);
  } catch (thrown) {
    return unreadable(file.path, describeThrown(thrown));
  }
}

function readJson(path: string, text: string): ConfigReading {
  if (exceedsJsonBounds(text))
    return unreadable(path, 'it holds more, or nests it more deeply, than a configuration');
  const parsed = parseRelaxedJson(text);
  if (!parsed.ok) {
    const { line, column } = parsed.mistake;
    return unreadable(path, `it is no JSON from line ${line}, column ${column} on`);
  }
  return isObject(parsed.value)
    ? readContent(path, parsed.value, true)
    : unreadable(path, 'it is not a JSON object');
}

function unreadable(path: string, reason: string): ConfigReading {
  return { format: 'unreadable', values: {}, warnings: [unreadableConfig(path, reason)], withoutEffect: [] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readContent(path: string, content: Record<string, unknown>, isJson: boolean): ConfigReading {
  // A setting may be an object itself, such as hours by days.
  const isPart = ([key, body]: [string, unknown]): boolean =>
    isObject(body) && (isSection(key.toLowerCase()) || settingForKey(null, key.toLowerCase()) === null);
  const sections = Object.entries(content).filter(isPart);
  const flat = Object.fromEntries(Object.entries(content).filter((entry) => !isPart(entry)));
  const parts = [
    readFlatPart(path, flat),
    ...sections.map(([section, body]) => readSection(path, section.toLowerCase(), body as object)),
  ];
  const jsonFormat = sections.length > 0 ? 'nested-json' : 'flat-json';
  return {
    format: isJson ? jsonFormat : 'ini',
    values: Object.assign({}, ...parts.map((part) => part.values)) as Partial<Settings>,
    warnings: bounded(
      path,
      parts.flatMap((part) => part.warnings),
    ),
    withoutEffect: parts.flatMap((part) => part.withoutEffect),
  };
}

/** A file that is something else altogether must not fill the log. */
function bounded(path: string, warnings: readonly Failure[]): readonly Failure[] {
  if (warnings.length <= MOST_WARNINGS) return warnings;
  const more = warnings.length - MOST_WARNINGS;
  const rest: Failure = {
    code: 'config-many-faults',
    message: `${path}: ${more} more keys or values cannot be used.`,
    params: { file: path, count: more },
  };
  return [...warnings.slice(0, MOST_WARNINGS), rest];
}

type PartReading = Omit<ConfigReading, 'format'>;

function readFlatPart(path: string, flat: Record<string, unknown>): PartReading {
  const lowerCase = Object.fromEntries(Object.entries(flat).map(([key, raw]) => [key.toLowerCase(), raw]));
  const joined = joinFlatKeys(lowerCase);
  const wasJoined = (key: string): boolean =>
    Object.hasOwn(joinedFlatKeys, key) && !Object.hasOwn(lowerCase, key);
  return readKeys(path, null, joined, (key) => (wasJoined(key) ? (joinedFlatKeys[key] ?? key) : key));
}

function readSection(path: string, section: string, body: object): PartReading {
  if (!isSection(section)) {
    return { values: {}, warnings: [unknownKey(path, `[${section}]`)], withoutEffect: [] };
  }
  return readKeys(path, section, { ...body }, (key) => `${section}.${key}`);
}

function readKeys(
  path: string,
  section: string | null,
  body: Readonly<Record<string, unknown>>,
  written: (key: string) => string,
): PartReading {
  const values: Partial<Record<SettingName, unknown>> = {};
  const warnings: Failure[] = [];
  const withoutEffect: string[] = [];
  for (const [key, raw] of Object.entries(body)) {
    const name = settingForKey(section, key.toLowerCase());
    if (isWithoutEffect(section, key)) withoutEffect.push(key);
    else if (name === null) warnings.push(unknownKey(path, written(key)));
    else if (isSaid(name, raw)) {
      const parsed = parseSetting(name, raw);
      if (parsed.ok) values[name] = parsed.value;
      else warnings.push(badValue(path, written(key), name, raw));
    }
  }
  return { values: values as Partial<Settings>, warnings, withoutEffect };
}

/** A template's empty value (`auth_code =`) says nothing. */
function isSaid(name: SettingName, raw: unknown): boolean {
  if (raw === null || raw === undefined) return false;
  return typeof raw !== 'string' || (isSecret(name) ? raw !== '' : raw.trim() !== '');
}
