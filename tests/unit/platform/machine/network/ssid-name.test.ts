import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ssidName, ssidOf } from '../../../../../src/platform/machine/network/ssid-name.ts';

it.each([
  ['Office', 'Office'],
  ['Café 😀', 'Café 😀'],
  ['شبكة', 'شبكة'],
  ['a:b\\c', 'a:b\\c'],
  ['a\nb\tc', 'a\uFFFDb\uFFFDc'],
  ['\u202Egnp.exe', '\uFFFDgnp.exe'],
  ['Off\u200Bice', 'Off\uFFFDice'],
  ['Office ', 'Office\u2423'],
  [' ', '\u2423'],
])('shows %j as %j', (name, shown) => {
  expect(ssidName(ssidOf(name))).toBe(shown);
});

it('shows bytes that are no text, and never a control character, whatever is sent', () => {
  expect(ssidName('FF41FE')).toBe('\uFFFDA\uFFFD');
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 32 }), (bytes) => {
      const shown = ssidName(Buffer.from(bytes).toString('hex'));
      expect(shown).not.toBe('');
      expect(shown).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}|[\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
