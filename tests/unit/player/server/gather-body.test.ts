import { PassThrough } from 'node:stream';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatherBody } from '../../../../src/player/server/gather-body.ts';

const BLOCK = 1_048_576;

async function readAll(stream: PassThrough): Promise<{ bytes: Buffer; pieces: number }> {
  const body = gatherBody(stream);
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = await body.next();
    if (piece === null) return { bytes: Buffer.concat(pieces), pieces: pieces.length };
    pieces.push(Buffer.from(piece));
  }
}

test('whatever the chunks, the bytes are those that came, in their order', async () => {
  const lengths = fc.array(fc.integer({ min: 1, max: BLOCK * 2 + 7 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(lengths, async (chunkLengths) => {
      const chunks = chunkLengths.map((length) => randomBytes(length));
      const stream = new PassThrough();
      const reading = readAll(stream);
      for (const chunk of chunks) stream.write(chunk);
      stream.end();
      expect((await reading).bytes.equals(Buffer.concat(chunks))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('many small chunks of one moment are one piece', async () => {
  const stream = new PassThrough();
  const reading = readAll(stream);
  for (let count = 0; count < 10; count += 1) stream.write(randomBytes(1_000));
  stream.end();
  expect((await reading).pieces).toBeLessThan(4);
});

test('a stream that nobody reads is held back', async () => {
  const stream = new PassThrough();
  const body = gatherBody(stream);
  stream.write(randomBytes(BLOCK * 3));
  await body.next();
  expect(stream.write(randomBytes(BLOCK))).toBe(false);
  expect(stream.isPaused()).toBe(true);
});

test('what came before an error is handed out before the error', async () => {
  const stream = new PassThrough();
  const body = gatherBody(stream);
  stream.write('before');
  await new Promise((resolve) => setImmediate(resolve));
  stream.destroy(Object.assign(new Error('the line broke'), { code: 'ECONNRESET' }));
  expect(Buffer.from((await body.next()) ?? []).toString()).toBe('before');
  await expect(body.next()).rejects.toThrow('the line broke');
});

test('a stream that is closed before its end is an error, not an end', async () => {
  const stream = new PassThrough();
  const body = gatherBody(stream);
  stream.destroy();
  await expect(body.next()).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a stream that broke before anybody asked is an error at once', async () => {
  const stream = new PassThrough();
  stream.on('error', () => undefined);
  stream.destroy(new Error('the line broke'));
  await new Promise((resolve) => stream.once('close', resolve));
  await expect(gatherBody(stream).next()).rejects.toThrow('the line broke');
});
