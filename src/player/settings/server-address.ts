import { isIPv6 } from 'node:net';
import { mendAddress } from '../../shared/mend-address.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { withoutTrailing } from '../../shared/without-trailing.ts';

/**
 * The URLs under which a server may be found that a person named, in the order in which they are tried: https before
 * http, and the address as written before its bare origin (people paste the address of some page).
 *
 * Takes `192.168.0.121`, `server:5000`, `[fe80::1]`, with or without a scheme; a scheme that was written is kept to.
 * Fails with `address-invalid`.
 */
export function candidateUrls(address: string): Result<readonly string[], 'address-invalid'> {
  const written = mendAddress(address);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(written)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return invalid();
  const rest = (scheme === undefined ? written : written.slice(scheme.length + 3)).replace(/^\/+/, '');
  const authority = isIPv6(rest) ? `[${rest}]` : rest;
  const candidates: string[] = [];
  for (const protocol of scheme === undefined ? protocolsFor(authority) : [scheme]) {
    const urls = urlsOf(`${protocol}://${authority}`);
    if (urls === null) return invalid();
    candidates.push(...urls);
  }
  return ok(candidates);
}

/**
 * The address of a server as a file, the environment or the command line writes it, as it will be used: the first under
 * which {@link candidateUrls} would look for it. Null when it is no address.
 */
export function serverUrlOf(address: string): string | null {
  const candidates = candidateUrls(address);
  return candidates.ok ? (candidates.value[0] ?? null) : null;
}

/** A standard port says which protocol is spoken there. */
function protocolsFor(authority: string): readonly string[] {
  const port = /^[^/?#]*:(\d+)(?:[/?#]|$)/.exec(authority)?.[1];
  if (port === '443') return ['https'];
  return port === '80' ? ['http'] : ['https', 'http'];
}

function urlsOf(text: string): readonly string[] | null {
  if (/[\s\\]/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.hostname === '' || url.username !== '' || url.password !== '') return null;
  const path = withoutTrailing(url.pathname, '/');
  return path === '' ? [url.origin] : [`${url.origin}${path}`, url.origin];
}

function invalid(): Result<never, 'address-invalid'> {
  return fail('address-invalid', 'This is not the address of a server.');
}
