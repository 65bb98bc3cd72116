import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { Upload, UploadOptions } from './types.ts';

const typesByExtension: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.mkv': 'video/x-matroska',
  '.mov': 'video/quicktime',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
};

export interface Uploads {
  add(name: string, bytes: Uint8Array, options?: UploadOptions): Upload;
  replace(name: string, bytes: Uint8Array, options?: UploadOptions): Upload;
  remove(name: string): void;
  get(name: string): Upload | undefined;
}

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

function makeEtag(sha256: string, kind: UploadOptions['etag']): string | null {
  if (kind === 'none') return null;
  const opaque = `"${sha256.slice(0, 16)}"`;
  return kind === 'weak' ? `W/${opaque}` : opaque;
}

function makeUpload(name: string, given: Uint8Array, options: UploadOptions): Upload {
  const bytes = Buffer.from(given);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    name,
    bytes,
    size: bytes.length,
    sha256,
    type: options.type ?? typesByExtension[extname(name).toLowerCase()] ?? 'application/octet-stream',
    etag: makeEtag(sha256, options.etag),
    lastModified: wholeSeconds(options.lastModified ?? new Date()),
    path: `/static/uploads/${encodeURIComponent(name)}`,
  };
}

/** The files under /static/uploads, in memory. */
export function createUploads(): Uploads {
  const uploads = new Map<string, Upload>();

  const existing = (name: string): Upload => {
    const upload = uploads.get(name);
    if (upload === undefined) throw new Error(`There is no upload "${name}".`);
    return upload;
  };
  const keep = (upload: Upload): Upload => {
    uploads.set(upload.name, upload);
    return upload;
  };

  return {
    add(name, bytes, options = {}) {
      if (uploads.has(name)) throw new Error(`There is an upload "${name}" already.`);
      return keep(makeUpload(name, bytes, options));
    },
    replace(name, bytes, options = {}) {
      const before = existing(name);
      // A file's date has whole seconds: one that is replaced within the same second must still look newer.
      const later = new Date(Math.max(Date.now(), before.lastModified.getTime() + 1000));
      return keep(makeUpload(name, bytes, { type: before.type, lastModified: later, ...options }));
    },
    remove(name) {
      existing(name);
      uploads.delete(name);
    },
    get(name) {
      return uploads.get(name);
    },
  };
}
