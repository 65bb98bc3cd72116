import type { MediaPartRow } from '../../platform/store/media-index.ts';
import type { DownloadAnswer, Validators } from '../server/server-client.types.ts';
import type { MediaRequest } from './media-types.ts';

/** What is known of the file from before: a conditional request asks only whether it is still the same. */
export interface KnownFile {
  readonly validators: Validators;
  readonly size: number;
}

/** The part, when it can be continued: the server can be asked whether it still belongs to the same file. */
export function resumable(row: MediaPartRow | null, need: MediaRequest): MediaPartRow | null {
  if (row === null || row.flushed === 0) return null;
  if (need.size !== null && row.total !== null && row.total !== need.size) return null;
  return row.flushed === row.total || ifRangeOf(row) !== null ? row : null;
}

/** A weak ETag does not promise equal bytes; If-Range takes a strong one or a date (RFC 9110, 13.1.5). */
export function ifRangeOf(validators: Validators): string | null {
  const { etag, lastModified } = validators;
  return etag !== null && !etag.startsWith('W/') ? etag : lastModified;
}

/**
 * Whether the answer is about the file that is known already; the body is then not read. A server that does not answer 304
 * may say so by the same validators; where it has none, only the length can tell.
 */
export function isUnchanged(answer: DownloadAnswer, known: KnownFile | null): boolean {
  if (known === null || answer.status === 206) return false;
  if (answer.status === 304) return true;
  const { etag, lastModified } = known.validators;
  const said = answer.validators;
  const isLength = answer.contentLength === known.size;
  if (etag !== null && said.etag !== null) return etag === said.etag && isLength;
  if (etag === null && lastModified !== null) return lastModified === said.lastModified && isLength;
  return etag === null && isLength;
}

/** Whether a 206 is the rest of the very file whose first `length` bytes are here: nothing is ever spliced. */
export function continuesPart(answer: DownloadAnswer, row: MediaPartRow | null, length: number): boolean {
  if (row === null || answer.range?.start !== length) return false;
  const { etag, lastModified } = answer.validators;
  if (etag !== null && row.etag !== null && etag !== row.etag) return false;
  if (lastModified !== null && row.lastModified !== null && lastModified !== row.lastModified) return false;
  const total = totalOf(answer);
  return total === null || row.total === null || total === row.total;
}

/** The length of the whole file in bytes, as the answer says it; null when it does not. */
export function totalOf({ status, range, contentLength }: DownloadAnswer): number | null {
  if (status !== 206) return contentLength;
  if (range === null) return null;
  return range.total ?? (contentLength === null ? null : range.start + contentLength);
}

export function isPage({ contentType }: DownloadAnswer): boolean {
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(contentType ?? '');
}
