const MOST_CHARACTERS = 200;
const MOST_ENTRIES = 50;
const SUNDAY_MS = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;
const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** Whole fields that name no single day. */
const PHRASES: Readonly<Record<string, readonly number[]>> = {
  '*': EVERY_DAY,
  all: EVERY_DAY,
  daily: EVERY_DAY,
  everyday: EVERY_DAY,
  weekdays: [1, 2, 3, 4, 5],
  weekend: [0, 6],
  weekends: [0, 6],
};

/** Words between the two ends of a range, and words that only join, by language. */
const RANGE_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['to', 'through', 'thru'],
  de: ['bis'],
  fr: ['a', 'au'],
  es: ['a', 'al'],
  it: ['a', 'al'],
  pt: ['a', 'ate'],
  nl: ['tot', 'tm'],
  pl: ['do'],
  hu: [],
  ro: ['la', 'pana'],
};
const JOINING_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['and', 'from'],
  de: ['und', 'von'],
  fr: ['et', 'du', 'de'],
  es: ['y', 'de', 'del'],
  it: ['e', 'da', 'dal'],
  pt: ['e', 'de'],
  nl: ['en', 'van'],
  pl: ['i', 'od'],
  hu: ['es'],
  ro: ['si', 'de', 'din'],
};

/** Common abbreviations that Unicode's tables lack, Sunday first. */
const MORE_NAMES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  en: [[], [], [], ['weds'], [], [], []],
  // The letters of a Spanish calendar; "X" keeps Wednesday apart from Tuesday.
  es: [['d'], ['l'], ['m'], ['x'], ['j'], ['v'], ['s']],
  pl: [['nd', 'ndz'], ['pn'], [], [], ['cz'], [], []],
};

/** How the ten languages of the product name the days: what a word means in one of them. */
interface DayLanguage {
  readonly dayOf: (word: string) => number | null;
  readonly joins: ReadonlySet<string>;
  readonly ranges: ReadonlySet<string>;
}

type WeekdaysRead = readonly number[] | 'nothing' | 'unread';

let languages: readonly DayLanguage[] | null = null;

/** Made at the first question, since making the formatters is dear. */
function dayLanguages(): readonly DayLanguage[] {
  languages ??= Object.keys(RANGE_WORDS).map(dayLanguage);
  return languages;
}

function dayLanguage(language: string): DayLanguage {
  const names = (weekday: 'long' | 'short'): string[] => {
    const format = new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' });
    return EVERY_DAY.map((day) => plain(format.format(SUNDAY_MS + day * DAY_MS)));
  };
  const long = names('long');
  const exact = new Map<string, number>();
  for (const list of [long, names('short')]) list.forEach((name, day) => exact.set(name, day));
  MORE_NAMES[language]?.forEach((more, day) => {
    for (const name of more) exact.set(name, day);
  });
  return {
    dayOf: (word) => exact.get(word) ?? dayOfBeginning(word, long),
    joins: new Set(JOINING_WORDS[language]),
    ranges: new Set(RANGE_WORDS[language]),
  };
}

/** `Tues`, `Mondays`: the beginning of one name and no other, or a name with an s. */
function dayOfBeginning(word: string, names: readonly string[]): number | null {
  if (word.length < 3) return null;
  const meant = names.flatMap((name, day) => (name.startsWith(word) || `${name}s` === word ? [day] : []));
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

/** Lower case without accents and dots; `segunda-feira` without what every Portuguese working day ends in. */
function plain(written: string): string {
  return written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replace(/-feiras?\b/g, '')
    .replace(/(\p{L})\.(?!\.)/gu, '$1');
}

/**
 * The days of a week that a field names, sorted, 0 is Sunday: numbers 0–7 (both 0 and 7 are Sunday), names and
 * abbreviations in the product's ten languages, ranges, lists in any common separator, and lists as JSON text.
 *
 * `nothing`: the field is empty. `unread`: not every part of it is understood, or it means different days in different
 * languages.
 */
export function readWeekdays(written: unknown): WeekdaysRead {
  if (written === null || written === undefined || written === '') return 'nothing';
  if (Array.isArray(written)) {
    if (written.length > MOST_ENTRIES) return 'unread';
    const texts: readonly unknown[] = written;
    return texts.every(isPlainEntry) ? readText(texts.join(',')) : 'unread';
  }
  return isPlainEntry(written) ? readText(String(written)) : 'unread';
}

/** A long list says the same few things again and again, and ten languages take their time. */
const MOST_REMEMBERED = 200;
const remembered = new Map<string, WeekdaysRead>();

function readText(text: string): WeekdaysRead {
  if (text.length > MOST_CHARACTERS) return 'unread';
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const read = readFresh(text);
  remembered.set(text, read);
  return read;
}

function isPlainEntry(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function readFresh(text: string): WeekdaysRead {
  const words = wordsOf(text);
  if (words.length === 0) return 'nothing';
  const phrase = words.length === 1 ? PHRASES[words[0] ?? ''] : undefined;
  if (phrase !== undefined) return phrase;
  // One letter alone is a day in too many languages.
  if (/^\p{L}$/u.test(words.join(''))) return 'unread';
  const readings = dayLanguages()
    .map((language) => readWords(words, language))
    .filter((reading) => reading !== null);
  const [first] = readings;
  return first !== undefined && readings.every((reading) => reading.join() === first.join())
    ? first
    : 'unread';
}

/** Words, and a dash for each sign of a range. Brackets and quotes are what a list as JSON, or as Python writes it, is made of. */
function wordsOf(text: string): string[] {
  return plain(text)
    .replace(/[[\](){}"'“”„‘’]/g, ' ')
    .replace(/\bt\/m\b/g, ' tm ')
    .replace(/\s*(?:[-–—−~→]|\.\.+|…)\s*/g, ' - ')
    .split(/[\s,;|/+&·]+/)
    .filter((word) => word !== '');
}

/** Every word as this language understands it; null when one is not understood. */
function readWords(words: readonly string[], language: DayLanguage): readonly number[] | null {
  const days = new Set<number>();
  let before: number | null = null;
  let isRange = false;
  for (const word of words) {
    const day = numberOf(word) ?? language.dayOf(word);
    if (day !== null) {
      for (const each of isRange && before !== null ? daysBetween(before, day) : [day % 7]) days.add(each);
      before = isRange ? null : day;
      isRange = false;
    } else if (word === '-' || language.ranges.has(word)) {
      if (before === null || isRange) return null;
      isRange = true;
    } else if (!language.joins.has(word) || isRange) return null;
  }
  return isRange || days.size === 0 ? null : [...days].sort((one, other) => one - other);
}

function numberOf(word: string): number | null {
  return /^[0-7]$/.test(word) ? Number(word) : null;
}

/** From one day to another, over the end of the week where the second lies before the first. */
function daysBetween(from: number, to: number): number[] {
  const length = to === from ? 1 : to > from ? to - from + 1 : ((((to - from) % 7) + 7) % 7) + 1;
  return Array.from({ length }, (_, step) => (from + step) % 7);
}
