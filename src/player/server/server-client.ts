import { traitsOf, type CallCode } from '../../shared/failure-codes.ts';
import type { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import { retryDelay } from '../../shared/back-off.ts';
import { wait, type Clock } from '../../shared/clock.ts';
import { exceedsJsonBounds } from '../../shared/json-bounds.ts';
import { parsePythonJson } from '../../shared/python-json.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { readBundle } from '../trust/inspect-certificate.ts';
import type { TrustTransport } from '../trust/trust.types.ts';
import { failureOfStatus } from './call-failure.ts';
import { conditionalHeaders } from './conditional-headers.ts';
import { openDownload } from './download.ts';
import { createHttp, type HttpCall, type TextAnswer } from './http-call.ts';
import { serverTimeOf, wholeSecondOf } from './server-date.ts';
import { createServerLimits } from './server-limits.ts';
import type {
  AnnouncedCertificate,
  PlaylistAccess,
  PlaylistAnswer,
  ServerClient,
  ServerHealth,
  Validators,
} from './server-client.types.ts';
import {
  certificateSchema,
  feedbackSchema,
  healthSchema,
  signInSchema,
  verifySchema,
} from './wire-schemas.ts';

const SMALL_BYTES = 262_144;
const PLAYLIST_BYTES = 8_388_608;

/** The calls as they are told to `onOutcome` and limited by the server. */
type CallName = 'health' | 'certificate' | 'auth' | 'playlist' | 'feedback' | 'screenshot' | 'download';

export interface ServerClientDependencies {
  /** With scheme, without a slash at the end. */
  readonly baseUrl: string;
  readonly transport: TrustTransport;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly appVersion: string;
  /** Setting `requestTimeoutSeconds`. */
  readonly timeoutMs: number;
  /** Tries within one call that may be repeated (setting `retryAttempts`). */
  readonly retryAttempts: number;
  /** Base of the jittered waits between them (setting `retryDelaySeconds`). */
  readonly retryDelayMs: number;
  /** Hears how every call ended: `ok` or the failure's code. A server that refuses has still answered. */
  readonly onOutcome?: (call: CallName, code: CallCode | 'ok') => void;
  /** Hears what time it is at the server (epoch ms), from every answer of its own origin that tells it. */
  readonly onServerTime?: (serverMs: number) => void;
}

interface CallOptions {
  readonly name: CallName;
  readonly maxBytes?: number;
  /** Tried again after an outage, a time-out or a 5xx. */
  readonly repeat: boolean;
}

/** The {@link ServerClient} on axios: bounded in time, size and tries, over connections that `transport` judges. */
export function createServerClient(dependencies: ServerClientDependencies): ServerClient {
  const { baseUrl, clock, transport, timeoutMs } = dependencies;
  const server = new URL(baseUrl);
  const userAgent = `DigiPlayer/${dependencies.appVersion}`;
  const http = createHttp({
    transport,
    clock,
    userAgent,
    timeoutMs,
    onAnswer: (from, { headers }, roundTripMs) => {
      const serverMs = from.origin === server.origin ? serverTimeOf(headers, roundTripMs) : null;
      if (serverMs !== null) dependencies.onServerTime?.(serverMs);
    },
  });
  const limits = createServerLimits(clock);
  const found = { atRoot: false };
  let closing = new AbortController();
  /** The last call that may be repeated was not answered: whoever asks comes again, so that one try is enough. */
  let isAway = false;

  const tell = <Value>(name: CallName, result: Result<Value, CallCode>): Result<Value, CallCode> => {
    dependencies.onOutcome?.(name, result.ok ? 'ok' : result.error.code);
    if (!result.ok)
      dependencies.log.debug('A call to the server failed', {
        call: name,
        ...result.error.params,
        code: result.error.code,
      });
    return result;
  };

  const once = async (
    call: HttpCall,
    options: CallOptions,
    until?: AbortSignal,
  ): Promise<Result<TextAnswer, CallCode>> => {
    const limited = limits.check(options.name);
    if (limited !== null) return limited;
    const signal = until === undefined ? closing.signal : AbortSignal.any([closing.signal, until]);
    const answer = await http.text(call, options.maxBytes ?? SMALL_BYTES, signal);
    if (!answer.ok) return answer;
    const failure = failureOfStatus(answer.value, clock.now());
    if (failure !== null) limits.note(options.name, failure.error);
    return failure ?? answer;
  };

  const perform = async (call: HttpCall, options: CallOptions): Promise<Result<TextAnswer, CallCode>> => {
    const { signal } = closing;
    const attempts = options.repeat && !isAway ? dependencies.retryAttempts : 1;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await once(call, options);
      const again = !answer.ok && traitsOf(answer.error.code).retry === 'now';
      if (!again || attempt + 1 >= attempts || signal.aborted) {
        if (options.repeat) isAway = again;
        return tell(options.name, answer);
      }
      const { retryDelayMs: baseMs, random } = dependencies;
      if (!(await wait(clock, retryDelay(answer.error, attempt, { baseMs }, random), signal))) {
        return tell(options.name, answer);
      }
    }
  };

  const get = (path: string, options: Omit<CallOptions, 'repeat'>, headers: Record<string, string> = {}) =>
    perform({ method: 'GET', url: new URL(baseUrl + path), headers }, { ...options, repeat: true });
  const post = (path: string, body: unknown, name: CallName, headers: Record<string, string> = {}) =>
    perform({ method: 'POST', url: new URL(baseUrl + path), headers, body }, { name, repeat: false });

  return {
    baseUrl,
    health: async () => {
      const answer = await get('/api/health', { name: 'health' });
      return answer.ok ? healthOf(answer.value, clock.now()) : answer;
    },
    time: async (signal) => {
      const sentMs = clock.monotonic();
      const call: HttpCall = { method: 'GET', url: new URL(`${baseUrl}/api/health`) };
      const answer = await once(call, { name: 'health', repeat: false }, signal);
      if (!answer.ok) return answer;
      const dateMs = wholeSecondOf(answer.value.headers);
      if (dateMs === null) return fail('bad-answer', 'The server does not tell its time.', { field: 'Date' });
      return ok({ sentMs, receivedMs: clock.monotonic(), dateMs });
    },
    certificate: async () => {
      const answer = await get('/api/certificate', { name: 'certificate' });
      if (answer.ok) return announcementOf(answer.value);
      return answer.error.code === 'not-found' ? ok(null) : answer;
    },
    authenticate: async ({ hostname, quickconnectCode, password }) => {
      const body = {
        hostname,
        ...(password === undefined ? {} : { password }),
        ...(quickconnectCode === undefined ? {} : { quickconnect_code: quickconnectCode }),
      };
      const answer = await post('/api/auth/player', body, 'auth');
      return answer.ok ? signedIn(parseBody(answer.value, signInSchema)) : answer;
    },
    verify: async (authCode) => {
      const answer = await post('/api/auth/verify', { auth_code: authCode }, 'auth');
      return answer.ok ? signedIn(parseBody(answer.value, verifySchema)) : answer;
    },
    playlist: async (access, known) => {
      const { path, headers } = playlistRequest(access, known);
      const answer = await get(path, { name: 'playlist', maxBytes: PLAYLIST_BYTES }, headers);
      return answer.ok ? playlistAnswer(answer.value) : answer;
    },
    feedback: async (report, authCode) => {
      const answer = await post('/api/player-feedback', report, 'feedback', bearer(authCode));
      return answer.ok ? acknowledged(parseBody(answer.value, feedbackSchema)) : answer;
    },
    screenshot: async (webp, authCode) => {
      const url = new URL(`${baseUrl}/api/player-screenshot`);
      const call: HttpCall = {
        method: 'POST',
        url,
        headers: bearer(authCode),
        bytes: webp,
        type: 'image/webp',
      };
      const answer = await perform(call, { name: 'screenshot', repeat: false });
      return answer.ok ? acknowledged(parseBody(answer.value, feedbackSchema)) : answer;
    },
    download: async (request) => {
      const signal = AbortSignal.any([request.signal, closing.signal]);
      return tell('download', await openDownload({ http, server, clock, found }, { ...request, signal }));
    },
    close: () => {
      closing.abort();
      closing = new AbortController();
      transport.destroy();
    },
  };
}

