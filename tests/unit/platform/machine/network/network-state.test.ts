import { expect, it } from 'vitest';
import { readAddress } from '../../../../../src/platform/machine/network/network-state.ts';

it('reads the first address of a device with its gateway and two name servers', () => {
  const text =
    'IP4.ADDRESS[1]:10.0.0.5/24\nIP4.ADDRESS[2]:10.9.0.5/16\nIP4.GATEWAY:10.0.0.1\nIP4.DNS[1]:9.9.9.9\nIP4.DNS[2]:1.1.1.1\nIP4.DNS[3]:8.8.8.8\n';
  expect(readAddress(text)).toEqual({
    address: '10.0.0.5',
    prefix: 24,
    gateway: '10.0.0.1',
    dns: ['9.9.9.9', '1.1.1.1'],
  });
});

it.each([
  '',
  '\n',
  'IP4.ADDRESS[1]:--\n',
  'IP4.ADDRESS[1]:10.0.0.5\n',
  'IP4.ADDRESS[1]:10.0.0.555/24\n',
  ':\n',
])('reads no address from %j', (text) => {
  expect(readAddress(text)).toBeNull();
});

it('reads an address without a gateway', () => {
  expect(readAddress('IP4.ADDRESS[1]:10.0.0.5/24\nIP4.GATEWAY:\n')).toEqual({
    address: '10.0.0.5',
    prefix: 24,
    gateway: null,
    dns: [],
  });
});
