import { emptyAnswer, errorAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { ifRangeHolds, parseRange } from './byte-ranges.ts';
import type { Incoming } from './incoming.ts';
import type { Upload } from './types.ts';

function isNotModified(headers: Incoming['headers'], etag: string | null, lastModified: string): boolean {
  const known = headers['if-none-match'];
  if (known !== undefined) {
    const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
    return known.trim() === '*' || (etag !== null && known.split(',').map(opaque).includes(opaque(etag)));
  }
  const since = headers['if-modified-since'];
  return since !== undefined && Date.parse(lastModified) <= Date.parse(since);
}

/** Answers `GET` (and `HEAD`, whose body is dropped later) for an upload as nginx does: 200, 206, 304, 404, 416. */
export function uploadAnswer(upload: Upload | undefined, headers: Incoming['headers']): Answer {
  if (upload === undefined) return errorAnswer(404, 'File not found');
  const lastModified = upload.lastModified.toUTCString();
  const common: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Last-Modified': lastModified,
    ...(upload.etag === null ? {} : { ETag: upload.etag }),
  };
  if (isNotModified(headers, upload.etag, lastModified)) return emptyAnswer(304, common);

  const described = { ...common, 'Content-Type': upload.type };
  const mayBePartial = ifRangeHolds(headers['if-range']?.toString(), { etag: upload.etag, lastModified });
  const range = mayBePartial ? parseRange(headers.range, upload.size) : null;
  if (range === null) return { status: 200, headers: described, body: upload.bytes };
  if (range === 'unsatisfiable') {
    return emptyAnswer(416, { ...common, 'Content-Range': `bytes */${String(upload.size)}` });
  }
  const { first, last } = range;
  return {
    status: 206,
    headers: {
      ...described,
      'Content-Range': `bytes ${String(first)}-${String(last)}/${String(upload.size)}`,
    },
    body: upload.bytes.subarray(first, last + 1),
  };
}
