import type { CallCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { isLocalHost } from '../trust/local-target.ts';

const UPLOADS = '/static/uploads/';

/**
 * Where the bytes of an item are fetched from, as an absolute URL (docs/server-contract.md, The playlist body, `url`).
 *
 * A relative address is read against the server's; without one it is `/static/uploads/{fileName}`. Whatever lies under
 * `/static/uploads/` comes from the paired server's own origin, since servers behind a proxy write inner host names.
 * Fails with `bad-media-url` for anything but http and https, for an address with credentials in it, and for one that
 * points at this machine or a link-local address while the server is elsewhere.
 */
export function resolveMediaUrl(
  item: { readonly url?: string | null | undefined; readonly fileName: string },
  serverUrl: string,
): Result<string, CallCode> {
  const server = new URL(serverUrl);
  const written = item.url?.trim() ?? '';
  const url = written === '' ? uploadOf(item.fileName, server) : parse(written, server);
  if (url === null) return refuse('The address of this item cannot be read.');
  return allowMediaUrl(url, server);
}

/** The rules of {@link resolveMediaUrl} for an address that is absolute already, such as where a redirect points. */
export function allowMediaUrl(url: URL, server: URL): Result<string, CallCode> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refuse(`Media come over http or https, not over ${url.protocol.slice(0, 20)}`);
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('The address of this item has a user name or a password in it.');
  }
  if (url.pathname.startsWith(UPLOADS)) return ok(`${server.origin}${url.pathname}${url.search}`);
  if (url.host !== server.host && isLocalHost(url.hostname) && !isLocalHost(server.hostname)) {
    return refuse('The address of this item points at the screen itself.');
  }
  url.hash = '';
  return ok(url.href);
}

function refuse(message: string): Result<string, CallCode> {
  return fail('bad-media-url', message);
}

function uploadOf(fileName: string, server: URL): URL | null {
  const url = parse(`${UPLOADS}${encodeURIComponent(fileName)}`, server);
  // A name of only dots would climb out of the folder.
  return url?.pathname.startsWith(UPLOADS) === true && url.pathname !== UPLOADS ? url : null;
}

function parse(written: string, server: URL): URL | null {
  return URL.canParse(written, server.href) ? new URL(written, server.href) : null;
}
