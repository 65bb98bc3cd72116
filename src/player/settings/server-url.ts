import { mendAddress } from '../../shared/mend-address.ts';

/**
 * The address of a DigiServer as it was written (`192.168.0.121`, `server:5000`, `https://server/`), as it will be used:
 * with a scheme (https where none is said), without credentials, query, fragment or a slash at the end. Null when it is
 * no http or https address.
 */
export function parseServerUrl(written: string): string | null {
  const trimmed = mendAddress(written);
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (/\s/.test(trimmed) || !URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
