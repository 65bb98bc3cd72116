import type { CallCode } from '../../shared/failure-codes.ts';
import type { Readable } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { failureOfStatus } from './call-failure.ts';
import { codingOf, decoded } from './content-coding.ts';
import { gatherDirectly } from './direct-body.ts';
import { gatherBody } from './gather-body.ts';
import type { GatheredBody } from './gathering.ts';
import type { Http, StreamAnswer } from './http-call.ts';
import { allowMediaUrl, atRoot } from './media-url.ts';
import { conditionalHeaders } from './conditional-headers.ts';
import type { DownloadAnswer, DownloadRequest, Validators } from './server-client.types.ts';

const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface DownloadDependencies {
  readonly http: Http;
  readonly server: URL;
  readonly clock: Clock;
  /** Where the files of a server that lives under a path were found last. */
  readonly found: FilesFound;
}

/** Whether the files of the paired server lie at the root of its origin, and not under its own path. */
interface FilesFound {
  atRoot: boolean;
}

/**
 * Opens a media file for reading, following at most three redirects by hand and only under the rules of `media-url`.
 * No credential is ever sent along: files need none, and so none can reach a stranger.
 */
export async function openDownload(
  dependencies: DownloadDependencies,
  request: DownloadRequest,
): Promise<Result<DownloadAnswer, CallCode>> {
  const { server, found } = dependencies;
  const written = urlOf(request.url, server);
  if (!written.ok) return written;
  const root = atRoot(new URL(written.value), server);
  if (root === null) return await openAt(written.value, dependencies, request);
  const [first, second] = found.atRoot ? [root.href, written.value] : [written.value, root.href];
  const answer = await openAt(first, dependencies, request);
  if (answer.ok || answer.error.code !== 'not-found') return answer;
  const other = await openAt(second, dependencies, request);
  if (other.ok) found.atRoot = !found.atRoot;
  return other;
}

async function openAt(
  from: string,
  dependencies: DownloadDependencies,
  request: DownloadRequest,
): Promise<Result<DownloadAnswer, CallCode>> {
  const headers = headersOf(request);
  let address: Result<string, CallCode> = ok(from);
  for (let redirects = 0; address.ok; redirects += 1) {
    const url = new URL(address.value);
    const answer = await dependencies.http.stream({ method: 'GET', url, headers }, request.signal);
    if (!answer.ok) return answer;
    if (!REDIRECTS.has(answer.value.status)) {
      const head = readHead(dependencies, request, answer.value);
      return head.ok ? ok({ ...head.value, address: url.href }) : head;
    }
    giveUp(answer.value.stream);
    if (redirects === MOST_REDIRECTS) return fail('bad-answer', 'The address of this item leads in circles.');
    address = redirectTarget(url, answer.value.headers['location'], dependencies.server);
  }
  return address;
}

function urlOf(written: string, server: URL): Result<string, CallCode> {
  return URL.canParse(written)
    ? allowMediaUrl(new URL(written), server)
    : fail('bad-media-url', 'The address of this item cannot be read.');
}

function redirectTarget(from: URL, location: string | undefined, server: URL): Result<string, CallCode> {
  if (location === undefined || !URL.canParse(location, from.href)) {
    return fail('bad-answer', 'The server sends the player to an address that cannot be read.');
  }
  const target = new URL(location, from.href);
  const allowed = target.origin === server.origin ? allowHere(target, server) : allowMediaUrl(target, server);
  if (allowed.ok && from.protocol === 'https:' && allowed.value.startsWith('http:')) {
    return fail('bad-media-url', 'A redirect may not lead from https to http.');
  }
  return allowed;
}

/** Where the paired server itself points is meant as it stands. */
function allowHere(target: URL, server: URL): Result<string, CallCode> {
  const allowed = allowMediaUrl(target, server);
  return allowed.ok ? ok(`${target.origin}${target.pathname}${target.search}`) : allowed;
}

function headersOf({ from = 0, ifRange, known }: DownloadRequest): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Encoding': 'identity' };
  // Without If-Range the end of one version could be joined to the beginning of another.
  if (from > 0 && ifRange !== undefined) {
    headers['Range'] = `bytes=${from}-`;
    headers['If-Range'] = ifRange;
  }
  return { ...headers, ...conditionalHeaders(known) };
}

