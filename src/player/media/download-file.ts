import type { MediaCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Failed, type Result } from '../../shared/result.ts';
import type { MediaPartRow } from '../../platform/store/media-index.ts';
import type { DownloadAnswer, DownloadRequest, Validators } from '../server/server-client.types.ts';
import { diskFailure } from './disk-failures.ts';
import { takeBody } from './download-body.ts';
import type { MediaRequest } from './media-types.ts';
import { openPartFile, type PartFile } from './part-file.ts';
import { discard, noteFlushed, wrongSize, type DownloadFileDependencies, type Transfer } from './transfer.ts';
import { watchTransfer, type TransferWatch } from './transfer-watch.ts';

/** What is known of the file from before: a conditional request asks only whether it is still the same. */
export interface KnownFile {
  readonly validators: Validators;
  readonly size: number;
}

export type Downloaded =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'complete';
      readonly partName: string;
      readonly sha256: string;
      readonly size: number;
      readonly validators: Validators;
    };

/**
 * One try to bring the file behind `need.url` to the disk, continuing where an earlier try, or an earlier run, stopped
 * (ARCHITECTURE.md, *Bytes are proven*). A success is hashed, compared and flushed, but has no final name yet.
 * A failure keeps what may be continued.
 */
export async function downloadFile(
  need: MediaRequest,
  known: KnownFile | null,
  tools: DownloadFileDependencies,
  signal: AbortSignal,
): Promise<Result<Downloaded, MediaCode>> {
  const name = tools.folder.partName(need.url);
  let part: PartFile | null = null;
  try {
    await tools.folder.prepare();
    const row = resumable(tools.index.part(name), need);
    part = await openPartFile(tools.folder.partPath(name), row?.flushed ?? 0);
    const transfer: Transfer = { need, name, part, row: part.length > 0 ? row : null, tools };
    const received = await receive(transfer, known, signal);
    if (!received.ok) return received;
    return received.value === 'unchanged' ? ok({ kind: 'unchanged' }) : await complete(transfer);
  } catch (thrown) {
    return diskFailure(thrown);
  } finally {
    await part?.close();
  }
}

/** A part can be continued when the server can be asked whether it still belongs to the same file. */
function resumable(row: MediaPartRow | null, need: MediaRequest): MediaPartRow | null {
  if (row === null || row.flushed === 0) return null;
  if (need.size !== null && row.total !== null && row.total !== need.size) return null;
  return row.flushed === row.total || ifRangeOf(row) !== null ? row : null;
}

/** A weak ETag does not promise equal bytes; If-Range takes a strong one or a date (RFC 9110, 13.1.5). */
function ifRangeOf(validators: Validators): string | null {
  const { etag, lastModified } = validators;
  return etag !== null && !etag.startsWith('W/') ? etag : lastModified;
}

async function receive(
  transfer: Transfer,
  known: KnownFile | null,
  signal: AbortSignal,
): Promise<Result<'received' | 'unchanged', MediaCode>> {
  const { part, tools } = transfer;
  if (transfer.row !== null && transfer.row.flushed === transfer.row.total) return ok('received');
  const watch = watchTransfer(tools.clock, tools, signal);
  try {
    const answer = await tools.download(requestFor(transfer, known, watch.signal));
    if (!answer.ok) return await refused(transfer, answer, watch.tooSlow() !== null);
    if (isUnchanged(answer.value, known)) {
      watch.abort();
      return ok('unchanged');
    }
    const begun = await begin(transfer, answer.value);
    if (!begun.ok) {
      watch.abort();
      return begun;
    }
    const ended = await takeBody(transfer, answer.value, watch.came);
    if (!ended.ok) watch.abort();
    if (ended.ok) return ok('received');
    if (part.length === part.flushed) return slownessOf(watch) ?? ended;
    await noteFlushed(transfer);
    if (signal.aborted) return fail('stopped', 'The download was broken off.');
    return slownessOf(watch) ?? ended;
  } finally {
    watch.stop();
  }
}

function slownessOf(watch: TransferWatch): Failed<'timeout' | 'trickles'> | null {
  switch (watch.tooSlow()) {
    case 'stalled':
      return fail('timeout', 'The server stopped sending in the middle of a file.');
    case 'trickles':
      return fail('trickles', 'The server sends this file too slowly; it is asked for again later.');
    case null:
      return null;
  }
}

