import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { bareHost } from '../../shared/bare-host.ts';

/** Addresses that mean this machine itself, and link-local ones: services there trust whoever reaches them. */
const localAddresses = new BlockList();
localAddresses.addSubnet('0.0.0.0', 8, 'ipv4');
localAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
localAddresses.addSubnet('169.254.0.0', 16, 'ipv4');
localAddresses.addAddress('::', 'ipv6');
localAddresses.addAddress('::1', 'ipv6');
localAddresses.addSubnet('fe80::', 10, 'ipv6');

/** Whether an IP address, with or without the brackets of a URL, is loopback, link-local, unspecified or one of this machine's. */
export function isLocalAddress(address: string): boolean {
  const [bare = ''] = bareHost(address).split('%', 1);
  switch (isIP(bare)) {
    case 4:
      return localAddresses.check(bare, 'ipv4') || ownAddresses().check(bare, 'ipv4');
    case 6:
      // Node looks IPv4-mapped addresses up among the IPv4 rules by itself.
      return localAddresses.check(bare, 'ipv6') || ownAddresses().check(bare, 'ipv6');
    default:
      return false;
  }
}

/** As they are now: a lease may bring another one at any time. */
function ownAddresses(): BlockList {
  const list = new BlockList();
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((found) => found ?? []))
    list.addAddress(address, family === 'IPv6' ? 'ipv6' : 'ipv4');
  return list;
}

/** Whether a URL's host name names this machine or a link-local address without asking DNS. */
export function isLocalHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || isLocalAddress(name);
}
