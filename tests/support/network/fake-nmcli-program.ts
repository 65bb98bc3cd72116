import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { FakeDevice, FakeNetwork, FakePoint, FakeProfile } from './fake-network.types.ts';

/*
 * nmcli as far as the player knows it, over a network that lies in a file. tests/network holds what it says, and what it takes,
 * against the real one.
 */

const [stateFile = '', noteFile = '', ...given] = process.argv.slice(2);
const network = JSON.parse(readFileSync(stateFile, 'utf8')) as FakeNetwork;

function save(): void {
  // Others read meanwhile.
  writeFileSync(`${stateFile}.${String(process.pid)}`, JSON.stringify(network));
  renameSync(`${stateFile}.${String(process.pid)}`, stateFile);
}

function end(code: number, said = '', complaint = ''): never {
  process.stdout.write(said);
  process.stderr.write(complaint === '' ? '' : `${complaint}\n`);
  process.exit(code);
}

/** As the real one escapes what stands in a column. */
const row = (...fields: readonly string[]): string =>
  `${fields.map((field) => field.replaceAll(/[\\:]/g, (letter) => `\\${letter}`)).join(':')}\n`;

interface Options {
  fields: string;
  isTerse: boolean;
  asks: boolean;
}

function readOptions(): { readonly options: Options; readonly command: readonly string[] } {
  const options: Options = { fields: '', isTerse: false, asks: false };
  let at = 0;
  for (; given[at]?.startsWith('-') === true; at += 1) {
    const option = given[at];
    if (option === '-t') options.isTerse = true;
    else if (option === '--ask') options.asks = true;
    else if (option === '-f' || option === '-g') options.fields = given[(at += 1)] ?? '';
    else if (option === '--wait') at += 1;
    else end(2, '', `Error: Option '${option ?? ''}' is unknown, try 'nmcli -help'.`);
  }
  return { options, command: given.slice(at) };
}

const { options, command } = readOptions();
const line = command.join(' ');

/** The rows of `values`, in the columns that were asked for. */
function columns(
  what: string,
  values: readonly Readonly<Record<string, string>>[],
  allowed: readonly string[],
): string {
  const names = options.fields.split(',');
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown !== undefined)
    end(2, '', `Error: '${what}': invalid field '${unknown}'; allowed fields: ${allowed.join(',')}`);
  return values.map((value) => row(...names.map((name) => value[name] ?? ''))).join('');
}

function misbehave(): void {
  const [, fault] = Object.entries(network.faults).find(([start]) => line.startsWith(start)) ?? [];
  if (fault === 'refused') end(1, '', 'Error: Insufficient privileges.');
  if (fault === 'fails') end(1, '', 'Error: something \u001b[31mbroke.');
  if (fault === 'garbage') end(0, `\u0000\ufffd:::\\\n*:1:2\n${'x:'.repeat(50)}\n\\`);
  if (fault === 'no-address')
    end(
      4,
      '',
      'Error: Connection activation failed: IP configuration could not be reserved (no available address, timeout, etc.).',
    );
  if (fault === 'floods') {
    process.stdout.write(' :00\\:11\\:22\\:33\\:44\\:55:50:WPA2:4142\n'.repeat(270_000), () =>
      process.exit(0),
    );
  }
  if (fault === 'hangs') {
    spawn('/bin/sleep', ['600'], { stdio: 'inherit' });
  }
  if (fault === 'hangs' || fault === 'floods') throw new Error('It goes on elsewhere.');
}

const profileOf = (uuid: string | null): FakeProfile | undefined =>
  network.profiles.find((profile) => profile.uuid === uuid);

function named([kind = '', which = '']: readonly string[]): FakeProfile {
  const found = network.profiles.find((one) => (kind === 'id' ? one.name : one.uuid) === which);
  return found ?? end(10, '', `Error: unknown connection '${which}'.`);
}

function addProfile(name: string, type: string, more: Partial<FakeProfile> = {}): FakeProfile {
  const profile: FakeProfile = {
    uuid: crypto.randomUUID(),
    name,
    type,
    ssid: null,
    password: null,
    isSaved: false,
    properties: {},
    ...more,
  };
  network.profiles.push(profile);
  return profile;
}

function activate(profile: FakeProfile, device: FakeDevice): void {
  device.uuid = profile.uuid;
  save();
}

