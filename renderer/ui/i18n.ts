import type { DoctorFinding } from '../../src/shared/doctor.ts';
import type { Failure } from '../../src/shared/result.ts';
import de from '../../assets/translations/de.json' with { type: 'json' };
import en from '../../assets/translations/en.json' with { type: 'json' };
import es from '../../assets/translations/es.json' with { type: 'json' };
import fr from '../../assets/translations/fr.json' with { type: 'json' };
import hu from '../../assets/translations/hu.json' with { type: 'json' };
import it from '../../assets/translations/it.json' with { type: 'json' };
import nl from '../../assets/translations/nl.json' with { type: 'json' };
import pl from '../../assets/translations/pl.json' with { type: 'json' };
import pt from '../../assets/translations/pt.json' with { type: 'json' };
import ro from '../../assets/translations/ro.json' with { type: 'json' };

/** A text whose form depends on a number: `by` names the parameter, the other keys are the categories of `Intl.PluralRules`. */
interface PluralMessage {
  readonly by: string;
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

export type Message = string | PluralMessage;
export type MessageKey = keyof typeof en;
type MessageParams = Readonly<Record<string, string | number>>;

/** Every translation by its language; `en` is the one that all others are held against. */
export const translations = { en, de, fr, es, it, pt, nl, pl, hu, ro } as const satisfies Record<
  string,
  Readonly<Record<MessageKey, Message>>
>;

export type Language = keyof typeof translations;
export const languages = Object.keys(translations) as Language[];

/** The name of each language in that language, for the list that a person chooses from. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  // The words of these texts are those of Portugal.
  pt: 'Português (Portugal)',
  nl: 'Nederlands',
  pl: 'Polski',
  hu: 'Magyar',
  ro: 'Română',
};

function isLanguage(tag: string): tag is Language {
  return tag in translations;
}

/** Chooses the language: the setting unless it says `auto`, then the locale of the system, then English. */
export function chooseLanguage(setting: string, locale: string): Language {
  if (isLanguage(setting)) return setting;
  const primary = locale.toLowerCase().split(/[-_.]/)[0] ?? '';
  return isLanguage(primary) ? primary : 'en';
}

/** The texts and formats of one language. */
export interface I18n {
  readonly language: Language;
  /**
   * The text of `key` with `params` filled in: a number that counts something is written as people there write it, one
   * whose name ends in `Bytes` as an amount of data, one in `Storage` as an amount of storage, any other bare.
   */
  text(key: MessageKey, params?: MessageParams): string;
  /** One sentence for a failure; its own English one where its code, or a value that the translation names, is unknown. */
  failure(failure: Failure): string;
  /** What the doctor found, and what to do about it; its own English sentences where the translation has none. */
  finding(finding: DoctorFinding): { readonly message: string; readonly remedy: string | null };
  /** An amount of data, for example `18.4 MB`. */
  bytes(count: number): string;
  /** An amount of storage, always in the one unit in which such amounts are compared: `0.9 GB`. */
  gigabytes(count: number): string;
  /** A length of time in its two largest units, for example `2 min 5 s`. */
  duration(seconds: number): string;
  /** A moment (ISO 8601) as date and time of day. */
  moment(iso: string): string;
  /** A moment (ISO 8601) as a date. */
  date(iso: string): string;
  /** A moment (ISO 8601) as a time of day, to the second. */
  time(iso: string): string;
  /** Writes moments (epoch ms) as times of day in a zone (an IANA name), to the minute. */
  timeOfDayIn(timeZone: string): (epochMs: number) => string;
  number(value: number): string;
  /** A number as somebody would type it: no groups, two decimals at most. */
  typed(value: number): string;
}

/** Letters that would turn the sentence around them; the value is set apart from it. */
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

const placeholder = /\{(\w+)\}/g;

/** The names of the values that a text expects. */
export function placeholdersOf(message: Message): string[] {
  const forms =
    typeof message === 'string' ? [message] : Object.values(message as object as Record<string, string>);
  const names = forms.flatMap((form) => [...form.matchAll(placeholder)].map((match) => match[1] ?? ''));
  if (typeof message !== 'string') names.push(message.by);
  return [...new Set(names)].sort();
}

const dataUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const timeUnits = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Numbers that count something. Any other names something (a port, a version), and a name has no groups of thousands. */
const quantities: ReadonlySet<string> = new Set([
  ...['checked', 'count', 'days', 'filesDone', 'filesTotal', 'items', 'lost', 'milliseconds', 'percent'],
  ...['retryAfterSeconds', 'seconds', 'skipped', 'triesLeft'],
]);

/** `language` as it is written where this machine stands: English in Britain is not that of America. */
function tagOf(language: Language, locale: string): string {
  try {
    const [bare = ''] = locale.split(/[.@]/, 1);
    const { region } = new Intl.Locale(bare.replaceAll('_', '-'));
    return region === undefined ? language : `${language}-${region}`;
  } catch {
    // `C` and `POSIX` are locales that no standard knows.
    return language;
  }
}

/** Makes the texts of `language`, with dates and numbers as they are written where the system's `locale` is from. */
export function createI18n(language: Language, locale: string = language): I18n {
  const tag = tagOf(language, locale);
  const messages: Readonly<Record<string, Message>> = translations[language];
  const pluralRules = new Intl.PluralRules(language);
  const numberFormat = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const typedFormat = new Intl.NumberFormat(tag, { maximumFractionDigits: 2, useGrouping: false });
  const unitFormat = (value: number, unit: string, digits: number): string =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);

