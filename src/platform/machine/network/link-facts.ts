import { existsSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ownAddresses } from '../own-addresses.ts';

/** By what this machine is connected now. */
export interface LinkFacts {
  readonly device: string;
  readonly kind: 'wired' | 'wifi';
  /** Of the signal, per cent; null where the kernel does not say. */
  readonly strength: number | null;
}

export interface LinkSources {
  /** The root of the file system; another one in tests. */
  readonly root?: string;
  readonly interfaces?: Parameters<typeof ownAddresses>[0];
}

/** The devices that have an address for others, those of hardware where there are such. Asks nobody but the kernel. */
export function readLinkFacts({
  root = '/',
  interfaces = networkInterfaces(),
}: LinkSources = {}): readonly LinkFacts[] {
  const at = (device: string, name: string): boolean => existsSync(join(root, 'sys/class/net', device, name));
  const connected = Object.entries(interfaces)
    .filter(([device, addresses]) => ownAddresses({ [device]: addresses }).length > 0)
    .map(([device]) => device);
  const hardware = connected.filter((device) => at(device, 'device'));
  const signals = readText(join(root, 'proc/net/wireless'));
  return (hardware.length > 0 ? hardware : connected).map((device) =>
    at(device, 'wireless') || at(device, 'phy80211')
      ? { device, kind: 'wifi', strength: strengthOf(signals, device) }
      : { device, kind: 'wired', strength: null },
  );
}

/** Of a line such as `wlan0: 0000   54.  -56.  -256`, whose third figure is the level in dBm. */
function strengthOf(signals: string, device: string): number | null {
  const line = signals.split('\n').find((one) => one.trim().startsWith(`${device}:`));
  const level = Number(line?.trim().split(/\s+/)[3]?.replace('.', ''));
  return Number.isInteger(level) && level < 0 ? Math.min(100, Math.max(0, 2 * (level + 100))) : null;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
