import { expect, it } from 'vitest';
import { isNewer, isVersion } from '../../../../src/player/updates/version.ts';

it('compares numbers as numbers, and takes what is no version for older than any', () => {
  expect(isNewer('1.10.0', '1.9.9')).toBe(true);
  expect(isNewer('1.2.3', '1.2.3')).toBe(false);
  expect(isNewer('2.0.0', '10.0.0')).toBe(false);
  expect(isNewer('0.0.0', '')).toBe(true);
  expect(isNewer('', '0.0.0')).toBe(false);
});

it.each(['../1.0.0', '1.0', '1.0.0-beta', '1.0.0/..', '', '1.0.0\n', '9999999.0.0'])(
  '%j names no version',
  (text) => {
    expect(isVersion(text)).toBe(false);
  },
);
