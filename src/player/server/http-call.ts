import type { CallCode } from '../../shared/failure-codes.ts';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import type { Readable } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { TrustTransport } from '../trust/trust.types.ts';
import { failureOfThrown, networkCodeOf, type AnswerHead } from './call-failure.ts';

/** Bodies that the player sends are small; this only bounds a bug. */
const LONGEST_REQUEST = 1_048_576;

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as they are, in place of {@link body}, as of this type. */
  readonly bytes?: Uint8Array;
  readonly type?: string;
}

export interface TextAnswer extends AnswerHead {
  readonly text: string;
}

export interface StreamAnswer extends AnswerHead {
  readonly stream: Readable;
}

export interface HttpDependencies {
  readonly transport: TrustTransport;
  readonly clock: Clock;
  /** For example `DigiPlayer/1.0.0`. */
  readonly userAgent: string;
  readonly timeoutMs: number;
  /** Hears of every answer: from where, its head, and how long it was waited for in ms. */
  readonly onAnswer?: (from: URL, head: AnswerHead, roundTripMs: number) => void;
}

/** The one place where the player speaks HTTP, on axios, without proxy, redirects and unbounded bodies. */
export interface Http {
  /** Reads the whole answer, at most `maxBytes`, within the time-out; `signal` gives up earlier. */
  text(call: HttpCall, maxBytes: number, signal: AbortSignal): Promise<Result<TextAnswer, CallCode>>;
  /** Answers as soon as the head is there, which the time-out covers; the caller reads or destroys the stream. */
  stream(call: HttpCall, signal: AbortSignal): Promise<Result<StreamAnswer, CallCode>>;
}

export function createHttp(dependencies: HttpDependencies): Http {
  return {
    text: async (call, maxBytes, signal) => {
      const answer = await send<string>(dependencies, call.url, signal, {
        ...configOf(dependencies, call),
        responseType: 'text',
        maxContentLength: maxBytes,
      });
      return answer.ok ? ok({ ...headOf(answer.value), text: answer.value.data }) : answer;
    },
    stream: async (call, signal) => {
      const answer = await send<Readable>(dependencies, call.url, signal, {
        ...configOf(dependencies, call),
        responseType: 'stream',
        decompress: false,
      });
      return answer.ok ? ok({ ...headOf(answer.value), stream: answer.value.data }) : answer;
    },
  };
}

function configOf({ transport, userAgent }: HttpDependencies, call: HttpCall): AxiosRequestConfig {
  const agent = transport.agentFor(call.url);
  const asItCame = (value: unknown): unknown => value;
  return {
    adapter: 'http',
    method: call.method,
    url: call.url.href,
    headers: {
      Accept: '*/*',
      'User-Agent': userAgent,
      ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(call.type === undefined ? {} : { 'Content-Type': call.type }),
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { data: JSON.stringify(call.body) }),
    ...(call.bytes === undefined ? {} : { data: Buffer.from(call.bytes) }),
    [call.url.protocol === 'https:' ? 'httpsAgent' : 'httpAgent']: agent,
    // A proxy of the environment would replace the agent and read the bearer; a redirect would carry it elsewhere.
    proxy: false,
    maxRedirects: 0,
    maxBodyLength: LONGEST_REQUEST,
    validateStatus: null,
    transformRequest: [asItCame],
    transformResponse: [asItCame],
  };
}

/** One request under the overall time-out. A stale keep-alive connection answers ECONNRESET: it is tried once more. */
async function send<Data>(
  { clock, timeoutMs, onAnswer }: HttpDependencies,
  url: URL,
  signal: AbortSignal,
  config: AxiosRequestConfig,
): Promise<Result<AxiosResponse<Data>, CallCode>> {
  const timeOut = new AbortController();
  const timer = clock.after(timeoutMs, () => {
    timeOut.abort();
  });
  const request = async (): Promise<AxiosResponse<Data>> => {
    const startedMs = clock.monotonic();
    const answer = await axios.request<Data>({
      ...config,
      signal: AbortSignal.any([signal, timeOut.signal]),
    });
    onAnswer?.(url, headOf(answer), clock.monotonic() - startedMs);
    return answer;
  };
  try {
    return ok(
      await request().catch((thrown: unknown) =>
        isStale(thrown) ? request() : Promise.reject(asError(thrown)),
      ),
    );
  } catch (thrown) {
    return failureOfThrown(thrown, timeOut.signal.aborted);
  } finally {
    timer.cancel();
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('unknown error');
}

function isStale(thrown: unknown): boolean {
  const request = (thrown as { request?: { reusedSocket?: unknown } } | null)?.request;
  return request?.reusedSocket === true && ['ECONNRESET', 'EPIPE'].includes(networkCodeOf(thrown));
}

function headOf({ status, headers }: AxiosResponse): AnswerHead {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') plain[name.toLowerCase()] = value;
  }
  return { status, headers: plain };
}
