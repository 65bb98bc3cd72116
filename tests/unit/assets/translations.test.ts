import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languages, placeholdersOf, translations, type Message } from '../../../renderer/ui/i18n.ts';
import { doctorChecks, doctorCodes } from '../../../src/shared/doctor.ts';
import { failureCodesByStage, type FailureCode } from '../../../src/shared/failure-codes.ts';

const english: Readonly<Record<string, Message>> = translations.en;
const others = languages.filter((language) => language !== 'en');

/** Codes that no screen shows, with where each ends instead. */
const neverOnTheScreen: Readonly<Partial<Record<FailureCode, string>>> = {
  'already-running': 'the command line',
  'bad-arguments': 'the command line',
  'bad-item': 'one line of the log per item; the list goes on without it',
  'bad-items': 'the log',
  'bad-media-url': 'the reason of item-left-out',
  'browser-gone': 'the log of the Chromium shell',
  'browser-refused': 'the log of the Chromium shell',
  'browser-silent': 'the log of the Chromium shell',
  'database-locked': 'the start, before there is a window',
  'newer-data-folder': 'the start, before there is a window',
  'database-unavailable': 'the start, before there is a window',
  forbidden: 'a page that is not ours',
  'is-a-page': 'web items, which are played from their address',
  'media-lost': 'the media store, which fetches the file again',
  'media-rotten': 'the media store, which fetches the file again',
  'no-cache': 'the command line',
  'no-data-folder': 'the start, before there is a window',
  'no-simulator': 'the command line',
  'no-such-page': 'the stage, which shows the page without a look',
  'no-tls': 'the doctor and pairing, which say it in codes of their own',
  'not-installed': 'the command line',
  'not-removed': 'the log',
  'page-elsewhere': 'the reason of page-does-not-show',
  'page-not-judged': 'the stage, which shows the page without a look',
  'send-failed': 'the log',
  stopped: 'a download that the player itself gave up',
  'too-many-items': 'the log',
  'config-without-effect': '`config check`',
  'config-no-server': '`config check`',
  'config-no-hostname': '`config check`',
  'config-no-secret': '`config check`',
  'config-plain': '`config check`',
  'config-insecure': '`config check`',
  'config-first-use': '`config check`',
  'page-unreachable': 'the reason of page-does-not-show',
  'page-too-slow': 'the reason of page-does-not-show',
  'page-untrusted': 'the reason of page-does-not-show',
  'page-error': "the stage's own report, which names the item",
  'page-refuses-frame': "the stage's own report, which names the item",
  'page-leads-away': "the stage's own report, which names the item",
  'no-page': "the stage's own report, which names the item",
  'no-picture': "the stage's own report, which names the item",
  released: "the stage's own report, which names the item",
  'refused-address': "the stage's own report, which names the item",
  'too-slow': "the stage's own report, which names the item",
  broken: "the stage's own report, which names the item",
  'unsupported-kind': "the stage's own report, which names the item",
  undecodable: 'the reason of item-left-out',
  unsupported: 'the reason of item-left-out',
};

const shownCodes = Object.values(failureCodesByStage)
  .flat()
  .filter((code) => !Object.hasOwn(neverOnTheScreen, code));