function shownAddress({ uuid }: FakeDevice): string {
  const properties = profileOf(uuid)?.properties;
  if (properties === undefined) return '';
  const isFixed = properties['ipv4.method'] === 'manual';
  const address = isFixed ? properties['ipv4.addresses'] : '192.168.0.50/24';
  const gateway = isFixed ? properties['ipv4.gateway'] : network.gateway;
  const dns = (isFixed ? (properties['ipv4.dns'] ?? '') : '9.9.9.9,1.1.1.1').split(',').filter(Boolean);
  return [
    `IP4.ADDRESS[1]:${address ?? ''}\n`,
    `IP4.GATEWAY:${gateway ?? ''}\n`,
    ...dns.map((one, index) => `IP4.DNS[${String(index + 1)}]:${one}\n`),
  ].join('');
}

/** What the readline of the real one shows of a secret that it was given. */
function ask(): string {
  process.stdout.write('Password: ');
  const [answer] = readFileSync(0, 'utf8').split('\n');
  if (answer === undefined || answer === '') end(1);
  process.stdout.write(`${'*'.repeat(answer.length)}\n`);
  return answer;
}

function join(target: string, more: readonly string[]): never {
  const word = (name: string): string => more[more.indexOf(name) + 1] ?? '';
  const device = network.devices.find((one) => one.device === word('ifname') && one.type === 'wifi');
  if (device === undefined) end(1, '', `Error: Device '${word('ifname')}' is not a Wi-Fi device.`);
  const isBssid = /^(?:[\dA-F]{2}:){5}[\dA-F]{2}$/.test(target);
  const hex = Buffer.from(target).toString('hex').toUpperCase();
  const point = network.points.find(
    (one) => !one.isHidden && (isBssid ? one.bssid : one.ssid) === (isBssid ? target : hex),
  );
  if (point === undefined)
    end(10, '', `Error: No ${isBssid ? 'access point with BSSID' : 'network with SSID'} '${target}' found.`);
  const password = point.security !== '' && options.asks ? ask() : null;
  const profile = addProfile(word('name'), '802-11-wireless', { ssid: point.ssid, password, isSaved: true });
  device.uuid = null;
  save();
  letIn(point, password);
  activate(profile, device);
  end(0, `\u001b[2K\rDevice '${device.device}' successfully activated with '${profile.uuid}'.\n`);
}

function letIn({ password: wanted }: FakePoint, password: string | null): void {
  if (wanted === password) return;
  end(4, '', 'Error: Connection activation failed: Secrets were required, but not provided.');
}

function connection([action = '', ...words]: readonly string[]): never {
  const isTemporary = words.includes('--temporary');
  const rest = words.filter((word) => word !== '--temporary');
  switch (action) {
    case 'show': {
      if (rest.length > 0) end(0, `${named(rest).properties[options.fields] ?? 'auto'}\n`);
      const rows = network.profiles.map(({ uuid, name }) => ({ UUID: uuid, NAME: name }));
      return end(0, columns('connection', rows, ['NAME', 'UUID', 'TYPE', 'DEVICE', 'STATE']));
    }
    case 'clone': {
      const from = named(rest);
      const copy = addProfile(rest[2] ?? '', from.type, {
        ...structuredClone(from),
        uuid: crypto.randomUUID(),
        name: rest[2] ?? '',
        isSaved: !isTemporary,
      });
      save();
      return end(0, `${from.name} (${from.uuid}) cloned as ${copy.name} (${copy.uuid}).\n`);
    }
    case 'add': {
      const name = rest[rest.indexOf('con-name') + 1] ?? '';
      const made = addProfile(name, '802-3-ethernet');
      save();
      return end(0, `Connection '${name}' (${made.uuid}) successfully added.\n`);
    }
    case 'modify': {
      const profile = named(rest);
      for (let at = 2; at < rest.length; at += 2) profile.properties[rest[at] ?? ''] = rest[at + 1] ?? '';
      profile.isSaved = !isTemporary;
      save();
      return end(0);
    }
    case 'up': {
      const profile = named(rest);
      const kind = profile.type === '802-11-wireless' ? 'wifi' : 'ethernet';
      const device = network.devices.find(({ device: name, type }) => name === rest[3] && type === kind);
      if (device === undefined) end(4, '', 'Error: Connection activation failed: No suitable device found.');
      activate(profile, device);
      return end(
        0,
        'Connection successfully activated (D-Bus active path: /org/freedesktop/NetworkManager/ActiveConnection/7)\n',
      );
    }
    case 'delete': {
      const [, which = ''] = rest;
      const found = network.profiles.find(({ name }) => name === which);
      if (found === undefined)
        end(
          10,
          '',
          `Error: unknown connection '${which}'.\nError: cannot delete unknown connection(s): id '${which}'.`,
        );
      network.profiles = network.profiles.filter((one) => one !== found);
      for (const device of network.devices) if (device.uuid === found.uuid) device.uuid = null;
      save();
      return end(0, `Connection '${found.name}' (${found.uuid}) successfully deleted.\n`);
    }
    default:
      return end(2, '', `Error: argument '${action}' not understood. Try passing --help instead.`);
  }
}

