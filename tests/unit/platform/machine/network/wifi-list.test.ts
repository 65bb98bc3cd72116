import { expect, it } from 'vitest';
import { networksOf, parseAccessPoints } from '../../../../../src/platform/machine/network/wifi-list.ts';
import { hexOf } from '../../../../support/network/fake-nmcli.ts';

const point = (
  ssid: string,
  more: { place?: number; signal?: number; security?: string; used?: boolean } = {},
): string =>
  `${more.used === true ? '*' : ' '}:00\\:11\\:22\\:33\\:44\\:0${String(more.place ?? 1)}:${String(more.signal ?? 50)}:${more.security ?? 'WPA2'}:${ssid}\n`;

const networks = (text: string) => networksOf(parseAccessPoints(text));

it('shows a network of many access points once, by its strongest, and in use where one of them is', () => {
  const text =
    point(hexOf('A'), { signal: 30, used: true }) +
    point(hexOf('B'), { signal: 60 }) +
    point(hexOf('A'), { place: 2, signal: 90 });
  expect(networks(text)).toEqual([
    { ssid: hexOf('A'), name: 'A', strength: 90, security: 'password', isInUse: true },
    { ssid: hexOf('B'), name: 'B', strength: 60, security: 'password', isInUse: false },
  ]);
});

it('keeps an open network apart from one of the same name that asks for a password', () => {
  const text = point(hexOf('A'), { security: '' }) + point(hexOf('A'), { place: 2 });
  expect(networks(text).map(({ security }) => security)).toEqual(['open', 'password']);
});

it.each([
  ['', 'open'],
  ['--', 'open'],
  ['OWE', 'open'],
  ['WEP', 'password'],
  ['WPA1 WPA2', 'password'],
  ['WPA3', 'password'],
  ['WPA2 802.1X', 'enterprise'],
])('takes security %j as %s', (security, taken) => {
  expect(networks(point(hexOf('A'), { security }))).toMatchObject([{ security: taken }]);
});

it('leaves out what tells no name, and rows that are none', () => {
  const text = [
    point(''),
    point('0000000000'),
    point('41'.repeat(33)),
    point('4'),
    point('zz'),
    ':::::::\n',
    ' :not-a-bssid:50:WPA2:41\n',
    ' :00\\:11\\:22\\:33\\:44\\:55:loud:WPA2:41\n',
    point(hexOf('Left')),
    ' :00\\:11\\:22\\:33\\:44\\:55:50:WPA2:41',
  ].join('');
  expect(networks(text).map(({ name }) => name)).toEqual(['Left']);
});

it('shows at most 200 networks, and no strength above the whole', () => {
  const text = Array.from({ length: 900 }, (_, place) =>
    point(hexOf(`N${String(place)}`), { signal: 255 }),
  ).join('');
  const shown = networks(text);
  expect(shown).toHaveLength(200);
  expect(shown[0]?.strength).toBe(100);
});
