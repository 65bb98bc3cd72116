import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type { Log } from '../../src/platform/logging/log.ts';
import { createKeyValueStore, type KeyValueStore } from '../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../src/platform/store/open-database.ts';
import { createNetworkControl, type NetworkControl } from '../../src/player/network-control.ts';
import { answerBridge, type BridgeHandlers } from '../../src/shared/answer-bridge.ts';
import { createSystemClock, type Clock } from '../../src/shared/clock.ts';
import type { NetworkAnswers, networkRequests } from '../../src/shared/network.ts';
import type { Result } from '../../src/shared/result.ts';
import { createFakeClock } from '../support/fakes/fake-clock.ts';
import type { FakeFault } from '../support/network/fake-network.types.ts';
import {
  hexOf,
  makeFakeNmcli,
  pointOf,
  sampleNetwork,
  WIRED,
  type FakeNmcli,
} from '../support/network/fake-nmcli.ts';

/*
 * What the screen asks of its machine's network, over an nmcli that is a process of its own. tests/network holds that one
 * against the real one.
 */

type Name = keyof typeof networkRequests;
type Ask = <N extends Name>(
  name: N,
  input: z.input<(typeof networkRequests)[N]>,
) => Promise<Result<NetworkAnswers[N]>>;

/** What people are told it takes at most, five times over: other tests run beside this one. */
const LIST_MS = 5 * 5_000;
const JOIN_MS = 5 * 15_000;
const PASSWORD = 'open sesame';

/** In which the waits of a search go by soon, and the time that a program may take does not. */
const hasty: Clock = ((clock) => ({
  ...clock,
  after: (ms: number, action: () => void) => clock.after(ms <= 3_000 ? ms / 100 : ms, action),
}))(createSystemClock());

interface SetUp {
  readonly nmcli: FakeNmcli;
  readonly control: NetworkControl;
  readonly keyValues: KeyValueStore;
  readonly ask: Ask;
  readonly logged: () => string;
}

interface Circumstances {
  readonly nmcli?: FakeNmcli;
  readonly clock?: Clock;
  readonly keyValues?: KeyValueStore;
  readonly gatewayAnswers?: boolean;
  readonly platform?: NodeJS.Platform;
  readonly path?: string;
}

function setUp({ nmcli = makeFakeNmcli(), ...given }: Circumstances = {}): SetUp {
  const lines: string[] = [];
  const note = (message: string, facts?: unknown): void => {
    lines.push(`${message} ${JSON.stringify(facts ?? {})}`);
  };
  const log: Log = { error: note, warn: note, info: note, debug: note };
  const keyValues = given.keyValues ?? createKeyValueStore(openDatabase(':memory:'));
  const control = createNetworkControl({
    environment: { PATH: given.path ?? nmcli.folder },
    platform: given.platform ?? 'linux',
    keyValues,
    clock: given.clock ?? hasty,
    log,
    isInReach: () => Promise.resolve(given.gatewayAnswers ?? true),
  });
  const answer = answerBridge(control.requests as unknown as BridgeHandlers, (request, description) => {
    throw new Error(`${request}: ${description}`);
  });
  return { nmcli, control, keyValues, logged: () => lines.join('\n'), ask: answer as unknown as Ask };
}

function breakAt(start: string, fault: FakeFault): FakeNmcli {
  const nmcli = makeFakeNmcli();
  nmcli.change(({ faults }) => {
    faults[start] = fault;
  });
  return nmcli;
}

const office = { ssid: hexOf('Office'), password: PASSWORD, isHidden: false };
const ownProfiles = (nmcli: FakeNmcli): string[] =>
  nmcli.network().profiles.flatMap(({ name }) => (name.startsWith('DigiPlayer') ? [name] : []));
const profileOn = (nmcli: FakeNmcli, device: string): string | null => {
  const { devices, profiles } = nmcli.network();
  const uuid = devices.find((one) => one.device === device)?.uuid;
  return profiles.find((one) => one.uuid === uuid)?.name ?? null;
};

