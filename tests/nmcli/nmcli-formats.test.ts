import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFakeNmcli, pointOf, sampleNetwork, WIRED } from '../support/network/fake-nmcli.ts';
import type { FakeNetwork } from '../support/network/fake-network.types.ts';
import {
  findRealNmcli,
  type PretendedManager,
  type RealNmcli,
  type Said,
} from '../support/network/real-nmcli.ts';

/*
 * `npm run test:nmcli`: the fake nmcli of the tests against Debian's own, which is fetched and unpacked for it. Both are asked all
 * that the player asks, over the same network, and have to say the same and to end alike.
 */

const found = findRealNmcli();
if (typeof found === 'string') console.log(`nmcli: skipped, since ${found}`);

const PSK = 'WPA1 WPA2';
const PASSWORD = 'a "secret": of ä\\ny';

/** Names with all that a column escapes, and with what would tear a row. */
function network(): FakeNetwork {
  const sample = sampleNetwork();
  const points = [
    pointOf(1, 'Office:5G\\x', { signal: 82, security: PSK, password: PASSWORD }),
    pointOf(2, 'Guests', { signal: 61, security: '', password: null }),
    pointOf(3, 'Corporate', { signal: 55, security: `${PSK} 802.1X` }),
    pointOf(4, 'two\nlines', { signal: 54, security: PSK }),
    pointOf(5, 'Café 😀', { signal: 40, security: '', password: null }),
    pointOf(6, 'Cellar', { signal: 30, security: PSK, isHidden: true }),
  ];
  return { ...sample, points, wifiHardware: 'missing', devices: sample.devices.slice(0, 2) };
}

const ADDRESS = 'DigiPlayer address eth0 0a1b2c3d';
const byUuid = ['uuid', WIRED];
const joining = (place: string, device: string): readonly string[] => [
  ...['--wait', '5', 'device', 'wifi', 'connect', place, 'ifname', device],
  ...['name', 'DigiPlayer 43 1'],
];
const fixed = [
  'ipv4.method',
  'manual',
  'ipv4.addresses',
  '10.0.0.5/24',
  'ipv4.gateway',
  '10.0.0.1',
  'ipv4.dns',
  '9.9.9.9,1.1.1.1',
];
const given = ['ipv4.method', 'auto', 'ipv4.addresses', '', 'ipv4.gateway', '', 'ipv4.dns', ''];

/** All that the player asks, in an order in which it could. */
const questions: readonly (readonly string[])[] = [
  ['-t', '-f', 'WIFI-HW,WIFI,CONNECTIVITY', 'general', 'status'],
  ['-t', '-f', 'DEVICE,TYPE,STATE,CON-UUID', 'device', 'status'],
  ['-t', '-f', 'IN-USE,BSSID,SIGNAL,SECURITY,SSID-HEX', 'device', 'wifi', 'list', '--rescan', 'no'],
  ['networking', 'connectivity', 'check'],
  ['-t', '-f', 'IP4.ADDRESS,IP4.GATEWAY,IP4.DNS', 'device', 'show', 'eth0'],
  ['-t', '-f', 'IP4.ADDRESS,IP4.GATEWAY,IP4.DNS', 'device', 'show', 'wlan0'],
  ['-g', 'ipv4.method', 'connection', 'show', ...byUuid],
  ['-t', '-f', 'UUID,NAME', 'connection', 'show'],
  ['connection', 'clone', '--temporary', ...byUuid, ADDRESS],
  ['connection', 'modify', '--temporary', 'id', ADDRESS, ...fixed, 'connection.autoconnect', 'no'],
  ['connection', 'modify', '--temporary', 'id', ADDRESS, ...given, 'connection.autoconnect', 'no'],
  ['connection', 'modify', 'id', ADDRESS, 'connection.autoconnect', 'yes'],
  ['-t', '-f', 'UUID,NAME', 'connection', 'show'],
  ['--wait', '10', 'connection', 'up', 'id', ADDRESS, 'ifname', 'eth0'],
  ['--wait', '0', 'connection', 'up', ...byUuid, 'ifname', 'eth0'],
  ['connection', 'delete', 'id', ADDRESS],
  ['connection', 'delete', 'id', ADDRESS],
  ['connection', 'add', 'save', 'no', 'type', 'ethernet', 'ifname', 'eth0', 'con-name', ADDRESS],
  ['radio', 'wifi', 'on'],
  ['--ask', ...joining('Cellar', 'wlan0'), 'hidden', 'yes'],
  ['--ask', ...joining('00:23:F8:7E:09:09', 'wlan0')],
  joining('00:23:F8:7E:00:02', 'eth0'),
  joining('00:23:F8:7E:00:02', 'wlan0'),
  ['--wait', '5', 'connection', 'up', 'id', 'nobody', 'ifname', 'eth0'],
  ['-t', '-f', 'SIGNAL,STRENGTH', 'device', 'wifi', 'list', '--rescan', 'no'],
  ['-t', '-f', 'NOBODY', 'device', 'status'],
];