  const bytes = (count: number): string => {
    const power = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), dataUnits.length - 1);
    const value = count / 1000 ** power;
    return unitFormat(value, dataUnits[power] ?? 'byte', power === 0 || value >= 100 ? 0 : 1);
  };

  const gigabytes = (count: number): string => {
    const value = count / 1e9;
    return unitFormat(value, 'gigabyte', value < 0.1 ? 2 : value < 100 ? 1 : 0);
  };

  const duration = (seconds: number): string => {
    const whole = Math.max(0, Math.round(seconds));
    const first = timeUnits.findIndex(([, length]) => whole >= length);
    if (first === -1) return unitFormat(0, 'second', 0);
    let rest = whole;
    return timeUnits
      .slice(first, first + 2)
      .flatMap(([unit, length]) => {
        const amount = Math.floor(rest / length);
        rest -= amount * length;
        return amount === 0 ? [] : [unitFormat(amount, unit, 0)];
      })
      .join(' ');
  };

  const fill = (message: Message, params: MessageParams): string => {
    const form =
      typeof message === 'string'
        ? message
        : (message[pluralRules.select(Number(params[message.by] ?? 0))] ?? message.other);
    return form.replace(placeholder, (whole, name: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      if (typeof value === 'string') return rightToLeft.test(value) ? `\u2068${value}\u2069` : value;
      if (name.endsWith('Bytes')) return bytes(value);
      if (name.endsWith('Storage')) return gigabytes(value);
      return quantities.has(name) ? numberFormat.format(value) : String(value);
    });
  };

  const moment = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, options);
    return (iso: string): string => {
      const time = Date.parse(iso);
      return Number.isNaN(time) ? iso : format.format(time);
    };
  };

  /** The text under `key`, or `own` where there is none or it names a value that is not given. */
  const textOr = (key: string, params: MessageParams, own: string): string => {
    const message = messages[key];
    return message === undefined || placeholdersOf(message).some((name) => params[name] === undefined)
      ? own
      : fill(message, params);
  };

  return {
    language,
    text: (key, params = {}) => fill(messages[key] ?? key, params),
    failure: ({ code, message, params = {} }) => textOr(`failure.${code}`, params, message),
    finding: ({ code, message, remedy, params }) => ({
      message: textOr(`doctor.${code}`, params, message),
      remedy: remedy === null ? null : textOr(`doctor.${code}.remedy`, params, remedy),
    }),
    bytes,
    gigabytes,
    duration,
    moment: moment({ dateStyle: 'medium', timeStyle: 'short' }),
    date: moment({ dateStyle: 'medium' }),
    time: moment({ timeStyle: 'medium', hourCycle: 'h23' }),
    timeOfDayIn: (timeZone) => {
      const format = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit', timeZone });
      return (epochMs) => format.format(epochMs);
    },
    number: (value) => numberFormat.format(value),
    typed: (value) => typedFormat.format(value),
  };
}
