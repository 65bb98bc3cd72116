import { withoutTrailing } from '../../shared/without-trailing.ts';
import type { CallCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { isLocalHost } from '../trust/local-target.ts';

const UPLOADS = '/static/uploads/';
/** What an address would be cut or misread at. */
const MISREAD = /[#?]|%(?![0-9a-f]{2})/i;

export interface WrittenAddress {
  readonly url?: string | null | undefined;
  /** As the server wrote it, without its folders. */
  readonly fileName: string;
  /** A page of the web keeps its fragment, by which many dashboards are told what to show. */
  readonly isPage?: boolean;
}

/**
 * Where the bytes of an item are fetched from, as an absolute URL (docs/server-contract.md, The playlist body, `url`).
 *
 * A relative address is read against the server's; without one it is `/static/uploads/{fileName}`. Whatever lies under
 * `/static/uploads/` comes from the paired server's own origin, since servers behind a proxy write inner host names. A
 * server may live under a path of its own: then addresses lie under that path, and `download` tries the root as well.
 * Fails with `bad-media-url` for anything but http and https, for an address with credentials in it, and for one that
 * points at this machine or its own cable while the server is elsewhere.
 */
export function resolveMediaUrl(item: WrittenAddress, serverUrl: string): Result<string, CallCode> {
  const server = new URL(serverUrl);
  const written = item.url?.trim() ?? '';
  const url =
    written === ''
      ? uploadOf(item.fileName, server)
      : parse(item.isPage === true ? written : withNameQuoted(written, item.fileName), server);
  if (url === null) return refuse('The address of this item cannot be read.');
  const fragment = item.isPage === true ? url.hash : '';
  const allowed = allowMediaUrl(url, server);
  return allowed.ok ? ok(allowed.value + fragment) : allowed;
}

/** The rules of {@link resolveMediaUrl} for an address that is absolute already, such as where a redirect points. */
export function allowMediaUrl(url: URL, server: URL): Result<string, CallCode> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refuse(`Media come over http or https, not over ${url.protocol.slice(0, 20)}`);
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('The address of this item has a user name or a password in it.');
  }
  const base = basePathOf(server);
  for (const folder of [UPLOADS, base + UPLOADS]) {
    if (!url.pathname.startsWith(folder)) continue;
    return ok(`${server.origin}${base}${UPLOADS}${url.pathname.slice(folder.length)}${url.search}`);
  }
  if (url.host !== server.host && isLocalHost(url.hostname) && !isLocalHost(server.hostname)) {
    return refuse('The address of this item points at the screen itself.');
  }
  return ok(url.href.split('#', 1)[0] ?? url.href);
}

/** The same file at the root of the server's origin, where the server lives under a path; null for any other address. */
export function atRoot(url: URL, server: URL): URL | null {
  const base = basePathOf(server);
  if (base === '' || url.origin !== server.origin || !url.pathname.startsWith(`${base}/`)) return null;
  return new URL(url.pathname.slice(base.length) + url.search, server.origin);
}

/** Without a slash at its end; empty for a server at its origin's root. */
function basePathOf(server: URL): string {
  return withoutTrailing(server.pathname, '/');
}

function refuse(message: string): Result<string, CallCode> {
  return fail('bad-media-url', message);
}

function uploadOf(fileName: string, server: URL): URL | null {
  const folder = basePathOf(server) + UPLOADS;
  const url = parse(`${folder}${quoted(fileName)}`, server);
  // A name of only dots would climb out of the folder.
  return url?.pathname.startsWith(folder) === true && url.pathname !== folder ? url : null;
}

/** A path from the root is one from the server's own path, unless it begins with that already. */
function parse(written: string, server: URL): URL | null {
  const base = basePathOf(server);
  const isFromRoot = /^\/(?!\/)/.test(written);
  const path = isFromRoot && !written.startsWith(`${base}/`) ? base + written : written;
  return URL.parse(path, `${server.origin}${base}/`);
}

/** Some servers put a name into an address as it stands: `Menu #2.jpg` would lose all from its hash. */
function withNameQuoted(written: string, fileName: string): string {
  if (fileName === '' || !MISREAD.test(fileName) || !written.endsWith(fileName)) return written;
  const folder = written.slice(0, -fileName.length);
  return (folder === '' || folder.endsWith('/')) && !/[#?]/.test(folder)
    ? folder + quoted(fileName)
    : written;
}

function quoted(fileName: string): string {
  return encodeURIComponent(fileName.toWellFormed());
}