/** What differs from one run to the next. */
const steady = ({ code, text, complaint }: Said): Said => ({
  code,
  text: text
    .replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'UUID')
    .replaceAll(/ActiveConnection\/\w+/g, 'ActiveConnection/N'),
  complaint: complaint.trim(),
});

describe.skipIf(typeof found === 'string')('the fake nmcli', () => {
  const real = found as RealNmcli;
  let manager: PretendedManager | null = null;

  beforeAll(async () => {
    manager = await real.manager(network());
  }, 60_000);
  afterAll(() => {
    manager?.stop();
    real.remove();
  });

  it('says what the real one says, and ends as it does, whatever the player asks', ({ skip }) => {
    if (manager === null) return skip('there is no bus');
    const fake = makeFakeNmcli(network());
    for (const args of questions) {
      manager.letChange();
      const input = args[0] === '--ask' ? `${PASSWORD}\n` : '';
      const { status, stdout, stderr } = spawnSync(join(fake.folder, 'nmcli'), args, {
        encoding: 'utf8',
        input,
      });
      const said = { code: status, text: stdout, complaint: stderr };
      expect.soft(steady(said), args.join(' ')).toEqual(steady(real.ask(args, input)));
    }
    console.log(`nmcli: ${String(questions.length)} questions, answered alike by ${real.version}`);
  });

  it('stands for one that takes the password as it is typed from what it reads, and not from its arguments', ({
    skip,
  }) => {
    if (manager === null) return skip('there is no bus');
    const args = [
      '--ask',
      '--wait',
      '5',
      'device',
      'wifi',
      'connect',
      '00:23:F8:7E:00:01',
      'ifname',
      'wlan0',
      'name',
      'DigiPlayer 4F 1',
    ];
    const { text } = real.ask(args, `${PASSWORD}\n`);
    expect(text).toMatch(/^Password: \*+\n/);
    expect(text).not.toContain('secret');
    const asked = manager
      .asked()
      .split('\n')
      .filter((line) => line.includes('AddAndActivateConnection {'));
    expect(asked.at(-1)).toContain(PASSWORD);
  });

  it('does nothing that the help of the real one does not know', () => {
    const help = (...words: string[]): string =>
      real.ask([...words, '--help']).complaint.replaceAll(/\s+/g, ' ');
    for (const option of [
      '--ask',
      '--wait <seconds>',
      '--terse',
      '--fields <field,...>',
      '--get-values <field,...>',
    ])
      expect(help(), option).toContain(option);
    const wifi = help('device', 'wifi');
    for (const words of [
      'list [ifname <ifname>]',
      '[--rescan yes|no|auto]',
      'connect <(B)SSID>',
      '[name <name>]',
      '[hidden yes|no]',
      'rescan [ifname <ifname>] [[ssid <SSID to scan>] ...]',
    ])
      expect(wifi, words).toContain(words);
    const connection = help('connection');
    for (const words of [
      'show [--active]',
      'up [[id | uuid | path] <ID>] [ifname <ifname>]',
      'modify [--temporary] [id | uuid | path] <ID>',
      'clone [--temporary] [id | uuid | path ] <ID> <new name>',
      'delete [id | uuid | path] <ID>',
    ])
      expect(connection, words).toContain(words);
    expect(help('connection', 'add')).toContain('[save yes|no]');
    expect(help('networking')).toContain('connectivity');
    expect(help('radio', 'wifi')).toContain('ARGUMENTS := [on | off]');
  });

  it('stands for a NetworkManager that knows each action which the rule of a kiosk permits', () => {
    const rule = readFileSync('build/linux/polkit/digiplayer-network.rules', 'utf8');
    const actions = [...rule.matchAll(/"(org\.freedesktop\.NetworkManager\.[\w.-]+)"/g)].map(
      ([, action = '']) => action,
    );
    expect(actions.length).toBeGreaterThan(3);
    for (const action of actions) expect(real.policy).toContain(`<action id="${action}">`);
  });
});
