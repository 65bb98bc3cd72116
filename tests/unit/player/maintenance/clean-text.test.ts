import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../src/platform/logging/redactor.ts';
import {
  cleanText,
  cleanValue,
  createLineCleaner,
  LEFT_OUT,
} from '../../../../src/player/maintenance/clean-text.ts';

const CODE = 'QUICK-c0de-77';
const PASSWORD = 'p4ssword "with" \\ everything';
const redactor = createRedactor([CODE, PASSWORD]);
const hex = (text: string): string => Buffer.from(text).toString('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const escaped = (text: string): string =>
  Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** Each a way to write the code that no mask finds. */
const disguises: readonly (readonly [how: string, text: string])[] = [
  ['coloured in the middle', `QUICK-\u001b[31mc0de\u001b[0m-77`],
  ['coloured in JSON', 'QUICK-\\u001b[31mc0de-77'],
  ['with a line end in JSON', 'QUICK-\\nc0de-77'],
  ['with a real line end', 'QUICK-\r\nc0de-77'],
  ['with zero-width characters', 'QUI\u200bCK-c0de\u2060-77'],
  ['as UTF-16', Array.from(CODE).join('\u0000')],
  ['in \\u escapes', escaped(CODE)],
  ['in JSON within JSON', JSON.stringify(escaped(CODE))],
  ['half percent-encoded', `%51UICK-%63%30de-77`],
  ['percent-encoded twice', '%2551UICK-c0de-77'],
  ['in HTML', 'QUICK&#45;c0de&#x2d;77'],
  ['in hex', `0x${hex(`id ${CODE} x`)}`],
  ['in base64 of more', `Basic ${base64(`lobby1:${CODE}`)}`],
  ['in base64 off by one', `x${base64(`a ${CODE}`)}`],
  [
    'in base64url',
    `{"jwt":"${Buffer.from(JSON.stringify({ sub: 'x', code: CODE })).toString('base64url')}"}`,
  ],
];

describe('text that leaves the machine', () => {
  it.each(disguises)('holds no secret that is written %s', (_how, text) => {
    const line = `{"message":"the server said ${text} and more"}`;
    expect(cleanText(line, redactor)).toBe(LEFT_OUT);
  });

  it('masks what stands as it is, and keeps the rest', () => {
    expect(cleanText(`code ${CODE}.`, redactor)).toBe('code ***.');
    expect(cleanText('Authorization: Bearer abcdefghij0123456789', redactor)).not.toContain('abcdefghij');
    expect(cleanText(JSON.stringify({ message: PASSWORD }), redactor)).toBe('{"message":"***"}');
  });

  it('leaves ordinary lines as they are', () => {
    const line = JSON.stringify({
      time: '2026-01-15T12:00:00.000Z',
      level: 'info',
      message: 'A file was downloaded: Begrüßung 100 % \\ "neu"',
      facts: { sha256: 'ab'.repeat(32), url: 'https://server/media/a%20b.jpg?x=1', id: 7 },
    });
    expect(cleanText(line, redactor)).toBe(line);
  });

  it('takes away what a terminal obeys', () => {
    expect(cleanText('\u001b[2J\u001b]0;owned\u0007evil\u009b1m\u202e', redactor)).toBe(']0;ownedevil1m');
  });

  it('is cut where it is long, without half a secret at its end', () => {
    for (let before = 65_500; before < 65_540; before += 1) {
      const clean = cleanText(`${'x'.repeat(before)}.${CODE}.${'y'.repeat(100)}`, redactor);
      expect(clean.length).toBeLessThan(60_000);
      expect(clean).not.toContain('QUICK');
    }
  });

  it('never holds the secret, however much stands around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        expect(cleanText(`${before}${CODE}${after}`, redactor)).not.toContain(CODE);
      }),
    );
  });
});

describe('values that leave the machine', () => {
  it('are clean in names, texts and numbers, however deep', () => {
    const digits = createRedactor(['4711081516']);
    expect(
      cleanValue(
        { '4711081516': [{ a: 'is 4711081516' }], b: 4_711_081_516, c: null, d: true, e: 1.5 },
        digits,
      ),
    ).toEqual({ '***': [{ a: 'is ***' }], b: LEFT_OUT, c: null, d: true, e: 1.5 });
  });
});

describe('lines that leave the machine', () => {
  const clean = (text: string, size = 7): string => {
    const lines = createLineCleaner(redactor);
    const bytes = Buffer.from(text);
    let out = '';
    for (let at = 0; at < bytes.length; at += size) out += lines.push(bytes.subarray(at, at + size));
    return out + lines.end();
  };

  it.each([1, 3, 1_000])('come as they are, whatever the pieces: %i bytes', (size) => {
    expect(clean('one\nzwölf\n\nfour', size)).toBe('one\nzwölf\n\nfour\n');
    expect(clean('', size)).toBe('');
    expect(clean('one\n', size)).toBe('one\n');
  });

  it.each([1, 5, 1_000])('hold no secret that the pieces tear apart: %i bytes', (size) => {
    expect(clean(`a ${CODE} b\nc\n`, size)).toBe('a *** b\nc\n');
  });

  it('hold none that a line end tears apart', () => {
    const torn = clean(`before\nsays QUICK-\nc0de-77 now\nafter\n`);
    expect(torn).toBe(`before\n${LEFT_OUT}\n${LEFT_OUT}\nafter\n`);
  });

  it('are bounded, and what follows a line without end is there', () => {
    const out = clean(`${'x'.repeat(10_000_000)}${CODE}\nafter\n`, 65_536);
    expect(out.length).toBeLessThan(60_000);
    expect(out).toMatch(/… \(cut\)\nafter\n$/);
  });
});
