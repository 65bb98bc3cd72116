import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** More than these nobody reads off a screen. */
const MOST_ADDRESSES = 4;

/**
 * The addresses under which others on the network reach this machine, IPv4 first: for the pairing screen and its QR
 * code. Loopback and link-local ones are left out: nobody could use them.
 */
export function ownAddresses(
  interfaces: Readonly<Record<string, NetworkInterfaceInfo[] | undefined>> = networkInterfaces(),
): readonly string[] {
  const usable = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !isLinkLocal(address));
  const ofFamily = (family: 'IPv4' | 'IPv6'): string[] =>
    usable.filter((one) => one.family === family).map(({ address }) => address);
  return [...new Set([...ofFamily('IPv4'), ...ofFamily('IPv6')])].slice(0, MOST_ADDRESSES);
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || /^fe[89ab]/i.test(address);
}