describe('the network of the machine', () => {
  it('is told with its addresses and what Wi-Fi there is', async () => {
    expect(await setUp().ask('read-network', {})).toEqual({
      ok: true,
      value: {
        wifi: 'ready',
        connectivity: 'full',
        links: [
          {
            device: 'eth0',
            kind: 'wired',
            isConnected: true,
            isFixed: false,
            address: {
              address: '192.168.0.50',
              prefix: 24,
              gateway: '192.168.0.1',
              dns: ['9.9.9.9', '1.1.1.1'],
            },
          },
          { device: 'wlan0', kind: 'wifi', isConnected: false, isFixed: null, address: null },
        ],
      },
    });
  });

  it.each([
    ['off', { wifi: 'disabled' }],
    ['blocked', { wifiHardware: 'disabled', wifi: 'disabled' }],
    ['no-adapter', { devices: sampleNetwork().devices.slice(0, 1) }],
    // Of a machine on which nobody ever looked for one.
    ['ready', { wifiHardware: 'missing' }],
  ] as const)('says that its Wi-Fi is %s', async (wifi, change) => {
    const nmcli = makeFakeNmcli({ ...sampleNetwork(), ...structuredClone(change) });
    expect(await setUp({ nmcli }).ask('read-network', {})).toMatchObject({ value: { wifi } });
  });

  it('can be turned on where it is off', async () => {
    const { nmcli, ask } = setUp({ nmcli: makeFakeNmcli({ ...sampleNetwork(), wifi: 'disabled' }) });
    expect(await ask('turn-wifi-on', {})).toMatchObject({ ok: true });
    expect(nmcli.network().wifi).toBe('enabled');
  });

  it.each([
    ['there is no nmcli', { path: '/nonexistent' }],
    ['the system is another one', { platform: 'win32' as const }],
  ])('cannot be asked where %s, which is said at once', async (_, circumstances) => {
    const { nmcli, ask } = setUp(circumstances);
    for (const [name, input] of [
      ['read-network', {}],
      ['list-wifi', { rescan: false }],
      ['join-wifi', office],
      ['try-address', { device: 'eth0', address: null }],
    ] as const)
      expect(await ask(name, input as never)).toMatchObject({ error: { code: 'network-unmanaged' } });
    expect(nmcli.asked()).toEqual([]);
  });

  it('cannot be asked where NetworkManager does not run', async () => {
    const nmcli = makeFakeNmcli({ ...sampleNetwork(), isRunning: false });
    expect(await setUp({ nmcli }).ask('read-network', {})).toMatchObject({
      error: { code: 'network-unmanaged' },
    });
  });

  it.each([
    ['garbage', { ok: true }],
    ['floods', { ok: true }],
    ['fails', { error: { code: 'network-failed', params: { reason: 'something [31mbroke.' } } }],
    ['refused', { error: { code: 'network-not-permitted' } }],
  ] as const)('is no fault of the player where nmcli %s', async (fault, answer) => {
    const started = performance.now();
    const { ask } = setUp({ nmcli: breakAt('device wifi list', fault) });
    const listed = await ask('list-wifi', { rescan: false });
    expect(listed).toMatchObject(answer);
    if (listed.ok) expect(listed.value.length).toBeLessThanOrEqual(1);
    expect(performance.now() - started).toBeLessThan(LIST_MS);
  });

  it('gives up an nmcli that hangs, with all that it started', async () => {
    const clock = createFakeClock();
    const { ask, nmcli } = setUp({ nmcli: breakAt('general', 'hangs'), clock });
    const answer = ask('read-network', {});
    await vi.waitFor(() => {
      expect(nmcli.asked()).toHaveLength(1);
    }, 10_000);
    await clock.advance(4_000);
    expect(await answer).toMatchObject({ error: { code: 'network-silent' } });
    await vi.waitFor(() => {
      expect(spawnSync('pgrep', ['-f', nmcli.folder], { encoding: 'utf8' }).stdout).toBe('');
    }, 10_000);
  });
});