function requestFor(transfer: Transfer, known: KnownFile | null, signal: AbortSignal): DownloadRequest {
  const { need, part, row } = transfer;
  const ifRange = row === null ? null : ifRangeOf(row);
  if (ifRange !== null) return { url: need.url, from: part.length, ifRange, signal };
  return known === null ? { url: need.url, signal } : { url: need.url, known: known.validators, signal };
}

/** An answer of any other 4xx to a range means that the part belongs to no file of today. */
async function refused(
  transfer: Transfer,
  answer: Extract<Result<DownloadAnswer, MediaCode>, { ok: false }>,
  stalled: boolean,
): Promise<Result<never, MediaCode>> {
  if (transfer.row !== null && ['refused', 'not-found'].includes(answer.error.code)) await discard(transfer);
  return stalled ? fail('timeout', 'The server did not answer in time.') : answer;
}

/**
 * Whether the answer is about the file that is known already; the body is then not read. A server that does not answer 304
 * may say so by the same validators; where it has none, only the length can tell.
 */
function isUnchanged(answer: DownloadAnswer, known: KnownFile | null): boolean {
  if (known === null || answer.status === 206) return false;
  if (answer.status === 304) return true;
  const { etag, lastModified } = known.validators;
  const said = answer.validators;
  const isLength = answer.contentLength === known.size;
  if (etag !== null && said.etag !== null) return etag === said.etag && isLength;
  if (etag === null && lastModified !== null) return lastModified === said.lastModified && isLength;
  return etag === null && isLength;
}

/** Judges the head of an answer before a byte of it is taken, and notes whose bytes the part will hold. */
async function begin(transfer: Transfer, answer: DownloadAnswer): Promise<Result<null, MediaCode>> {
  const { need, part, name, tools } = transfer;
  if (answer.status === 304) return fail('bad-answer', 'The server said 304 to a question nobody asked.');
  if (answer.status === 206 && !continues(transfer, answer)) {
    await discard(transfer);
    return fail('incomplete', 'The file changed on the server while it was downloaded; it starts anew.');
  }
  if (answer.status === 200) await part.restart();
  const total = answer.status === 206 ? totalOf(answer) : answer.contentLength;
  if (need.kind === null && isPage(answer.contentType)) {
    return fail('is-a-page', 'The address shows a web page, not a file.');
  }
  if (need.size !== null && total !== null && total !== need.size) return await wrongSize(transfer);
  transfer.row = { name, url: need.url, ...answer.validators, total, flushed: part.flushed };
  tools.index.setPart(transfer.row);
  tools.onProgress(part.length, total);
  return total === null ? ok(null) : await tools.reserve(name, total);
}

/** Whether a 206 is the rest of the very file whose beginning is here: nothing is ever spliced. */
function continues({ row, part }: Transfer, answer: DownloadAnswer): boolean {
  if (row === null || answer.range?.start !== part.length) return false;
  const { etag, lastModified } = answer.validators;
  if (etag !== null && row.etag !== null && etag !== row.etag) return false;
  if (lastModified !== null && row.lastModified !== null && lastModified !== row.lastModified) return false;
  const total = totalOf(answer);
  return total === null || row.total === null || total === row.total;
}

function totalOf({ range, contentLength }: DownloadAnswer): number | null {
  if (range === null) return null;
  return range.total ?? (contentLength === null ? null : range.start + contentLength);
}

function isPage(contentType: string | null): boolean {
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(contentType ?? '');
}

/** Compares and flushes what is here in full. Wrong bytes are thrown away: there is nothing to continue. */
async function complete(transfer: Transfer): Promise<Result<Downloaded, MediaCode>> {
  const { need, name, part, row } = transfer;
  if (need.size !== null && part.length !== need.size) return await wrongSize(transfer);
  await noteFlushed(transfer);
  const sha256 = part.digest();
  if (need.sha256 !== null && sha256 !== need.sha256) {
    await discard(transfer);
    return fail('hash-mismatch', 'The file does not have the SHA-256 that the playlist says.');
  }
  const validators = { etag: row?.etag ?? null, lastModified: row?.lastModified ?? null };
  return ok({ kind: 'complete', partName: name, sha256, size: part.length, validators });
}
