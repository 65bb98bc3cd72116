import { expect, it } from 'vitest';
import { networkFindings } from '../../../../src/player/doctor/check-network.ts';

it.each([
  [null, 'skipped', 'skipped-network-elsewhere'],
  [[], 'warning', 'network-none'],
  [[{ device: 'eth0', kind: 'wired', strength: null }], 'good', 'network-wired'],
  [[{ device: 'wlan0', kind: 'wifi', strength: 30 }], 'good', 'network-wifi'],
  [[{ device: 'wlan0', kind: 'wifi', strength: 29 }], 'warning', 'network-wifi-weak'],
  [[{ device: 'wlan0', kind: 'wifi', strength: null }], 'good', 'network-wifi-unmeasured'],
] as const)('of %j it says %s %s', (links, verdict, code) => {
  expect(networkFindings(links)).toMatchObject([{ check: 'network', verdict, code }]);
});

it('says a line for each', () => {
  const findings = networkFindings([
    { device: 'eth0', kind: 'wired', strength: null },
    { device: 'wlan0', kind: 'wifi', strength: 71 },
  ]);
  expect(findings.map(({ message }) => message)).toEqual([
    'Connected by cable (eth0).',
    'Connected by Wi-Fi (wlan0), signal strength 71 %.',
  ]);
});
