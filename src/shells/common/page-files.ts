import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** One file of the built page. */
export interface PageFile {
  readonly path: string;
  /** Its `Content-Type`. */
  readonly type: string;
  /** Its name carries a hash of its content, so that a browser may keep it. */
  readonly immutable: boolean;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * Lists a folder once, as URL path → file: what is not in the list is not served, so that no path in a request is ever
 * joined to one on the disk. `/` is `index.html`. Files of an unknown type are left out; a missing folder is an empty list.
 */
export async function listPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  // Not by `recursive`, which archives of Electron need not know.
  const addAll = async (path: string, url: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      const [inside, below] = [join(path, entry.name), `${url}/${entry.name}`];
      const type = contentTypes[extname(entry.name).toLowerCase()];
      if (entry.isDirectory()) await addAll(inside, below);
      else if (entry.isFile() && type !== undefined)
        files.set(below, { path: inside, type, immutable: below.startsWith('/assets/') });
    }
  };
  await addAll(folder, '');
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}
