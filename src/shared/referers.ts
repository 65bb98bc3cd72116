import { isHostPattern, matchesHost, webHostOf } from './host-patterns.ts';

/** Requests to a host that get a Referer of the operator's own site. */
export interface RefererRule {
  /** A host name in lower case, without its port; `*.` before it means every host below it. */
  readonly host: string;
  /** An https address. */
  readonly referer: string;
}

const MOST_RULES = 20;

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
  if (!isHostPattern(host) || url?.protocol !== 'https:' || url.username + url.password !== '') return null;
  return { host, referer: `${url.origin}${url.pathname}` };
}

/** The Referer for a request of this address; null where none is to be added. */
export function refererFor(rules: readonly RefererRule[], address: string): string | null {
  const hostname = webHostOf(address);
  const found = hostname === null ? undefined : rules.find(({ host }) => matchesHost(host, hostname));
  return found?.referer ?? null;
}
