import { randomBytes } from 'node:crypto';
import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createMediaResponder } from '../../../../src/player/media/media-response.ts';
import { createOpenFiles } from '../../../../src/player/media/open-files.ts';
import type { MediaRecord } from '../../../../src/player/media/media-types.ts';
import { makeFolder } from '../../../support/make-folder.ts';

const sha256 = 'ab'.repeat(32);
const svg = 'cd'.repeat(32);
const bytes = randomBytes(700_001);
const files = createOpenFiles();
const { path: folder, remove } = makeFolder();

const recordOf = (mime: string): MediaRecord => ({
  sha256,
  size: bytes.length,
  kind: 'image',
  mime,
  durationMs: null,
});
const respond = createMediaResponder(async (wanted) => {
  if (wanted === sha256) return await files.open(recordOf('video/mp4'), join(folder, 'file'));
  return wanted === svg ? await files.open(recordOf('image/svg+xml'), join(folder, 'file')) : null;
}, createSilentLog());

function ask(
  headers: Record<string, string> = {},
  method = 'GET',
  path = `/media/${sha256}`,
): Promise<Response> {
  return respond(new Request(`app://player${path}`, { method, headers }));
}

async function bodyOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

beforeAll(() => {
  writeFileSync(join(folder, 'file'), bytes);
});
afterAll(remove);

test('the whole file comes with its type, its length and nosniff', async () => {
  const response = await ask();

  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': String(bytes.length),
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    etag: `"${sha256}"`,
  });
  expect((await bodyOf(response)).equals(bytes)).toBe(true);
});

test('any one range is the slice of the file that it names', async () => {
  const offset = fc.integer({ min: 0, max: bytes.length + 1_000 });
  const range = fc.oneof(
    fc.tuple(offset, offset).map(([first, last]) => ({ header: `bytes=${first}-${last}`, first, last })),
    offset.map((first) => ({ header: `bytes=${first}-`, first, last: bytes.length - 1 })),
    offset.map((suffix) => ({
      header: `bytes=-${suffix}`,
      first: suffix === 0 ? bytes.length : Math.max(0, bytes.length - suffix),
      last: bytes.length - 1,
    })),
  );
  await fc.assert(
    fc.asyncProperty(range, async ({ header, first, last }) => {
      const response = await ask({ Range: header });
      if (first > last && first < bytes.length) {
        expect(response.status).toBe(200);
        await response.body?.cancel();
        return;
      }
      if (first >= bytes.length && last >= first) {
        expect(response.status).toBe(416);
        expect(response.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
        return;
      }
      if (first > last) {
        // A first beyond the end with a last before it is malformed, or an empty suffix cannot be had.
        expect([200, 416]).toContain(response.status);
        await response.body?.cancel();
        return;
      }
      const end = Math.min(last, bytes.length - 1);
      expect(response.status).toBe(206);
      expect(response.headers.get('content-range')).toBe(`bytes ${first}-${end}/${bytes.length}`);
      expect(response.headers.get('content-length')).toBe(String(end - first + 1));
      expect((await bodyOf(response)).equals(bytes.subarray(first, end + 1))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test.each(['bytes=0-1,5-9', 'items=0-1', 'bytes=-', 'bytes=a-b', 'bytes 0-1'])(
  'the range %s is none: the whole file is the answer',
  async (header) => {
    const response = await ask({ Range: header });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  },
);

test('If-Range lets a range stand only for these very bytes', async () => {
  const same = await ask({ Range: 'bytes=0-9', 'If-Range': `"${sha256}"` });
  const other = await ask({ Range: 'bytes=0-9', 'If-Range': '"another"' });

  expect([same.status, other.status]).toEqual([206, 200]);
  await Promise.all([same.body?.cancel(), other.body?.cancel()]);
});

test('HEAD tells everything and sends nothing; If-None-Match answers 304', async () => {
  const head = await ask({}, 'HEAD');
  const unchanged = await ask({ 'If-None-Match': `W/"x", "${sha256}"` });

  expect(head.status).toBe(200);
  expect(head.headers.get('content-length')).toBe(String(bytes.length));
  expect(head.body).toBeNull();
  expect(unchanged.status).toBe(304);
  expect(files.busy(sha256)).toBe(false);
});

describe('nothing but a hash leads anywhere', () => {
  test.each([
    '/media/',
    '/media/../player.db',
    `/media/${sha256}/`,
    `/media/${sha256}/../${sha256}x`,
    `/media/..%2f${sha256}`,
    `/media/${sha256.toUpperCase()}`,
    `/media/${sha256}%00`,
    `/media/part/${sha256}`,
    `/other/${sha256}`,
    '/media/%e0%a4%a',
  ])('%s', async (path) => {
    expect((await ask({}, 'GET', path)).status).toBe(404);
  });

  test('other methods are refused', async () => {
    const response = await ask({}, 'POST');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

test('an SVG can do nothing, should it ever be opened as a page', async () => {
  const response = await ask({}, 'GET', `/media/${svg}`);
  expect(response.headers.get('content-security-policy')).toContain('sandbox');
  await response.body?.cancel();
});

test('bytes are read only when the reader asks, and the file stays until it ends', async () => {
  const response = await ask();
  const reader = response.body?.getReader();
  const first = await reader?.read();

  expect(first?.value?.byteLength).toBeLessThan(bytes.length);
  expect(files.busy(sha256)).toBe(true);
  await reader?.cancel();
  await expect.poll(() => files.busy(sha256)).toBe(false);
});

test.each([
  ['has come', () => Promise.resolve(1_000)],
  ['fails, since its file is closed', () => Promise.reject(new Error('EBADF: bad file descriptor, read'))],
])('a reader that goes away in the middle of a read that then %s leaves silence', async (_what, end) => {
  const said: string[] = [];
  const say = (message: string): void => void said.push(message);
  const reading = Promise.withResolvers<undefined>();
  let isClosed = false;
  const responder = createMediaResponder(
    () =>
      Promise.resolve({
        record: recordOf('video/mp4'),
        read: () => reading.promise.then(end),
        close: () => {
          isClosed = true;
          return Promise.resolve();
        },
      }),
    { ...createSilentLog(), warn: say, error: say },
  );
  const response = await responder(new Request(`app://player/media/${sha256}`));
  await response.body?.cancel();
  reading.resolve(undefined);
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect([said, isClosed]).toEqual([[], true]);
});

test('a file that is deleted from outside while it is read goes on to its end', async () => {
  writeFileSync(join(folder, 'doomed'), bytes);
  const responder = createMediaResponder(
    () => files.open(recordOf('image/png'), join(folder, 'doomed')),
    createSilentLog(),
  );
  const response = await responder(new Request(`app://player/media/${sha256}`));
  unlinkSync(join(folder, 'doomed'));
  expect((await bodyOf(response)).equals(bytes)).toBe(true);
});

test('a file that became shorter ends in an error, not in silence', async () => {
  writeFileSync(join(folder, 'short'), bytes.subarray(0, 1_000));
  const responder = createMediaResponder(
    () => files.open(recordOf('image/png'), join(folder, 'short')),
    createSilentLog(),
  );
  const response = await responder(new Request(`app://player/media/${sha256}`));
  await expect(response.arrayBuffer()).rejects.toThrow('shorter');
  expect(files.busy(sha256)).toBe(false);
});
