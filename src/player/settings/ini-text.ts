import { parse } from 'ini';

/**
 * Reads the text of an ini file into sections of texts; keys before any section stand at the top. Keys and sections are
 * lower case.
 *
 * The files were written for Python's configparser, whose values run to the end of the line and may hold `#`, `;`,
 * quotes and backslashes. Each value is therefore quoted before the `ini` package reads it; a comment after a value
 * counts only behind a blank, so that `password = a#1` stays whole.
 */
export function parseIni(text: string): Record<string, unknown> {
  const lines = text.split(/\r\n|\r|\n/).map(plainLine);
  return withLowerCaseKeys(parse(lines.join('\n')));
}

/** An ini line with `value` in a form that {@link parseIni} and Python read alike wherever one exists. */
export function iniLine(key: string, value: string | number | boolean): string {
  const text = String(value);
  const isPlain = text === text.trim() && !/[\p{Cc}"';#\\]/u.test(text);
  return `${key} = ${isPlain ? text : quote(text)}`;
}

/** A JSON string; the two characters that end a line for JavaScript and for nobody else are escaped, too. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`);
}

function plainLine(line: string): string {
  const trimmed = line.trim();
  if (trimmed === '' || /^[;#]/.test(trimmed)) return '';
  const section = /^\[([^\]]*)\]\s*(?:[;#].*)?$/s.exec(trimmed);
  if (section !== null) return `[${(section[1] ?? '').trim()}]`;
  const pair = /^([^=:]+)[=:](.*)$/s.exec(trimmed);
  if (pair === null) return `${quote(trimmed)}=""`;
  const key = (pair[1] ?? '').trim();
  return `${quote(key)}=${quote(plainValue((pair[2] ?? '').trim(), isList(key)))}`;
}

/** A value whose parts stand behind semicolons: blanks before one make no comment of the rest. */
function isList(key: string): boolean {
  return key.toLowerCase() === 'screen_hours';
}

function plainValue(written: string, isListed: boolean): string {
  const quoted = /^(["'])(.*)\1\s*(?:[;#].*)?$/s.exec(written);
  if (quoted !== null) return unquoted(quoted[1] ?? '', quoted[2] ?? '');
  // A word processor makes these of straight ones.
  const typographic = /^[“”„‟«»‘’‚‛](.*)[“”„‟«»‘’‚‛]\s*(?:[;#].*)?$/s.exec(written);
  if (typographic !== null) return typographic[1] ?? '';
  return written.replace(isListed ? /(^|\s)#.*$/s : /(^|\s)[;#].*$/s, '').trim();
}

/** Double quotes may hold JSON's escapes, which is how {@link iniLine} writes; anything else is taken as it stands. */
function unquoted(quote: string, inner: string): string {
  if (quote === "'") return inner;
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner;
  }
}

/** The package makes `true`, `false` and `null` of texts; here they are texts like all others. */
function withLowerCaseKeys(parsed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(parsed).map(([key, value]): [string, unknown] => [
    key.trim().toLowerCase(),
    isSectionBody(value) ? withLowerCaseKeys(value) : textOf(value),
  ]);
  return Object.fromEntries(entries);
}

function isSectionBody(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): unknown {
  return Array.isArray(value) ? value : String(value);
}