/** Words that are the same in both languages: names, loan words that signage uses, and mere signs. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  de: [
    'Name',
    'Port',
    'Server',
    'Status',
    'Online',
    'Offline',
    'Player',
    'Hostname',
    'Version {version}',
    'Name in DigiServer',
    'Normal',
    'Info',
  ],
  fr: [
    'Port',
    'Portrait',
    'Rotation',
    'Transition',
    'Volume',
    'Orientation',
    'version {version}',
    'Info',
    '{host} : {addresses}',
  ],
  es: ['Normal'],
  it: ['Playlist', 'Server', 'Online', 'Offline', 'Player', 'Password', 'Volume', 'Hostname'],
  pt: ['Normal', 'Volume', 'Online', 'Offline'],
  nl: ['Server', 'Status', 'Online', 'Offline', 'Player', 'Hostname', 'Volume', 'Info'],
  pl: ['Port', 'Online', 'Offline'],
  hu: ['Port', 'Normál'],
  ro: ['Port', 'Server', 'Online', 'Offline', 'Player', 'Normal'],
};

const formsOf = (message: Message): string[] =>
  typeof message === 'string'
    ? [message]
    : Object.entries(message as object as Record<string, string>)
        .filter(([name]) => name !== 'by')
        .map(([, form]) => form);
const withoutPlaceholders = (text: string): string => text.replace(/\{\w+\}/g, '');

/** The keys that the screens ask for: written out, or put together from a pattern. */
function isAskedFor(): (key: string) => boolean {
  const sources = globSync('renderer/**/*.{ts,tsx}').map((file) => readFileSync(file, 'utf8'));
  const written = new Set(
    sources.flatMap((text) => [...text.matchAll(/'([a-z][\w.-]+)'/g)].map(([, key]) => key)),
  );
  const patterns = sources
    .flatMap((text) =>
      [...text.matchAll(/`([a-z][\w-]*\.[^`\s]*\$\{[^`]*)`/g)].map(([, pattern = '']) => pattern),
    )
    .map((pattern) => {
      const parts = pattern.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
      return new RegExp(`^${parts.join('[\\w-]+')}$`);
    });
  return (key) => written.has(key) || patterns.some((pattern) => pattern.test(key));
}

describe('the English texts', () => {
  it('have none that no screen asks for', () => {
    const isAsked = isAskedFor();
    expect(Object.keys(english).filter((key) => !isAsked(key))).toEqual([]);
  });

  it('have one for every failure that can reach the screen', () => {
    expect(shownCodes.filter((code) => english[`failure.${code}`] === undefined)).toEqual([]);
  });

  it('have none for a failure that nothing produces', () => {
    const shownTexts = new Set(shownCodes.map((code) => `failure.${code}`));
    const known = Object.keys(english).filter((key) => key.startsWith('failure.'));
    expect(known.filter((key) => !shownTexts.has(key))).toEqual([]);
  });

  it('have one for everything that the doctor says', () => {
    const wanted = [
      ...doctorCodes,
      ...doctorChecks.map((check) => `check.${check}`),
      ...['good', 'warning', 'bad', 'skipped'].map((verdict) => `verdict.${verdict}`),
    ];
    expect(wanted.filter((name) => english[`doctor.${name}`] === undefined)).toEqual([]);
  });

  it('say of a wrong code that the server says so', () => {
    expect(english['failure.wrong-code']).toMatch(/^This server says the name or the code is wrong\./);
  });
});

describe.each(others)('the translation into %s', (language) => {
  const texts: Readonly<Record<string, Message>> = translations[language];

  it('has the keys of the English texts, no more and no fewer', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
  });

  it('names the same values', () => {
    const differing = Object.entries(texts).filter(
      ([key, message]) => placeholdersOf(message).join() !== placeholdersOf(english[key] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  it('has exactly the plural forms of its language', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(texts)) {
      expect(typeof message, key).toBe(typeof english[key]);
      if (typeof message === 'string') continue;
      const forms = Object.keys(message).filter((name) => name !== 'by');
      expect(forms.sort(), key).toEqual([...categories].sort());
    }
  });

  it('says nothing in English', () => {
    const same = Object.entries(texts).filter(([key, message]) => {
      const source = english[key] ?? '';
      if (typeof message !== 'string' || message !== source)
        return JSON.stringify(message) === JSON.stringify(source);
      const hasWords = /\p{L}{2}/u.test(withoutPlaceholders(message));
      return hasWords && !(sameAsEnglish[language] ?? []).includes(message);
    });
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it('uses the quotes and apostrophes of print', () => {
    const straight = Object.entries(texts).filter(([, message]) =>
      formsOf(message).some((form) => /['"]/.test(form)),
    );
    expect(straight).toEqual([]);
  });

  it('is short enough for the places that the English texts fill', () => {
    const long = Object.entries(texts).filter(([key, message]) => {
      const room = Math.max(...formsOf(english[key] ?? '').map((form) => form.length));
      // A short word may need a few letters more whatever the language.
      return formsOf(message).some((form) => form.length > Math.max(room * 2.2, room + 12));
    });
    expect(long.map(([key]) => key)).toEqual([]);
  });
});
