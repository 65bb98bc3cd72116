const HOST = /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){0,10}$/;

/** Whether a text is a host name in lower case, without its port; `*.` before it means every host below it. */
export function isHostPattern(text: string): boolean {
  return HOST.test(text);
}

/** Whether a pattern of {@link isHostPattern} means the host of an address, as `URL.hostname` has it. */
export function matchesHost(pattern: string, hostname: string): boolean {
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

/** The host of a web address, without its port; null for every other address. */
export function webHostOf(address: string): string | null {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.hostname : null;
}
