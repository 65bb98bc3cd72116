import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../../src/player/settings/decode-text.ts';

const text = 'hostname = Büro-Empfang\r\n';
const utf16 = Buffer.from(text, 'utf16le');
const swapped = Buffer.from(utf16).swap16();

describe('a file that a person saved', () => {
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, low byte first', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['UTF-16, high byte first', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped])],
    ['UTF-16 without a mark', utf16],
    ['UTF-16 without a mark, high byte first', swapped],
    ['ANSI', Buffer.from(text, 'latin1')],
  ])('%s', (_name, bytes) => {
    expect(decodeText(bytes)).toBe(text);
  });

  test('has the signs that Windows-1252 has and Latin-1 lacks', () => {
    expect(decodeText(Buffer.from([0x93, 0x80, 0x94]))).toBe('“€”');
  });

  test('may be empty, or of one byte', () => {
    expect(decodeText(Buffer.from([]))).toBe('');
    expect(decodeText(Buffer.from('a'))).toBe('a');
  });

  test('never throws', () => {
    expect(() => decodeText(readFileSync(process.execPath).subarray(0, 4_096))).not.toThrow();
  });
});
