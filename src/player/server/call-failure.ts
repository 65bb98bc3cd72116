import type { CallCode } from '../../shared/failure-codes.ts';
import { isAxiosError, isCancel } from 'axios';
import { fail, type Failed, type Result } from '../../shared/result.ts';
import { proxyFailureOf } from '../trust/proxy-failure.ts';
import { PEER_REFUSED } from '../trust/secure-connection.ts';
import { parseRetryAfter } from './retry-after.ts';

/** The head of an answer; names of headers in lower case. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The code of a network error, which says what happened without saying to whom or with which secret. */
export function networkCodeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown';
}

/**
 * What went wrong when no answer came, from whatever was thrown. Only codes are taken over: an AxiosError holds the
 * password, the bearer and the whole request, and must end here.
 */
export function failureOfThrown(thrown: unknown, timedOut: boolean): Result<never, CallCode> {
  const reason = networkCodeOf(thrown);
  const proxyFailure = proxyFailureOf(reason);
  if (proxyFailure !== null) return proxyFailure;
  if (timedOut || reason === 'ETIMEDOUT' || reason === 'ECONNABORTED') {
    return fail('timeout', 'The server did not answer in time.', { reason: 'ETIMEDOUT' });
  }
  if (isCancel(thrown)) return fail('offline', 'The call was given up.', { reason: 'aborted' });
  if (reason === PEER_REFUSED) {
    return fail('untrusted', 'The server shows a certificate that is not trusted; nothing was sent to it.');
  }
  if (reason === 'ERR_LOCAL_TARGET') {
    return fail('bad-media-url', 'The address of this item points at the screen itself.');
  }
  if (isAxiosError(thrown) && thrown.message.startsWith('maxContentLength')) {
    return fail('too-large', 'The answer of the server is larger than it may be.');
  }
  if (reason.startsWith('HPE_') || reason === 'ERR_INVALID_CHAR' || reason.startsWith('Z_')) {
    return fail('bad-answer', 'The server does not speak proper HTTP.', { reason });
  }
  return fail('offline', `The server cannot be reached (${reason}).`, { reason });
}

/** What a status that is no success means; null for 2xx and 304. */
export function failureOfStatus({ status, headers }: AnswerHead, now: number): Failed<CallCode> | null {
  if ((status >= 200 && status < 300) || status === 304) return null;
  const params = { status };
  if (status === 401 || status === 403) {
    return fail('unauthorized', 'The server does not accept this sign-in.', params);
  }
  if (status === 404 || status === 410) return fail('not-found', 'The server does not have this.', params);
  if (status === 429 || status === 503) {
    const seconds = parseRetryAfter(headers['retry-after'], headers['date'], now);
    return fail('rate-limited', 'The server asks to wait.', {
      ...params,
      ...(seconds === null ? {} : { retryAfterSeconds: seconds }),
    });
  }
  if (status >= 500) return fail('server-error', `The server has a problem of its own (${status}).`, params);
  if (status >= 400) return fail('refused', `The server refused the request (${status}).`, params);
  return fail(
    'bad-answer',
    `The server sends the player elsewhere (${status}), which it does not follow.`,
    params,
  );
}
