import { describe, expect, it } from 'vitest';
import { createI18n, placeholdersOf, translations } from '../../../../renderer/ui/i18n.ts';

/** Numbers that name something. */
const names = ['port', 'version', 'degrees', 'column', 'columns', 'row', 'rows'];
/** Numbers that count something, in a unit of their own or none. */
const quantities = [
  ...['checked', 'count', 'days', 'filesDone', 'filesTotal', 'items', 'lost', 'milliseconds', 'percent'],
  ...['retryAfterSeconds', 'seconds', 'skipped', 'triesLeft'],
];
/** Values that are texts always. */
const texts = [
  ...[
    'address',
    'addresses',
    'allowed',
    'backend',
    'by',
    'command',
    'display',
    'file',
    'fileName',
    'files',
    'names',
    'asked',
    'at',
    'detail',
    'device',
    'means',
    'fingerprint',
  ],
  ...[
    'folder',
    'from',
    'host',
    'key',
    'means',
    'moment',
    'name',
    'paired',
    'path',
    'proxy',
    'reason',
    'server',
  ],
  ...['screen', 'renderer', 'compositing', 'rasterization', 'videoDecoding', 'machine', 'page'],
  ...['browser', 'player', 'orientation', 'used', 'field', 'since', 'hours'],
  ...['shell', 'subject', 'time', 'tried', 'until', 'url', 'validFrom', 'validUntil'],
];

describe('numbers', () => {
  it('of ports and versions are never grouped, those that count are', () => {
    const i18n = createI18n('en');
    expect(i18n.text('doctor.tcp-refused', { host: 'server', port: 5000 })).toContain('port 5000.');
    expect(i18n.text('status.playlist.version', { version: 12345 })).toBe('version 12345');
    expect(i18n.text('status.playlist.items', { items: 12345 })).toBe('12,345 items');
  });

  it('are all known for what they are', () => {
    const known = [...names, ...quantities, ...texts];
    const all = new Set(Object.values(translations.en).flatMap((message) => placeholdersOf(message)));
    const unknown = [...all].filter((name) => !/(?:Bytes|Storage)$/.test(name) && !known.includes(name));
    expect(unknown, 'say here whether it counts or names something').toEqual([]);
    const i18n = createI18n('en');
    for (const name of quantities) {
      const key = Object.entries(translations.en).find(([, message]) =>
        placeholdersOf(message).includes(name),
      )?.[0];
      expect(i18n.text(key as 'step.files', { [name]: 54_321 }), name).toContain('54,321');
    }
  });
});

describe('storage', () => {
  it('has one unit, whatever the amount and the language', () => {
    expect(createI18n('en').gigabytes(850_000_000)).toBe('0.9 GB');
    expect(createI18n('en').gigabytes(10_737_418_240)).toBe('10.7 GB');
    expect(createI18n('en').gigabytes(12_000_000)).toBe('0.01 GB');
    expect(createI18n('en').gigabytes(1_841_200_000_000)).toBe('1,841 GB');
    expect(createI18n('fr').gigabytes(10_737_418_240)).toMatch(/^10,7\sGo$/);
    const doctor = { freeStorage: 41_200_000_000, usedStorage: 340_000_000, limitStorage: 10_737_418_240 };
    expect(createI18n('en').text('doctor.disk-good', doctor)).toBe(
      '41.2 GB free on the disk; 0.3 GB of 10.7 GB used.',
    );
  });
});

describe('dates', () => {
  const day = '2026-03-02T12:00:00.000Z';

  it.each([
    ['en', 'en-GB', '2 Mar 2026'],
    ['en', 'en_GB.UTF-8', '2 Mar 2026'],
    ['en', 'en-US', 'Mar 2, 2026'],
    ['en', 'de-DE', '2 Mar 2026'],
    ['de', 'en-US', '02.03.2026'],
    ['en', 'C', 'Mar 2, 2026'],
    ['de', '', '02.03.2026'],
  ] as const)('in %s on a machine of %s are written %s', (language, locale, written) => {
    expect(createI18n(language, locale).date(day)).toBe(written);
  });
});
