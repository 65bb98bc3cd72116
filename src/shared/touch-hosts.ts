import { isHostPattern, matchesHost, webHostOf } from './host-patterns.ts';

const MOST_HOSTS = 50;

/**
 * Reads the setting `interactiveHosts`: the hosts whose web pages may be touched, more of them behind a blank, a comma or a
 * semicolon; `*.` before a name means every host below it. Null when one is no host name, or there are too many.
 */
export function parseTouchHosts(text: string): readonly string[] | null {
  const hosts = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((host) => host !== '');
  return hosts.length <= MOST_HOSTS && hosts.every(isHostPattern) ? [...new Set(hosts)] : null;
}

/** Whether a page at this address may be touched: of the web, and on one of the hosts. */
export function isTouchable(hosts: readonly string[], address: string): boolean {
  const hostname = webHostOf(address);
  return hostname !== null && hosts.some((host) => matchesHost(host, hostname));
}
