import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../simulator/certificate.ts';

/*
 * One file over TLS from a process of its own, so that neither side of the measurement pays for it: `node
 * download-server.ts FILE` prints its origin and serves until it is killed.
 */

const WARM_UP_BYTES = 4 * 1_048_576;
const LIMITED_BYTES = 16 * 1_048_576;
const READ_BYTES = 1_048_576;
const [file = ''] = process.argv.slice(2);
const { chainPem, privateKeyPem } = makeCertificate();
const { size, mtime } = statSync(file);

/**
 * A short beginning of the file warms whoever is measured with the whole; eighths of it, each of another length, are eight files;
 * what is measured under a limit has the same length whatever the file has.
 */
function bytesOf(path: string): number {
  if (path === '/warm-up.png') return Math.min(size, WARM_UP_BYTES);
  const limited = /^\/limited-(\d)\.png$/.exec(path)?.[1];
  if (limited !== undefined) return Math.min(size, LIMITED_BYTES) - Number(limited);
  const eighth = /^\/eighth-(\d)\.png$/.exec(path)?.[1];
  return eighth === undefined ? size : Math.floor(size / 8) - Number(eighth);
}

const server = createServer({ cert: chainPem, key: privateKeyPem }, (request, response) => {
  const bytes = bytesOf(request.url ?? '');
  response.writeHead(200, {
    'Content-Type': 'image/png',
    'Content-Length': bytes,
    ETag: `"bench-${bytes}"`,
    'Last-Modified': mtime.toUTCString(),
  });
  createReadStream(file, { end: bytes - 1, highWaterMark: READ_BYTES }).pipe(response);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`https://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
