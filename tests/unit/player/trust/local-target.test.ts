import { networkInterfaces } from 'node:os';
import { expect, it, vi } from 'vitest';
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

vi.mock('node:os', { spy: true });

it('knows the addresses that this machine has on its networks', () => {
  const address = (of: string, family: 'IPv4' | 'IPv6') => ({
    ...{ address: of, family, netmask: '', mac: '', internal: false, cidr: null, scopeid: 0 },
  });
  vi.mocked(networkInterfaces).mockReturnValue({
    // The types of the two families differ in one field that nobody reads.
    eth0: [address('192.168.7.7', 'IPv4'), address('2001:db8::7', 'IPv6')] as never,
  });
  const own = ['192.168.7.7', '[2001:db8::7]', '::ffff:192.168.7.7', '2001:DB8:0::7'];
  expect(own.filter((one) => !isLocalAddress(one))).toEqual([]);
  expect(isLocalHost('192.168.7.7')).toBe(true);
  expect(isLocalAddress('192.168.7.8')).toBe(false);
});

it('knows the names that need no DNS', () => {
  expect(['localhost', 'LOCALHOST.', 'a.localhost', '127.0.0.1'].every(isLocalHost)).toBe(true);
  expect(isLocalHost('localhost.example')).toBe(false);
});