function device([action = '', ...rest]: readonly string[]): never {
  if (action === 'status') {
    const rows = network.devices.map(({ device: name, type, idle, uuid }) => ({
      DEVICE: name,
      TYPE: type,
      STATE: uuid === null ? idle : 'connected',
      'CON-UUID': uuid ?? '',
    }));
    const allowed = [
      'DEVICE',
      'TYPE',
      'STATE',
      'IP4-CONNECTIVITY',
      'IP6-CONNECTIVITY',
      'DBUS-PATH',
      'CONNECTION',
      'CON-UUID',
      'CON-PATH',
    ];
    end(0, columns('device status', rows, allowed));
  }
  if (action === 'show') {
    const found = network.devices.find(({ device: name }) => name === rest[0]);
    if (found === undefined) end(10, '', `Error: Device '${rest[0] ?? ''}' not found.`);
    end(0, shownAddress(found));
  }
  if (action === 'wifi' && rest[0] === 'connect') join(rest[1] ?? '', rest.slice(2));
  if (action === 'wifi' && rest[0] === 'rescan') {
    const called = Buffer.from(rest[4] ?? '')
      .toString('hex')
      .toUpperCase();
    for (const point of network.points) if (point.ssid === called) point.isHidden = false;
    save();
    end(0);
  }
  if (action === 'wifi' && rest[0] === 'list') {
    const inUse = profileOf(network.devices.find(({ type }) => type === 'wifi')?.uuid ?? null)?.ssid;
    const points = network.points.toSorted((one, other) => other.signal - one.signal);
    const rows = points.map(({ bssid, ssid, signal, security, isHidden }) => ({
      'IN-USE': ssid === inUse ? '*' : ' ',
      BSSID: bssid,
      SIGNAL: String(signal),
      SECURITY: security,
      'SSID-HEX': isHidden ? '' : ssid,
    }));
    end(
      0,
      columns('device wifi', rows, [
        'NAME',
        'SSID',
        'SSID-HEX',
        'BSSID',
        'MODE',
        'CHAN',
        'FREQ',
        'RATE',
        'SIGNAL',
        'BARS',
        'SECURITY',
        'WPA-FLAGS',
        'RSN-FLAGS',
        'DEVICE',
        'ACTIVE',
        'IN-USE',
        'DBUS-PATH',
      ]),
    );
  }
  return end(2, '', `Error: argument '${action}' not understood. Try passing --help instead.`);
}

function run(): never {
  const [object = '', ...rest] = command;
  if (object === 'general') {
    const { wifiHardware, wifi, connectivity } = network;
    const values = { 'WIFI-HW': wifiHardware, WIFI: wifi, CONNECTIVITY: connectivity };
    end(
      0,
      columns(
        'general',
        [values],
        [
          'RUNNING',
          'VERSION',
          'STATE',
          'STARTUP',
          'CONNECTIVITY',
          'NETWORKING',
          'WIFI-HW',
          'WIFI',
          'WWAN-HW',
          'WWAN',
        ],
      ),
    );
  }
  if (line === 'networking connectivity check') end(0, `${network.connectivity}\n`);
  if (line === 'radio wifi on') {
    network.wifi = 'enabled';
    save();
    end(0);
  }
  if (object === 'device') return device(rest);
  if (object === 'connection') return connection(rest);
  return end(2, '', `Error: argument '${object}' not understood. Try passing --help instead.`);
}

appendFileSync(noteFile, `${JSON.stringify(given)}\n`);
if (!network.isRunning) end(8, '', 'Error: NetworkManager is not running.');
try {
  misbehave();
  run();
} catch (thrown) {
  if (!(thrown instanceof Error) || thrown.message !== 'It goes on elsewhere.') throw thrown;
}
