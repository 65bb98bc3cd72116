export interface ByteRange {
  /** First and last byte, both included. */
  first: number;
  last: number;
}

/**
 * Reads one `Range` of a file of `size` bytes (RFC 9110, 14.1.2): null when the header is to be ignored
 * (absent, several ranges, another unit, malformed), `unsatisfiable` for 416.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const parts = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '');
  if (parts === null) return null;
  const [, from = '', to = ''] = parts;
  if (from === '' && to === '') return null;
  if (from === '') {
    const suffix = Number(to);
    if (suffix === 0 || size === 0) return 'unsatisfiable';
    return { first: Math.max(0, size - suffix), last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Number(to);
  if (to !== '' && last < first) return null;
  if (first >= size) return 'unsatisfiable';
  return { first, last: Math.min(last, size - 1) };
}

/**
 * Whether a `Range` may be answered under this `If-Range` (RFC 9110, 13.1.5): an ETag must be the same and
 * strong, a date must be exactly Last-Modified.
 */
export function ifRangeHolds(
  header: string | undefined,
  file: { etag: string | null; lastModified: string },
): boolean {
  if (header === undefined) return true;
  const value = header.trim();
  return value.startsWith('"') ? value === file.etag : value === file.lastModified;
}
