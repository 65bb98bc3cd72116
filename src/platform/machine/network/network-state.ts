import type { Connectivity, NetworkLink, NetworkState, WifiState } from '../../../shared/network.ts';
import { ipv4Number, type FixedAddress } from '../../../shared/ipv4.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { AskNmcli, NetworkCode } from './nmcli.ts';
import { parseTerse } from './terse.ts';

/** A network device of the machine, as NetworkManager tells it. */
export interface NetworkDevice {
  readonly device: string;
  readonly kind: 'wired' | 'wifi';
  readonly isConnected: boolean;
  /** The profile by which it is connected, or on its way; null: none. */
  readonly profile: string | null;
}

const MOST_LINKS = 8;
const connectivities: readonly Connectivity[] = ['full', 'portal', 'limited', 'none'];
const kinds: Readonly<Record<string, NetworkDevice['kind']>> = { ethernet: 'wired', wifi: 'wifi' };

/** What the machine is connected by. */
export async function readNetwork(nmcli: AskNmcli): Promise<Result<NetworkState, NetworkCode>> {
  const general = await nmcli(['-t', '-f', 'WIFI-HW,WIFI,CONNECTIVITY', 'general', 'status']);
  if (!general.ok) return general;
  const devices = await readDevices(nmcli);
  if (!devices.ok) return devices;
  const [[hardware = '', radio = '', connectivity = ''] = []] = parseTerse(general.value, 3);
  const links = await Promise.all(devices.value.map((device) => linkOf(nmcli, device)));
  return ok({
    wifi: wifiStateOf(devices.value, hardware, radio),
    links,
    connectivity: connectivities.find((one) => one === connectivity) ?? 'unknown',
  });
}

/** The cables and antennas that NetworkManager looks after. */
export async function readDevices(nmcli: AskNmcli): Promise<Result<readonly NetworkDevice[], NetworkCode>> {
  const said = await nmcli(['-t', '-f', 'DEVICE,TYPE,STATE,CON-UUID', 'device', 'status']);
  if (!said.ok) return said;
  const devices = parseTerse(said.value, 4).flatMap(([device = '', type = '', state = '', uuid = '']) => {
    const kind = kinds[type];
    if (kind === undefined || !/^[\w.-]{1,15}$/.test(device) || state === 'unmanaged') return [];
    const isConnected = /^connected\b/.test(state);
    return [{ device, kind, isConnected, profile: uuid === '' || uuid === '--' ? null : uuid }];
  });
  return ok(devices.slice(0, MOST_LINKS));
}

/** Whether something is behind the network, asked anew. `unknown` where nobody can tell. */
export async function checkConnectivity(nmcli: AskNmcli): Promise<Connectivity> {
  const said = await nmcli(['networking', 'connectivity', 'check']);
  return connectivities.find((one) => said.ok && one === said.value.trim()) ?? 'unknown';
}

async function linkOf(
  nmcli: AskNmcli,
  { device, kind, isConnected, profile }: NetworkDevice,
): Promise<NetworkLink> {
  if (!isConnected || profile === null) return { device, kind, isConnected, isFixed: null, address: null };
  const [address, method] = await Promise.all([
    nmcli(['-t', '-f', 'IP4.ADDRESS,IP4.GATEWAY,IP4.DNS', 'device', 'show', device]),
    nmcli(['-g', 'ipv4.method', 'connection', 'show', 'uuid', profile]),
  ]);
  return {
    device,
    kind,
    isConnected,
    isFixed: method.ok ? method.value.trim() === 'manual' : null,
    address: address.ok ? readAddress(address.value) : null,
  };
}

/** What `device show` tells of an address; null: it has none. */
export function readAddress(text: string): FixedAddress | null {
  const rows = parseTerse(text, 2);
  const under = (name: string): readonly string[] =>
    rows.filter(([label = '']) => label.split('[')[0] === name).map(([, value = '']) => value);
  const [address = '', prefix = ''] = (under('IP4.ADDRESS')[0] ?? '').split('/');
  if (ipv4Number(address) === null || !/^\d{1,2}$/.test(prefix)) return null;
  const isAddress = (text: string): boolean => ipv4Number(text) !== null;
  return {
    address,
    prefix: Number(prefix),
    gateway: under('IP4.GATEWAY').find(isAddress) ?? null,
    dns: under('IP4.DNS').filter(isAddress).slice(0, 2),
  };
}

function wifiStateOf(devices: readonly NetworkDevice[], hardware: string, radio: string): WifiState {
  if (!devices.some(({ kind }) => kind === 'wifi')) return 'no-adapter';
  if (hardware === 'disabled') return 'blocked';
  return radio === 'disabled' ? 'off' : 'ready';
}
