/** Requests to a host that get a Referer of the operator's own site. */
export interface RefererRule {
  /** A host name in lower case, without its port; `*.` before it means every host below it. */
  readonly host: string;
  /** An https address. */
  readonly referer: string;
}

const MOST_RULES = 20;
const HOST = /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){0,10}$/;

/**
 * Reads the setting `refererFor`: `HOST=https://SITE/`, more of them behind a blank, a comma or a semicolon. Null when it is
 * of another form, or an address is not https or holds credentials.
 */
export function parseReferers(text: string): readonly RefererRule[] | null {
  const entries = text.split(/[\s,;]+/).filter((entry) => entry !== '');
  const rules = entries.map(parseRule);
  return rules.length <= MOST_RULES && rules.every((rule) => rule !== null) ? rules : null;
}

function parseRule(entry: string): RefererRule | null {
  const [written = '', address = ''] = entry.split(/=(.*)/s);
  const host = written.toLowerCase();
  const url = URL.parse(address);
  if (!HOST.test(host) || url?.protocol !== 'https:' || url.username + url.password !== '') return null;
  return { host, referer: `${url.origin}${url.pathname}` };
}

/** The Referer for a request of this address; null where none is to be added. */
export function refererFor(rules: readonly RefererRule[], address: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return null;
  const { hostname } = url;
  const found = rules.find(({ host }) =>
    host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host,
  );
  return found?.referer ?? null;
}
