import { expect, it } from 'vitest';
import { trustModeOf } from '../../../../src/player/trust/trust-mode.ts';

const settings = {
  serverUrl: 'https://192.168.0.121',
  verifySsl: true,
  useServerCertificate: false,
  certificateFingerprint: '',
};

it.each([
  ['system', {}],
  ['pinned', { useServerCertificate: true }],
  ['pinned', { useServerCertificate: true, verifySsl: false }],
  ['pinned', { certificateFingerprint: 'AB'.repeat(32) }],
  ['system', { certificateFingerprint: '  ' }],
  ['insecure', { verifySsl: false }],
  ['plain', { serverUrl: 'http://server:5000' }],
  ['plain', { serverUrl: ' HTTP://server', useServerCertificate: true }],
] as const)('is %s for %j', (mode, changes) => {
  expect(trustModeOf({ ...settings, ...changes })).toBe(mode);
});
