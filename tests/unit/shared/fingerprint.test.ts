import { describe, expect, it } from 'vitest';
import { groupsOfFour, parseFingerprint } from '../../../src/shared/fingerprint.ts';
import { parseSetting } from '../../../src/player/settings/setting-values.ts';

describe('parseFingerprint', () => {
  const digits = 'AB'.repeat(32);

  it.each([
    digits,
    digits.toLowerCase(),
    digits.replace(/..(?=.)/g, '$&:'),
    digits.replace(/....(?=.)/g, '$& '),
    `SHA256:${digits}`,
    `sha-256=${digits}\n`,
  ])('reads %s, from a person and from a file', (written) => {
    expect(parseFingerprint(written)).toBe(digits);
    expect(parseSetting('certificateFingerprint', written)).toEqual({ ok: true, value: digits });
  });

  it.each(['', 'AB', digits.slice(1), `${digits}0`, digits.replace('A', 'G')])('refuses %j', (written) => {
    expect(parseFingerprint(written)).toBeNull();
  });
});

it('is shown in groups of four', () => {
  expect(groupsOfFour('ABCDEF0123')).toEqual(['ABCD', 'EF01', '23']);
});
