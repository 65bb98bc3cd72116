import type { PageHead } from '../../../src/shared/bridge.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';

/**
 * Whether a page that answers so can be shown in a frame of `embedder` (an origin). Chromium fires `load` for the error
 * page that it draws in a refused page's place, so the headers have to say it.
 *
 * Fails with `page-error` (the server answers with an error page of its own, which is not content) or
 * `page-refuses-frame` (HTML, `X-Frame-Options`; CSP 3, `frame-ancestors`, which overrides it). Pure.
 */
export function judgePage(head: PageHead, embedder: string): Result<null> {
  if (head.status >= 400) {
    const hint = head.status === 403 ? '; if it wants a Referer, the setting referer_for adds one' : '';
    return fail('page-error', `its server answers with an error (${head.status})${hint}`);
  }
  const policies = frameAncestors(head.contentSecurityPolicy ?? '');
  const allowed =
    policies.length > 0
      ? policies.every((sources) => sources.some((source) => matches(source, embedder, head.address)))
      : frameOptionsAllow(head.frameOptions ?? '');
  return allowed ? ok(null) : fail('page-refuses-frame', 'it refuses to be shown inside another page');
}

/**
 * Chromium refuses for DENY and SAMEORIGIN (the player is never the page's own origin) and for values that contradict
 * each other, and ignores what it does not know, such as ALLOW-FROM.
 */
function frameOptionsAllow(header: string): boolean {
  const values = new Set(header.split(',').map((value) => value.trim().toLowerCase()));
  return !values.has('deny') && !values.has('sameorigin');
}

/** The sources of each policy that has the directive; the first of a name counts (CSP 3, Parse a serialized CSP). */
function frameAncestors(header: string): string[][] {
  return header.split(',').flatMap((policy) => {
    const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
    const found = directives.find(([name]) => name?.toLowerCase() === 'frame-ancestors');
    return found === undefined ? [] : [found.slice(1)];
  });
}

const NETWORK_SCHEMES = ['http:', 'https:'];
const SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[^:/*]+|\[[^\]]+\])(?::(\d+|\*))?(?:\/.*)?$/i;

/** CSP 3, Does url match expression in origin with redirect count; a path says nothing about an origin. */
function matches(source: string, embedder: string, pageAddress: string): boolean {
  const own = new URL(embedder);
  const page = new URL(pageAddress);
  if (source === '*') return NETWORK_SCHEMES.includes(own.protocol);
  if (source.toLowerCase() === "'self'") return own.origin === page.origin;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return schemeMatches(source.toLowerCase(), own.protocol);
  const [, scheme, host, port] = SOURCE.exec(source) ?? [];
  if (host === undefined) return false;
  return (
    schemeMatches(scheme === undefined ? page.protocol : `${scheme.toLowerCase()}:`, own.protocol) &&
    hostMatches(host.toLowerCase(), own.hostname) &&
    (port === '*' || portOf(own.port, own.protocol) === portOf(port ?? '', own.protocol))
  );
}

/** http allows https as well. */
function schemeMatches(wanted: string, own: string): boolean {
  return wanted === own || (wanted === 'http:' && own === 'https:');
}

function hostMatches(wanted: string, own: string): boolean {
  if (wanted === '*') return true;
  return wanted.startsWith('*.') ? own.endsWith(wanted.slice(1)) : wanted === own;
}

function portOf(written: string, protocol: string): string {
  if (written !== '') return written;
  return protocol === 'https:' ? '443' : protocol === 'http:' ? '80' : '';
}