function bearer(authCode: string | null): Record<string, string> {
  return authCode === null ? {} : { Authorization: `Bearer ${authCode}` };
}

function playlistRequest(
  access: PlaylistAccess,
  known: Validators | undefined,
): { readonly path: string; readonly headers: Record<string, string> } {
  const headers = conditionalHeaders(known);
  if (access.kind === 'bearer') {
    const path = `/api/playlists/${encodeURIComponent(access.playerId)}`;
    return { path, headers: { ...headers, ...bearer(access.authCode) } };
  }
  const query = new URLSearchParams({
    hostname: access.hostname,
    quickconnect_code: access.quickconnectCode,
  });
  return { path: `/api/playlists?${query.toString()}`, headers };
}

function parseJson(text: string): Result<unknown, CallCode> {
  if (exceedsJsonBounds(text)) {
    return fail(
      'bad-answer',
      'The server answered with more values, or more deeply nested ones, than can be read.',
    );
  }
  try {
    return ok(parsePythonJson(text));
  } catch {
    return fail('bad-answer', 'The server answered with something that is not JSON.');
  }
}

function parseBody<Schema extends z.ZodType>(
  answer: TextAnswer,
  schema: Schema,
): Result<z.output<Schema>, CallCode> {
  const json = parseJson(answer.text);
  if (!json.ok) return json;
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return ok(parsed.data);
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  return fail('bad-answer', 'The answer of the server lacks what it should hold.', { field });
}

