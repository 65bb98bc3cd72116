import type { Readable } from 'node:stream';
import { failureOfStatus } from '../server/call-failure.ts';
import { parseContentRange } from '../server/download.ts';
import type { Http } from '../server/http-call.ts';
import type { ServerClient } from '../server/server-client.types.ts';
import type { CallCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

export interface FirstBytesDependencies {
  readonly http: Http;
  /** Follows redirects by the player's own rules. */
  readonly download: ServerClient['download'];
  /** The wall clock, ms since the epoch. */
  readonly now: () => number;
}

export interface FirstBytes {
  /** How many arrived, at most the wanted ones. */
  readonly bytes: number;
  /** Whether the server sent just the part that was asked for. */
  readonly partial: boolean;
}

/**
 * Asks for the first `wanted` bytes of a file with Range, without credentials, and hangs up when they are here. Behind a
 * redirect the file is asked for as a whole. Fails with the codes of `ServerClient.download`.
 */
export async function readFirstBytes(
  { http, download, now }: FirstBytesDependencies,
  url: URL,
  wanted: number,
  signal: AbortSignal,
): Promise<Result<FirstBytes, CallCode>> {
  const headers = { Range: `bytes=0-${wanted - 1}`, 'Accept-Encoding': 'identity' };
  const answer = await http.stream({ method: 'GET', url, headers }, signal);
  if (!answer.ok) return answer;
  const { stream, status, headers: told } = answer.value;
  if (status >= 300 && status < 400) {
    discard(stream);
    const redirected = await download({ url: url.href, signal });
    if (!redirected.ok) return redirected;
    const { body, contentLength } = redirected.value;
    return complete(await countBytes(body, wanted), Math.min(wanted, contentLength ?? 1), false);
  }
  // Where there is not even a first byte, no part can be given (RFC 9110, 15.5.17).
  if (status === 416) {
    discard(stream);
    return ok({ bytes: 0, partial: true });
  }
  const failure = failureOfStatus(answer.value, now());
  if (failure !== null) {
    discard(stream);
    return failure;
  }
  const partial = status === 206;
  if (partial && parseContentRange(told['content-range'])?.start !== 0) {
    discard(stream);
    return fail('bad-answer', 'The server sent another part of the file than was asked for.');
  }
  const length = Number(told['content-length'] ?? Number.NaN);
  const expected = Number.isNaN(length) ? 0 : Math.min(wanted, length);
  return complete(await countBytes(stream, wanted), expected, partial);
}

function complete(bytes: number, expected: number, partial: boolean): Result<FirstBytes, CallCode> {
  return bytes < expected
    ? fail('offline', 'The connection broke before the first bytes were here.')
    : ok({ bytes, partial });
}

/** A stream that nobody reads must not end the process with an error of its own. */
function discard(stream: Readable): void {
  stream.on('error', () => undefined);
  stream.destroy();
}

/** A connection that breaks leaves what came before; leaving the loop early closes it. */
async function countBytes(body: AsyncIterable<unknown>, wanted: number): Promise<number> {
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += (chunk as Uint8Array).length;
      if (bytes >= wanted) break;
    }
  } catch {
    // What is missing shows in the count.
  }
  return Math.min(bytes, wanted);
}
