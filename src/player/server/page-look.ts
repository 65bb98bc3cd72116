import type { PageHead } from '../../shared/bridge.ts';
import type { Clock } from '../../shared/clock.ts';
import { isProxyCode, type CallCode, type PageVerdictCode } from '../../shared/failure-codes.ts';
import { refererFor, type RefererRule } from '../../shared/referers.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import { isLocalHost } from '../trust/local-target.ts';
import type { TrustTransport } from '../trust/trust.types.ts';
import { createHttp, type StreamAnswer } from './http-call.ts';

export interface PageLookOptions {
  /** Judges by system trust alone, as the browser does. */
  readonly transport: TrustTransport;
  readonly clock: Clock;
  /** The paired server; null while there is none. */
  readonly server: URL | null;
  /** What the frame will say it is: some servers answer a program otherwise than a browser. */
  readonly userAgent: string;
  /** What the frame's requests will carry; none unless told. */
  readonly referers?: readonly RefererRule[];
}

/** For the whole look, redirects included: shorter than the web layer's own limit, so that the reason is the better one. */
const LOOK_LIMIT_MS = 10_000;
const LOOK_HEADERS = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Asks for a web page as a frame would, without credentials or cookies, and reads only the head of its last answer.
 *
 * Fails with `page-unreachable` (nobody answers), `page-too-slow`, `page-untrusted` (its certificate is refused) or
 * `page-elsewhere` (it redirects for ever, to what is no web page, or to this machine while the server is elsewhere).
 */
export async function lookAtPage(
  options: PageLookOptions,
  address: string,
): Promise<Result<PageHead, PageVerdictCode>> {
  const { transport, clock, userAgent } = options;
  const http = createHttp({ transport, clock, userAgent, timeoutMs: LOOK_LIMIT_MS });
  const limit = new AbortController();
  const timer = clock.after(LOOK_LIMIT_MS, () => {
    limit.abort();
  });
  try {
    let url = allowPage(address, options.server);
    for (let redirects = 0; url.ok; redirects += 1) {
      const referer = refererFor(options.referers ?? [], url.value.href);
      const headers = { ...LOOK_HEADERS, ...(referer === null ? {} : { Referer: referer }) };
      const answer = await http.stream({ method: 'GET', url: url.value, headers }, limit.signal);
      if (!answer.ok) return fail(...pageFailure(answer.error, limit.signal.aborted));
      giveUp(answer.value);
      const { location } = answer.value.headers;
      if (!REDIRECTS.has(answer.value.status) || location === undefined) {
        return ok(headOf(answer.value, url.value));
      }
      if (redirects === MOST_REDIRECTS) return fail('page-elsewhere', 'its address leads in circles');
      url = allowPage(location, options.server, url.value);
    }
    return url;
  } finally {
    timer.cancel();
  }
}

/** The rules of docs/server-contract.md (The playlist body, `url`) hold for where a page leads, too. */
function allowPage(written: string, server: URL | null, from?: URL): Result<URL, PageVerdictCode> {
  const url = URL.parse(written, from?.href);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return fail('page-elsewhere', 'its address is not one of a web page');
  }
  if (url.username !== '' || url.password !== '') {
    return fail('page-elsewhere', 'its address has a user name or a password in it');
  }
  const isServer = url.host === server?.host;
  if (!isServer && isLocalHost(url.hostname) && !isLocalHost(server?.hostname ?? '')) {
    return fail('page-elsewhere', 'its address points at the screen itself');
  }
  url.hash = '';
  return ok(url);
}

function giveUp({ stream }: StreamAnswer): void {
  stream.on('error', () => undefined);
  stream.destroy();
}

function headOf({ status, headers }: StreamAnswer, url: URL): PageHead {
  return {
    status,
    frameOptions: headers['x-frame-options'] ?? null,
    contentSecurityPolicy: headers['content-security-policy'] ?? null,
    address: url.href,
  };
}

function pageFailure(
  { code, params }: Failure<CallCode>,
  isTooSlow: boolean,
): readonly [code: PageVerdictCode, message: string] {
  if (isTooSlow || code === 'timeout') {
    return ['page-too-slow', `nobody answers at its address within ${LOOK_LIMIT_MS / 1_000} s`];
  }
  const unreachable = [
    'page-unreachable',
    `its address cannot be reached (${params?.['reason'] ?? code})`,
  ] as const;
  if (isProxyCode(code)) return unreachable;
  switch (code) {
    case 'untrusted':
      return ['page-untrusted', 'this machine does not trust the certificate that it shows'];
    case 'bad-media-url':
      return ['page-elsewhere', 'its address points at the screen itself'];
    case 'offline':
    case 'unauthorized':
    case 'not-found':
    case 'rate-limited':
    case 'refused':
    case 'server-error':
    case 'bad-answer':
    case 'too-large':
      return unreachable;
  }
}
