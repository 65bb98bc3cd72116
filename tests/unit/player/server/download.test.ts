import { PassThrough } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openDownload } from '../../../../src/player/server/download.ts';
import type { DownloadAnswer, DownloadRequest } from '../../../../src/player/server/server-client.types.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import type { CallCode } from '../../../../src/shared/failure-codes.ts';
import { ok, type Result } from '../../../../src/shared/result.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A server that answers by path; what it does not have is 404. */
function client(base: string, answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const found = { atRoot: false };
  const open = (request: Partial<DownloadRequest>): Promise<Result<DownloadAnswer, CallCode>> =>
    openDownload(
      {
        http: {
          text: () => Promise.reject(new Error('not asked for')),
          stream: ({ url }) => {
            asked.push(url.pathname);
            const {
              status = 200,
              headers = {},
              body = Buffer.alloc(0),
            } = answers[url.pathname] ?? { status: 404 };
            const stream = new PassThrough();
            stream.end(body);
            return Promise.resolve(ok({ status, headers, stream }));
          },
        },
        server: new URL(base),
        clock: createSystemClock(),
        found,
      },
      { url: `${base}/static/uploads/a.png`, signal: new AbortController().signal, ...request },
    );
  return { asked, open };
}

async function bytesOf(answer: Result<DownloadAnswer, CallCode>): Promise<string> {
  if (!answer.ok) return answer.error.code;
  const chunks: Buffer[] = [];
  for await (const chunk of answer.value.body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

describe('a server under a path', () => {
  const base = 'https://host.example/digiserver';

  test('is asked there first, then at the root, and first there from then on', async () => {
    const { asked, open } = client(base, { '/static/uploads/a.png': { body: Buffer.from('root') } });
    expect(await bytesOf(await open({}))).toBe('root');
    expect(await bytesOf(await open({}))).toBe('root');
    expect(asked).toEqual([
      '/digiserver/static/uploads/a.png',
      '/static/uploads/a.png',
      '/static/uploads/a.png',
    ]);
  });

  test('that has its files under it is never asked at the root', async () => {
    const { asked, open } = client(base, {
      '/digiserver/static/uploads/a.png': { body: Buffer.from('base') },
    });
    expect(await bytesOf(await open({}))).toBe('base');
    expect(asked).toHaveLength(1);
  });

  test('without the file is asked twice and no more, and a file elsewhere once', async () => {
    const { asked, open } = client(base, {});
    expect(await bytesOf(await open({}))).toBe('not-found');
    expect(await bytesOf(await open({ url: 'https://cdn.example/digiserver/a.png' }))).toBe('not-found');
    expect(asked).toHaveLength(3);
  });

  test('may send on to its own root', async () => {
    const { open } = client(base, {
      '/digiserver/static/uploads/a.png': { status: 302, headers: { location: '/static/uploads/a.png' } },
      '/static/uploads/a.png': { body: Buffer.from('root') },
    });
    expect(await bytesOf(await open({}))).toBe('root');
  });
});

describe('odd but honest', () => {
  const path = '/static/uploads/a.png';
  const base = 'https://host.example';
  const text = 'picture '.repeat(5_000);

  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['identity', Buffer.from(text)],
    ['GZIP, identity', gzipSync(text)],
  ])('a file in %s, although nobody asked, is decoded', async (encoding, body) => {
    const headers = { 'content-encoding': encoding, 'content-length': String(body.length) };
    const { open } = client(base, { [path]: { headers, body } });
    const answer = await open({});
    expect(answer).toMatchObject({
      ok: true,
      value: { contentLength: encoding === 'identity' ? body.length : null },
    });
    expect(await bytesOf(answer)).toBe(text);
  });

  test('a coding that is not known, and one that is none, are no file', async () => {
    const zstd = client(base, {
      [path]: { headers: { 'content-encoding': 'zstd' }, body: Buffer.from('x') },
    });
    expect(await bytesOf(await zstd.open({}))).toBe('bad-answer');
    const broken = client(base, {
      [path]: { headers: { 'content-encoding': 'gzip' }, body: Buffer.from('no gzip') },
    });
    await expect(bytesOf(await broken.open({}))).rejects.toThrow();
    const cut = client(base, {
      [path]: { headers: { 'content-encoding': 'gzip' }, body: gzipSync(text).subarray(0, 60) },
    });
    await expect(bytesOf(await cut.open({}))).rejects.toThrow();
  });

  test('a 206 with all of the file, where no range was asked for, is the file', async () => {
    const headers = { 'content-range': 'bytes 0-6/7', 'content-length': '7' };
    const { open } = client(base, { [path]: { status: 206, headers, body: Buffer.from('picture') } });
    expect(await open({})).toMatchObject({ ok: true, value: { status: 200, contentLength: 7, range: null } });
  });

  test.each(['bytes 0-5/7', 'bytes 1-6/7', 'bytes 0-6/*'])('a 206 with %s is not', async (range) => {
    const { open } = client(base, { [path]: { status: 206, headers: { 'content-range': range } } });
    const answer = await open({});
    expect(answer.ok && answer.value.status).toBe(206);
  });

  test('a 206 with all of the file is a part where a range was asked for', async () => {
    const headers = { 'content-range': 'bytes 0-6/7' };
    const { open } = client(base, { [path]: { status: 206, headers, body: Buffer.from('picture') } });
    expect(await open({ from: 3, ifRange: '"x"' })).toMatchObject({ ok: true, value: { status: 206 } });
  });
});