describe('the Wi-Fi networks in reach', () => {
  it('are there within 5 s, once each, the strongest first, and those that hide their name are not', async () => {
    const started = performance.now();
    const listed = await setUp().ask('list-wifi', { rescan: true });
    expect(performance.now() - started).toBeLessThan(LIST_MS);
    expect(listed).toMatchObject({
      value: [
        { name: 'Office', strength: 82, security: 'password', isInUse: false },
        { name: 'Guests', strength: 61, security: 'open' },
        { name: 'Corporate', strength: 55, security: 'enterprise' },
      ],
    });
  });

  it('are the same whatever bytes they are called, and hundreds of them are there as soon', async () => {
    const names = ['a:b\\c', 'two\nlines', '😀', 'شبكة', '--help', '$(reboot)', "'", ' '.repeat(32)];
    const crowd = Array.from({ length: 600 }, (_, place) =>
      pointOf(100 + place, `Crowd ${String(place % 180)}`, { signal: 10 }),
    );
    const points = names.map((name, place) => pointOf(place, name, { signal: 90 - place }));
    const started = performance.now();
    const listed = await setUp({
      nmcli: makeFakeNmcli({ ...sampleNetwork(), points: [...points, ...crowd] }),
    }).ask('list-wifi', { rescan: false });
    expect(performance.now() - started).toBeLessThan(LIST_MS);
    if (!listed.ok) throw new Error(listed.error.message);
    expect(listed.value.slice(0, 8).map(({ ssid }) => ssid)).toEqual(names.map(hexOf));
    expect(listed.value.map(({ name }) => name).join('')).not.toMatch(/\p{Cc}/u);
    expect(listed.value.length).toBeGreaterThan(180);
  });
});

describe('a network that is chosen', () => {
  it('is joined within 15 s; its password stands in no argument and in no log', async () => {
    const started = performance.now();
    const { nmcli, ask, logged } = setUp();
    expect(await ask('join-wifi', office)).toEqual({ ok: true, value: { connectivity: 'full' } });
    expect(performance.now() - started).toBeLessThan(JOIN_MS);
    expect(profileOn(nmcli, 'wlan0')).toMatch(/^DigiPlayer 4F6666696365 [\da-f]{8}$/);
    // The stronger one of the two.
    expect(nmcli.asked().find((args) => args.includes('connect'))).toContain('00:23:F8:7E:00:01');
    expect(JSON.stringify(nmcli.asked())).not.toContain(PASSWORD);
    expect(logged()).not.toContain(PASSWORD);
    expect(logged()).toContain('Office');
  });

  it('is told to have a page before it that wants a sign-in', async () => {
    const { ask } = setUp({ nmcli: makeFakeNmcli({ ...sampleNetwork(), connectivity: 'portal' }) });
    expect(await ask('join-wifi', { ssid: hexOf('Guests'), password: null, isHidden: false })).toMatchObject({
      value: { connectivity: 'portal' },
    });
  });

  it.each([
    ['has another password', { ...office, password: 'wrong one' }, 'wifi-wrong-password'],
    ['asks for a password', { ...office, password: null }, 'wifi-needs-password'],
    ['asks for more', { ...office, ssid: hexOf('Corporate') }, 'wifi-enterprise'],
    ['is not there', { ...office, ssid: hexOf('Elsewhere') }, 'wifi-not-found'],
    ['is hidden and not there', { ...office, ssid: hexOf('Attic'), isHidden: true }, 'wifi-not-found'],
    ['is hidden and no text', { ...office, ssid: 'FFFE', isHidden: true }, 'wifi-not-found'],
  ])('that %s is not joined, and the one before is back', async (_, choice, code) => {
    const nmcli = makeFakeNmcli();
    const { ask } = setUp({ nmcli });
    await ask('join-wifi', { ssid: hexOf('Guests'), password: null, isHidden: false });
    const before = profileOn(nmcli, 'wlan0');
    expect(await ask('join-wifi', choice)).toMatchObject({ error: { code } });
    expect(profileOn(nmcli, 'wlan0')).toBe(before);
    expect(ownProfiles(nmcli)).toEqual([before]);
  });

  it('with no address to give is not joined', async () => {
    const { nmcli, ask } = setUp({ nmcli: breakAt('device wifi connect', 'no-address') });
    expect(await ask('join-wifi', office)).toMatchObject({ error: { code: 'network-no-address' } });
    expect(ownProfiles(nmcli)).toEqual([]);
  });

  it('that does not answer in time is given up after 15 s', async () => {
    const clock = createFakeClock();
    const { nmcli, ask } = setUp({ nmcli: breakAt('device wifi connect', 'hangs'), clock });
    const answer = ask('join-wifi', office);
    await vi.waitFor(() => {
      expect(nmcli.asked().some((args) => args.includes('connect'))).toBe(true);
    }, 10_000);
    await clock.advance(15_000);
    expect(await answer).toMatchObject({ error: { code: 'wifi-too-slow' } });
  });

  it('that hides its name is called by it', async () => {
    const { nmcli, ask } = setUp();
    expect(
      await ask('join-wifi', { ssid: hexOf('Cellar'), password: PASSWORD, isHidden: true }),
    ).toMatchObject({
      ok: true,
    });
    expect(profileOn(nmcli, 'wlan0')).toContain(hexOf('Cellar'));
  });

  it('leaves one profile of the player, whatever was tried before', async () => {
    const { nmcli, ask } = setUp();
    await ask('join-wifi', office);
    await ask('join-wifi', { ...office, password: 'wrong one' });
    await ask('join-wifi', office);
    expect(ownProfiles(nmcli)).toHaveLength(1);
    expect(profileOn(nmcli, 'eth0'), 'the cable is nobody’s business').toBe('Wired: one');
  });

  it.each([
    ['a line end in the password', { ...office, password: 'open sesame\nyes' }],
    ['an empty password', { ...office, password: '' }],
    ['a name of 33 bytes', { ...office, ssid: '41'.repeat(33) }],
    ['a name that is no hexadecimal number', { ...office, ssid: 'Office' }],
  ])('is not asked for with %s', async (_, choice) => {
    const { nmcli, ask } = setUp();
    expect(await ask('join-wifi', choice)).toMatchObject({ error: { code: 'invalid-input' } });
    expect(nmcli.asked()).toEqual([]);
  });
});

