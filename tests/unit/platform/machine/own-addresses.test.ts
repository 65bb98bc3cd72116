import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { ownAddresses } from '../../../../src/platform/machine/own-addresses.ts';

function named(family: 'IPv4' | 'IPv6', address: string, internal = false): NetworkInterfaceInfo {
  const common = { address, netmask: '', mac: '', internal, cidr: null };
  return family === 'IPv4' ? { family, ...common } : { family, scopeid: 0, ...common };
}

it('names the addresses that others can use, IPv4 first, each once', () => {
  expect(
    ownAddresses({
      lo: [named('IPv4', '127.0.0.1', true), named('IPv6', '::1', true)],
      eth0: [named('IPv6', 'fe80::1'), named('IPv6', '2001:db8::7'), named('IPv4', '192.168.0.57')],
      wlan0: [named('IPv4', '169.254.3.4'), named('IPv4', '10.0.0.7'), named('IPv4', '192.168.0.57')],
      gone: undefined,
    }),
  ).toEqual(['192.168.0.57', '10.0.0.7', '2001:db8::7']);
});

it('names four at most', () => {
  const many = Array.from({ length: 9 }, (_, place) => named('IPv4', `10.0.0.${place}`));
  expect(ownAddresses({ eth0: many })).toEqual(['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3']);
});
