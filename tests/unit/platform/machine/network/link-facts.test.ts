import { mkdirSync, writeFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { readLinkFacts } from '../../../../../src/platform/machine/network/link-facts.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo[] => [
  { address, internal, family: 'IPv4', netmask: '255.255.255.0', mac: '', cidr: null },
];

function rootWith(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const WIRELESS = `Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
 wlan0: 0000   54.  -62.  -256        0      0      0      0      0        0
`;

it('tells hardware with an address, and how well an antenna hears', () => {
  const root = rootWith({
    'sys/class/net/eth0/device/x': '',
    'sys/class/net/wlan0/device/x': '',
    'sys/class/net/wlan0/phy80211/x': '',
    'sys/class/net/wlan1/device/x': '',
    'proc/net/wireless': WIRELESS,
  });
  const interfaces = {
    lo: at('127.0.0.1', true),
    eth0: at('192.168.0.50'),
    wlan0: at('192.168.0.51'),
    wlan1: at('169.254.1.1'),
    docker0: at('172.17.0.1'),
  };
  expect(readLinkFacts({ root, interfaces })).toEqual([
    { device: 'eth0', kind: 'wired', strength: null },
    { device: 'wlan0', kind: 'wifi', strength: 76 },
  ]);
});

it.each([
  ['', null],
  ['garbage\u0000: : : :', null],
  [' wlan0: 0000 54.', null],
  [' wlan0: 0000   54.  40.  0', null],
  [' wlan0: 0000   54.  -30.  -256', 100],
  [' wlan0: 0000   54.  -110.  -256', 0],
])('reads from %j the strength %j', (text, strength) => {
  const root = rootWith({ 'sys/class/net/wlan0/wireless/x': '', 'proc/net/wireless': text });
  expect(readLinkFacts({ root, interfaces: { wlan0: at('10.0.0.2') } })).toMatchObject([{ strength }]);
});

it('takes what there is where no hardware is seen, and nothing without an address', () => {
  expect(readLinkFacts({ root: temporaryFolder(), interfaces: { eth0: at('10.0.0.2') } })).toEqual([
    { device: 'eth0', kind: 'wired', strength: null },
  ]);
  expect(readLinkFacts({ root: temporaryFolder(), interfaces: {} })).toEqual([]);
});