const fixed = { address: '10.0.0.5', prefix: 24, gateway: '10.0.0.1', dns: ['9.9.9.9'] };

describe('an address that is fixed', () => {
  const addressOf = async (ask: Ask, device = 'eth0'): Promise<unknown> => {
    const read = await ask('read-network', {});
    return read.ok
      ? read.value.links.find((link) => link.device === device)?.address?.address
      : read.error.code;
  };

  it('is tried at once, and the old one is back after 15 s where nobody keeps it', async () => {
    const clock = createFakeClock();
    const { nmcli, ask, keyValues } = setUp({ clock });
    const until = new Date(clock.now() + 15_000).toISOString();
    expect(await ask('try-address', { device: 'eth0', address: fixed })).toEqual({
      ok: true,
      value: { until },
    });
    expect(await addressOf(ask)).toBe('10.0.0.5');
    expect(
      nmcli.network().profiles.filter(({ isSaved }) => !isSaved),
      'a power cut ends it',
    ).toHaveLength(1);
    expect(await ask('join-wifi', office), 'one at a time').toMatchObject({
      error: { code: 'network-busy' },
    });
    await clock.advance(15_000);
    await vi.waitFor(async () => {
      expect(keyValues.get('address-trial')).toBeNull();
      expect(await addressOf(ask)).toBe('192.168.0.50');
    }, 20_000);
    expect(ownProfiles(nmcli)).toEqual([]);
    expect(await ask('keep-address', {})).toMatchObject({ error: { code: 'address-not-kept' } });
  });

  it('stays when it is kept, and goes back to what the network gives in the same way', async () => {
    const { nmcli, ask } = setUp({ clock: createFakeClock() });
    await ask('try-address', { device: 'eth0', address: fixed });
    expect(await ask('keep-address', {})).toMatchObject({ ok: true });
    const kept = nmcli.network().profiles.filter(({ name }) => name.startsWith('DigiPlayer'));
    expect(kept).toMatchObject([{ isSaved: true, properties: { 'connection.autoconnect': 'yes' } }]);
    expect(
      nmcli.network().profiles.some(({ uuid }) => uuid === WIRED),
      'the one before stays',
    ).toBe(true);
    await ask('try-address', { device: 'eth0', address: null });
    expect(await ask('keep-address', {})).toMatchObject({ ok: true });
    expect(await addressOf(ask)).toBe('192.168.0.50');
    expect(ownProfiles(nmcli)).toHaveLength(1);
  });

  it('is taken back at once where its gateway is not there, and by a person', async () => {
    const silent = setUp({ gatewayAnswers: false });
    expect(await silent.ask('try-address', { device: 'eth0', address: fixed })).toMatchObject({
      error: { code: 'gateway-silent' },
    });
    expect(await addressOf(silent.ask)).toBe('192.168.0.50');
    const { ask, nmcli } = setUp({ clock: createFakeClock() });
    await ask('try-address', { device: 'eth0', address: fixed });
    expect(await ask('undo-address', {})).toMatchObject({ ok: true });
    expect(await addressOf(ask)).toBe('192.168.0.50');
    expect(ownProfiles(nmcli)).toEqual([]);
  });

  it.each(['connection clone', 'connection modify', 'connection up id'])(
    'leaves everything as it was where %s is refused',
    async (start) => {
      const { ask, nmcli } = setUp({ nmcli: breakAt(start, 'refused') });
      expect(await ask('try-address', { device: 'eth0', address: fixed })).toMatchObject({
        error: { code: 'network-not-permitted' },
      });
      expect(await addressOf(ask)).toBe('192.168.0.50');
      expect(ownProfiles(nmcli)).toEqual([]);
    },
  );

  it('is taken back by the next start of a player that was killed meanwhile, and by one that stops', async () => {
    const clock = createFakeClock();
    const killed = setUp({ clock });
    await killed.ask('try-address', { device: 'eth0', address: fixed });
    const { nmcli, keyValues } = killed;
    const next = setUp({ nmcli, keyValues });
    await next.control.start();
    expect(await addressOf(next.ask)).toBe('192.168.0.50');
    expect(ownProfiles(nmcli)).toEqual([]);
    await killed.ask('undo-address', {});
    const stopped = setUp();
    await stopped.ask('try-address', { device: 'eth0', address: fixed });
    await stopped.control.stop();
    await vi.waitFor(async () => {
      expect(await addressOf(stopped.ask)).toBe('192.168.0.50');
    }, 20_000);
  });

  it('is given to a cable on which nothing gives one, and not to an antenna that is joined to nothing', async () => {
    const network = sampleNetwork();
    for (const device of network.devices) device.uuid = null;
    const { ask, nmcli } = setUp({ nmcli: makeFakeNmcli(network), clock: createFakeClock() });
    expect(await ask('try-address', { device: 'wlan0', address: fixed })).toMatchObject({
      error: { code: 'network-gone' },
    });
    expect(await ask('try-address', { device: 'eth0', address: fixed })).toMatchObject({ ok: true });
    expect(await addressOf(ask)).toBe('10.0.0.5');
    await ask('undo-address', {});
    expect(profileOn(nmcli, 'eth0')).toBeNull();
  });

  it.each([
    { ...fixed, address: '10.0.0.0' },
    { ...fixed, gateway: '192.168.0.1' },
    { ...fixed, prefix: 33 },
    { ...fixed, dns: ['9.9.9.9; reboot'] },
  ])('%j never reaches the machine', async (address) => {
    const { nmcli, ask } = setUp();
    expect(await ask('try-address', { device: 'eth0', address })).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(await ask('try-address', { device: '--help x', address: fixed })).toMatchObject({ ok: false });
    expect(nmcli.asked()).toEqual([]);
  });
});

it('nobody who lists the processes sees a password', async () => {
  // Held here against the source, since a process is too short to be caught in the list.
  const source = readFileSync(
    join(import.meta.dirname, '../../src/platform/machine/network/wifi-join.ts'),
    'utf8',
  );
  expect(source).not.toMatch(/'password',/);
  const { nmcli, ask } = setUp();
  await ask('join-wifi', office);
  const [connect = []] = nmcli.asked().filter((args) => args.includes('connect'));
  expect(connect.slice(0, 1)).toEqual(['--ask']);
});
