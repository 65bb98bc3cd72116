import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.ts';
import type { FakeNetwork, FakePoint } from './fake-network.types.ts';

export interface FakeNmcli {
  /** For `PATH`: nmcli, and nothing else but `sleep`. */
  readonly folder: string;
  readonly network: () => FakeNetwork;
  readonly change: (change: (network: FakeNetwork) => void) => void;
  /** The arguments of every call, in order. */
  readonly asked: () => readonly (readonly string[])[];
}

export const WIRED = '11111111-1111-4111-8111-111111111111';

/** The name as its bytes in hexadecimal digits. */
export const hexOf = (name: string): string => Buffer.from(name).toString('hex').toUpperCase();

/** An access point of the network `ssid` (text), the `place`th of all. */
export function pointOf(place: number, ssid: string, more: Partial<FakePoint> = {}): FakePoint {
  const last = place.toString(16).padStart(4, '0').toUpperCase();
  return {
    bssid: `00:23:F8:7E:${last.slice(0, 2)}:${last.slice(2)}`,
    ssid: hexOf(ssid),
    signal: 50,
    security: 'WPA2',
    password: 'open sesame',
    isHidden: false,
    ...more,
  };
}

/** A machine on a cable that has an antenna, joined to nothing, and a few networks around it. */
export function sampleNetwork(): FakeNetwork {
  return {
    isRunning: true,
    wifiHardware: 'enabled',
    wifi: 'enabled',
    connectivity: 'full',
    gateway: '192.168.0.1',
    devices: [
      { device: 'eth0', type: 'ethernet', idle: 'unavailable', uuid: WIRED },
      { device: 'wlan0', type: 'wifi', idle: 'disconnected', uuid: null },
      { device: 'lo', type: 'loopback', idle: 'unmanaged', uuid: null },
    ],
    points: [
      pointOf(1, 'Office', { signal: 82 }),
      pointOf(2, 'Office', { signal: 40 }),
      pointOf(3, 'Guests', { signal: 61, security: '', password: null }),
      pointOf(4, 'Corporate', { signal: 55, security: 'WPA2 802.1X' }),
      pointOf(5, 'Cellar', { isHidden: true, signal: 30 }),
    ],
    profiles: [
      {
        uuid: WIRED,
        name: 'Wired: one',
        type: '802-3-ethernet',
        ssid: null,
        password: null,
        isSaved: true,
        properties: {},
      },
    ],
    faults: {},
  };
}

/** nmcli over a network of its own, gone when the test has ended. */
export function makeFakeNmcli(network: FakeNetwork = sampleNetwork()): FakeNmcli {
  return putFakeNmcli(temporaryFolder(), network);
}

/** The same in a folder of somebody else's. */
export function putFakeNmcli(folder: string, network: FakeNetwork = sampleNetwork()): FakeNmcli {
  const state = join(folder, 'network.json');
  const note = join(folder, 'asked');
  const program = join(folder, 'program.mjs');
  // As plain JavaScript it starts several times as fast.
  const source = readFileSync(join(import.meta.dirname, 'fake-nmcli-program.ts'), 'utf8');
  writeFileSync(program, stripTypeScriptTypes(source));
  writeFileSync(state, JSON.stringify(network));
  writeFileSync(
    join(folder, 'nmcli'),
    `#!/bin/sh\nexec '${process.execPath}' '${program}' '${state}' '${note}' "$@"\n`,
  );
  chmodSync(join(folder, 'nmcli'), 0o755);
  symlinkSync('/bin/sleep', join(folder, 'sleep'));
  const read = (): FakeNetwork => JSON.parse(readFileSync(state, 'utf8')) as FakeNetwork;
  return {
    folder,
    network: read,
    change: (change) => {
      const now = read();
      change(now);
      writeFileSync(state, JSON.stringify(now));
    },
    asked: () =>
      existsSync(note)
        ? readFileSync(note, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as string[])
        : [],
  };
}
