import type { WifiNetwork } from '../../src/shared/network.ts';

/**
 * What is shown after another look: what stood there stays in its place, since a finger may be on its way to it, with what is
 * known of it now; what is new comes below.
 */
export function mergeNetworks(
  shown: readonly WifiNetwork[],
  heard: readonly WifiNetwork[],
): readonly WifiNetwork[] {
  const isSame = (one: WifiNetwork) => (other: WifiNetwork) =>
    one.ssid === other.ssid && one.security === other.security;
  return [
    ...shown.map((one) => heard.find(isSame(one)) ?? one),
    ...heard.filter((one) => !shown.some(isSame(one))),
  ];
}