/** Some servers say no with status 200. */
function signedIn<Value>(parsed: Result<Value | null, CallCode>): Result<Value, CallCode> {
  if (!parsed.ok) return parsed;
  return parsed.value === null
    ? fail('unauthorized', 'The server does not accept this sign-in.')
    : ok(parsed.value);
}

/** A page that a portal puts before the server is no acknowledgement: the report must be sent again. */
function acknowledged(parsed: Result<{ success?: boolean | undefined }, CallCode>): Result<null, CallCode> {
  if (!parsed.ok) return parsed;
  return parsed.value.success === false
    ? fail('bad-answer', 'The server did not take the report.', { field: 'success' })
    : ok(null);
}

function healthOf(answer: TextAnswer, now: number): Result<ServerHealth, CallCode> {
  const health = parseBody(answer, healthSchema);
  if (!health.ok) return health;
  const serverTime = Date.parse(answer.headers['date'] ?? '');
  return ok({
    version: health.value.version ?? null,
    capabilities: health.value.capabilities ?? [],
    clockSkewMs: Number.isNaN(serverTime) ? null : serverTime - now,
  });
}

function announcementOf(answer: TextAnswer): Result<AnnouncedCertificate, CallCode> {
  const body = parseBody(answer, certificateSchema);
  if (!body.ok) return body;
  const bundle = readBundle(body.value.certificate);
  return bundle.ok && bundle.value.length > 0
    ? ok({ pem: body.value.certificate })
    : fail('bad-answer', 'The server announces a certificate that cannot be read.', { field: 'certificate' });
}

function playlistAnswer(answer: TextAnswer): Result<PlaylistAnswer, CallCode> {
  if (answer.status === 304) return ok({ kind: 'unchanged' });
  const json = parseJson(answer.text);
  if (!json.ok) return json;
  const { etag = null, 'last-modified': lastModified = null } = answer.headers;
  return ok({ kind: 'body', body: json.value, validators: { etag, lastModified } });
}
