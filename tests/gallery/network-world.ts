import type { NetworkAnswers } from '../../src/shared/network.ts';
import type { NetworkState, WifiNetwork, WifiSecurity } from '../../src/shared/network.ts';
import { fail, ok, type Result } from '../../src/shared/result.ts';

/** What the machine says of its network in a state of the gallery. */
export interface NetworkWorld {
  readonly state: Result<NetworkState>;
  readonly networks: readonly WifiNetwork[];
  readonly join: Result<NetworkAnswers['join-wifi']>;
  readonly tried: Result<NetworkAnswers['try-address']>;
}

const heard = (name: string, strength: number, security: WifiSecurity, isInUse = false): WifiNetwork => ({
  ssid: name,
  name,
  strength,
  security,
  isInUse,
});

const cable = {
  device: 'eth0',
  kind: 'wired',
  isConnected: true,
  isFixed: false,
  address: { address: '192.168.0.50', prefix: 24, gateway: '192.168.0.1', dns: ['9.9.9.9'] },
} as const;
const antenna = {
  device: 'wlan0',
  kind: 'wifi',
  isConnected: true,
  isFixed: true,
  address: { ...cable.address, address: '192.168.0.51' },
} as const;

/** A machine on a cable, joined to one of the networks around it. */
export const sampleNetwork: NetworkWorld = {
  state: ok({ wifi: 'ready', connectivity: 'full', links: [cable, antenna] }),
  networks: [
    heard('Lighthouse', 88, 'password', true),
    heard('Harbour office 5G', 71, 'password'),
    heard('Harbour guests', 64, 'open'),
    heard('منارة الميناء', 41, 'password'),
    heard('Corporate', 37, 'enterprise'),
    heard('FRITZ!Box 7590 \uFFFD😀', 12, 'password'),
  ],
  join: fail('wifi-wrong-password', 'The password was refused.'),
  tried: ok({ until: new Date(Date.now() + 60_000).toISOString() }),
};

/** The same with something replaced. */
export function networkWith(more: Partial<NetworkWorld>): NetworkWorld {
  return { ...sampleNetwork, ...more };
}

/** Its cable pulled, and its Wi-Fi in this state. */
export const aloneWith = (wifi: NetworkState['wifi']): NetworkWorld =>
  networkWith({
    state: ok({
      wifi,
      connectivity: 'none',
      links: [{ device: 'eth0', kind: 'wired', isConnected: false, isFixed: null, address: null }],
    }),
    networks: [],
  });