function readHead(
  dependencies: DownloadDependencies,
  request: DownloadRequest,
  answer: StreamAnswer,
): Result<DownloadAnswer, CallCode> {
  const { headers, stream } = answer;
  const failure = failureOfStatus(answer, dependencies.clock.now());
  const told = parseContentRange(headers['content-range']);
  const isWhole = (request.from ?? 0) === 0 && told?.start === 0 && told.end + 1 === told.total;
  const status = answer.status === 206 && isWhole ? 200 : answer.status;
  if (failure !== null || (status !== 200 && status !== 206 && status !== 304)) {
    giveUp(stream);
    return failure ?? fail('bad-answer', `The server answered with status ${status}.`, { status });
  }
  const range = status === 206 ? told : null;
  if (status === 206 && range === null) {
    giveUp(stream);
    return fail('bad-answer', 'The server sent a part of the file without saying which.');
  }
  if (status === 304) giveUp(stream);
  const coding = codingOf(headers['content-encoding']);
  if (status !== 304 && (coding === null || (coding !== 'identity' && status === 206))) {
    giveUp(stream);
    return fail('bad-answer', 'The server sent the file in a coding that nobody asked for.');
  }
  const isCoded = coding !== 'identity';
  const body = coding === null || coding === 'identity' ? stream : decoded(stream, coding);
  return ok({
    status,
    validators: validatorsOf(headers, isCoded),
    contentType: headers['content-type'] ?? null,
    contentLength: isCoded ? null : parseLength(headers['content-length']),
    range,
    body: status === 304 ? nothing() : readBody(body, request.signal, isCoded ? null : plainLength(headers)),
  });
}

/** Of a body that was decoded on its way, nothing can be continued: its places are those of other bytes. */
function validatorsOf(headers: Readonly<Record<string, string>>, isCoded: boolean): Validators {
  const { etag = null, 'last-modified': lastModified = null } = headers;
  if (!isCoded) return { etag, lastModified };
  return { etag: etag === null || etag.startsWith('W/') ? etag : `W/${etag}`, lastModified: null };
}

/** A stream that nobody reads must not end the process with an error of its own. */
function giveUp(stream: Readable): void {
  stream.on('error', () => undefined);
  stream.destroy();
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A 304 has no body.
}

function parseLength(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

/** How many bytes follow the head on the connection itself; null when only the parser knows. */
function plainLength(headers: StreamAnswer['headers']): number | null {
  return headers['transfer-encoding'] === undefined ? parseLength(headers['content-length']) : null;
}

/** `bytes START-END/TOTAL`, where TOTAL may be `*`. */
export function parseContentRange(
  header: string | undefined,
): { readonly start: number; readonly end: number; readonly total: number | null } | null {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(header?.trim() ?? '');
  if (match === null) return null;
  const [start, end] = [Number(match[1]), Number(match[2])];
  const total = match[3] === '*' ? null : Number(match[3]);
  return end < start || (total !== null && end >= total) ? null : { start, end, total };
}

/**
 * Node itself ends a body with an error that is shorter than its Content-Length. How slow it may be is for whoever holds the
 * signal to say.
 */
async function* readBody(
  stream: Readable,
  signal: AbortSignal,
  bytes: number | null,
): AsyncGenerator<Uint8Array> {
  const onAbort = (): void => {
    stream.destroy(Object.assign(new Error('The download was given up'), { code: 'ABORT_ERR' }));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const gathered = (bytes === null ? null : gatherDirectly(stream, bytes)) ?? gatherBody(stream);
  try {
    for (
      let next = await nextChunk(gathered, signal);
      next !== null;
      next = await nextChunk(gathered, signal)
    ) {
      yield next;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    giveUp(stream);
  }
}

/** Rebuilds any error from its message and code, since an AxiosError holds the whole request. */
async function nextChunk(gathered: GatheredBody, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    return await gathered.next();
  } catch (thrown) {
    const { message, code } = thrown as NodeJS.ErrnoException;
    throw Object.assign(new Error(message), { code: signal.aborted ? 'ABORT_ERR' : (code ?? 'unknown') });
  }
}
