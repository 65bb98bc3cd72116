import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import { call } from '../support/simulator-support.ts';

const bytes = Buffer.from(Array.from({ length: 1000 }, (_unused, index) => index % 251));

let simulator: Simulator;
let upload: Upload;
beforeEach(async () => {
  simulator = await startSimulator();
  upload = simulator.addUpload('Grüße & 100%.mp4', bytes);
});
afterEach(() => simulator.stop());

const get = (headers: Record<string, string> = {}, method = 'GET') =>
  call(simulator.origin + upload.path, { headers, method });

it('sends a file with what resuming needs', async () => {
  const reply = await get();
  expect(reply.status).toBe(200);
  expect(reply.body.equals(bytes)).toBe(true);
  expect(reply.headers).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': '1000',
    'accept-ranges': 'bytes',
    etag: upload.etag,
    'last-modified': upload.lastModified.toUTCString(),
  });
  expect(upload.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});

it('answers HEAD with the head alone', async () => {
  const reply = await get({}, 'HEAD');
  expect(reply.headers['content-length']).toBe('1000');
  expect(reply.body).toHaveLength(0);
});

it.each([
  ['bytes=0-0', 0, 0],
  ['bytes=10-19', 10, 19],
  ['bytes=990-', 990, 999],
  ['bytes=990-5000', 990, 999],
  ['bytes=-5', 995, 999],
  ['bytes=-5000', 0, 999],
])('answers %s with 206', async (range, first, last) => {
  const reply = await get({ Range: range });
  expect(reply.status).toBe(206);
  expect(reply.headers['content-range']).toBe(`bytes ${first}-${last}/1000`);
  expect(reply.headers['content-length']).toBe(String(last - first + 1));
  expect(reply.body.equals(bytes.subarray(first, last + 1))).toBe(true);
});

it.each(['bytes=1000-', 'bytes=-0'])('answers %s with 416', async (range) => {
  const reply = await get({ Range: range });
  expect(reply.status).toBe(416);
  expect(reply.headers['content-range']).toBe('bytes */1000');
  expect(reply.body).toHaveLength(0);
});

it.each(['bytes=5-2', 'bytes=-', 'lines=0-1', 'bytes=0-1,5-6'])('ignores %s', async (range) => {
  expect((await get({ Range: range })).status).toBe(200);
});

it('honours If-Range, by ETag and by date, also after the file was replaced', async () => {
  const Range = 'bytes=500-';
  const etag = upload.etag ?? '';
  const date = upload.lastModified.toUTCString();
  const other = Buffer.alloc(1000, 7);
  expect((await get({ Range, 'If-Range': etag })).status).toBe(206);
  expect((await get({ Range, 'If-Range': date })).status).toBe(206);
  expect((await get({ Range, 'If-Range': `W/${etag}` })).status).toBe(200);
  simulator.replaceUpload(upload.name, other);
  for (const condition of [etag, date]) {
    const reply = await get({ Range, 'If-Range': condition });
    expect(reply.status).toBe(200);
    expect(reply.body.equals(other)).toBe(true);
  }
});

it('never continues under a weak ETag, and says 304 to who has the file', async () => {
  const weak = simulator.replaceUpload(upload.name, bytes, { etag: 'weak' });
  expect(weak.etag).toMatch(/^W\/"/);
  expect((await get({ Range: 'bytes=5-', 'If-Range': weak.etag ?? '' })).status).toBe(200);
  expect((await get({ 'If-None-Match': `"other", ${weak.etag ?? ''}` })).status).toBe(304);
  expect((await get({ 'If-Modified-Since': weak.lastModified.toUTCString() })).status).toBe(304);
  const none = simulator.replaceUpload(upload.name, bytes, { etag: 'none' });
  expect(none.etag).toBeNull();
  expect((await get()).headers.etag).toBeUndefined();
});

it('serves its uploads only', async () => {
  const statuses = await Promise.all(
    ['missing.jpg', '%2e%2e%2fetc%2fpasswd', '%zz'].map(
      async (name) => (await call(`${simulator.origin}/static/uploads/${name}`)).status,
    ),
  );
  expect(statuses).toEqual([404, 404, 400]);
  simulator.removeUpload(upload.name);
  expect((await get()).status).toBe(404);
  expect(() => simulator.replaceUpload(upload.name, bytes)).toThrow('There is no upload');
});

it('sends no faster than it was told', async () => {
  simulator.setThrottle(2000);
  const startedAt = performance.now();
  const reply = get();
  const halfway = await simulator.waitForRequest(({ bytesSent }) => bytesSent >= 300);
  expect(halfway.finished).toBe(false);
  expect((await reply).body.equals(bytes)).toBe(true);
  expect(performance.now() - startedAt).toBeGreaterThan(400);
});
