import { expect, it } from 'vitest';
import { isLocalAddress, isLocalHost } from '../../../../src/player/trust/local-target.ts';

it.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '169.254.10.1',
  '::1',
  '::',
  '[::1]',
  'fe80::1',
  'fe80::1%eth0',
  '::ffff:127.0.0.1',
  '[::ffff:7f00:1]',
])('%s means the screen itself or its cable', (address) => {
  expect(isLocalAddress(address)).toBe(true);
});

it.each(['192.168.0.1', '10.0.0.1', '8.8.8.8', '2001:db8::1', '::ffff:8.8.8.8', 'localhost', ''])(
  '%s does not',
  (address) => {
    expect(isLocalAddress(address)).toBe(false);
  },
);

it('knows the names that need no DNS', () => {
  expect(['localhost', 'LOCALHOST.', 'a.localhost', '127.0.0.1'].every(isLocalHost)).toBe(true);
  expect(isLocalHost('localhost.example')).toBe(false);
});
