import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';

/** How a body is coded; `unzip` is gzip or deflate. */
export type ContentCoding = 'identity' | 'unzip' | 'br';

const CODINGS: Readonly<Record<string, ContentCoding>> = {
  gzip: 'unzip',
  'x-gzip': 'unzip',
  deflate: 'unzip',
  br: 'br',
};

/** What `Content-Encoding` says; null for a coding that is not known, or more than one. */
export function codingOf(header: string | undefined): ContentCoding | null {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase());
  const [name, another] = names.filter((each) => each !== '' && each !== 'identity');
  if (name === undefined) return 'identity';
  return another === undefined ? (CODINGS[name] ?? null) : null;
}

/**
 * The bytes that `coded` stands for, as they come; an error where it breaks, or is no such coding. Memory is bounded by the
 * buffers of the two streams, and how many bytes may come is for the reader to say.
 */
export function decoded(coded: Readable, coding: Exclude<ContentCoding, 'identity'>): Readable {
  const plain: Transform = coding === 'br' ? createBrotliDecompress() : createUnzip();
  coded.on('error', (error) => {
    plain.destroy(error);
  });
  coded.once('close', () => {
    if (!coded.readableEnded) plain.destroy(new Error('The connection was closed in the middle'));
  });
  plain.once('close', () => {
    coded.destroy();
  });
  return coded.pipe(plain);
}
