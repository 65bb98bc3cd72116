import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

export interface StaticFile {
  readonly path: string;
  readonly type: string;
  readonly bytes: number;
  /** Its name carries a hash of its content, so that a browser may keep it. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * Lists a folder once, as URL path → file: what is not in the list is not served, so that no path in a request is ever
 * joined to one on the disk. `/` is `index.html`. A missing folder is an empty list, and a file that vanishes meanwhile is left out.
 */
export async function listStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const details = await stat(path).catch(() => null);
    if (details === null) continue;
    const relative = path.slice(folder.length).replaceAll('\\', '/').replace(/^\/*/, '/');
    files.set(relative, {
      path,
      type: types[extname(entry.name)] ?? 'application/octet-stream',
      bytes: details.size,
      immutable: relative.startsWith('/assets/'),
    });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}
