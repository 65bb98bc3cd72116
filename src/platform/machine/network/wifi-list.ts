import type { WifiNetwork, WifiSecurity } from '../../../shared/network.ts';
import { parseTerse } from './terse.ts';
import { ssidName } from './ssid-name.ts';

/** What is asked of each access point. Its name only in hexadecimal digits: a line feed in one would tear the row. */
export const ACCESS_POINT_FIELDS = 'IN-USE,BSSID,SIGNAL,SECURITY,SSID-HEX';
const WIDTH = 5;
/** More than these nobody looks through. */
const MOST_NETWORKS = 200;

/** One access point that is heard. */
export interface AccessPoint {
  readonly ssid: string;
  readonly bssid: string;
  readonly strength: number;
  readonly security: WifiSecurity;
  readonly isInUse: boolean;
}

/** The access points that tell their name, the strongest first; rows that are none are left out. */
export function parseAccessPoints(text: string): readonly AccessPoint[] {
  return parseTerse(text, WIDTH)
    .flatMap(([inUse = '', bssid = '', signal = '', security = '', ssid = '']) => {
      const isPoint =
        /^(?:[\dA-F]{2}:){5}[\dA-F]{2}$/i.test(bssid) &&
        /^\d{1,3}$/.test(signal) &&
        /^(?:[\dA-F]{2}){1,32}$/.test(ssid) &&
        // Some hide their name by sending zeros in its place.
        !/^(?:00)+$/.test(ssid);
      if (!isPoint) return [];
      const strength = Math.min(100, Number(signal));
      return [{ ssid, bssid, strength, security: securityOf(security), isInUse: inUse === '*' }];
    })
    .sort((one, other) => other.strength - one.strength);
}

/** The networks of these access points (the strongest first), each once; an open one of the same name is another one. */
export function networksOf(points: readonly AccessPoint[]): readonly WifiNetwork[] {
  const byName = new Map<string, WifiNetwork>();
  for (const { ssid, strength, security, isInUse } of points) {
    const which = `${ssid} ${security}`;
    const known = byName.get(which);
    byName.set(
      which,
      known === undefined
        ? { ssid, name: ssidName(ssid), strength, security, isInUse }
        : { ...known, isInUse: known.isInUse || isInUse },
    );
  }
  return [...byName.values()].slice(0, MOST_NETWORKS);
}

function securityOf(words: string): WifiSecurity {
  if (words.includes('802.1X')) return 'enterprise';
  const asks = words.split(' ').some((word) => word !== '' && word !== '--' && !word.startsWith('OWE'));
  return asks ? 'password' : 'open';
}
