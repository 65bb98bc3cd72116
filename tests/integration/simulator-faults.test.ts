import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { FaultEffect, Simulator } from '../simulator/types.ts';
import { call } from '../support/simulator-support.ts';

const bytes = Buffer.alloc(200_000, 'digi');
const path = '/static/uploads/video.mp4';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
  simulator.addUpload('video.mp4', bytes);
});
afterEach(() => simulator.stop());

const get = (target = path) => call(simulator.origin + target);
const spoil = (effect: FaultEffect, times?: number) =>
  simulator.addFault({ ...effect, match: { path }, ...(times === undefined ? {} : { times }) });

/** Reads until the answer ends or breaks off, and says which. */
async function readAll(target: string): Promise<{ received: number; error: string | null }> {
  const request = httpsRequest(simulator.origin + target, { rejectUnauthorized: false, agent: false });
  // `once` rejects with the first error; a broken connection may tell of a second one.
  request.on('error', () => undefined);
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let received = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) received += chunk.length;
    return { received, error: null };
  } catch (error) {
    return { received, error: (error as NodeJS.ErrnoException).code ?? null };
  }
}

it('is late, by the sum of its latencies', async () => {
  spoil({ kind: 'latency', milliseconds: 100 });
  spoil({ kind: 'latency', milliseconds: 100 });
  const startedAt = performance.now();
  expect((await get()).body.equals(bytes)).toBe(true);
  expect(performance.now() - startedAt).toBeGreaterThan(190);
});

it('stops waiting when the client hangs up', async () => {
  spoil({ kind: 'latency', milliseconds: 60_000 });
  const request = httpsRequest(simulator.origin + path, { rejectUnauthorized: false, agent: false });
  request.on('error', () => undefined);
  request.end();
  await simulator.waitForRequest(() => true);
  request.destroy();
  const entry = await simulator.waitForRequest(({ finished }) => finished);
  expect(entry).toMatchObject({ status: null, bytesSent: 0 });
});

it('answers with a status, its headers and its body, so many times', async () => {
  const fault = spoil({ kind: 'status', status: 503, headers: { 'Retry-After': '7' } }, 2);
  const first = await get();
  expect(first.status).toBe(503);
  expect(first.headers['retry-after']).toBe('7');
  expect((await get()).json()).toEqual({ error: 'Simulated 503' });
  expect((await get()).status).toBe(200);
  expect(fault.hits).toBe(2);
  spoil({ kind: 'status', status: 502, body: '<h1>Bad Gateway</h1>' });
  expect((await get()).body.toString()).toBe('<h1>Bad Gateway</h1>');
});

it('strikes only what it matches, until it is removed or cleared', async () => {
  const onPost = simulator.addFault({ match: { method: 'POST', path }, kind: 'status', status: 500 });
  expect((await get()).status).toBe(200);
  expect((await call(simulator.origin + path, { method: 'POST' })).status).toBe(500);
  onPost.remove();
  expect((await call(simulator.origin + path, { method: 'POST' })).status).toBe(405);
  expect(onPost.hits).toBe(1);

  simulator.addFault({ match: { path: /^\/static\//g }, kind: 'status', status: 500 });
  expect([(await get()).status, (await get()).status]).toEqual([500, 500]);
  expect((await get('/api/health')).status).toBe(200);
  simulator.clearFaults();
  expect((await get()).status).toBe(200);
});

it('resets the connection before an answer and within one', async () => {
  spoil({ kind: 'reset' }, 1);
  await expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' });
  spoil({ kind: 'reset', afterBytes: 1000 }, 1);
  expect(await readAll(path)).toMatchObject({ error: 'ECONNRESET' });
});

it('truncates: less than it declared, then the end', async () => {
  spoil({ kind: 'truncate', afterBytes: 70_000 }, 1);
  expect(await readAll(path)).toEqual({ received: 70_000, error: 'ECONNRESET' });
  spoil({ kind: 'truncate' });
  expect(await readAll(path)).toEqual({ received: 100_000, error: 'ECONNRESET' });
  const entry = await simulator.waitForRequest(
    ({ finished, bytesSent }) => finished && bytesSent === 100_000,
  );
  expect(entry.status).toBe(200);
});

it('lies about the length, in both directions', async () => {
  spoil({ kind: 'wrong-length', declaredBytes: 1000 }, 1);
  expect(await readAll(path)).toMatchObject({ received: 1000 });
  spoil({ kind: 'wrong-length', declaredBytes: 300_000 }, 1);
  expect(await readAll(path)).toEqual({ received: 200_000, error: 'ECONNRESET' });
});

it('says JSON that is none', async () => {
  simulator.addFault({ match: { path: '/api/health' }, kind: 'garbage-json' });
  const reply = await get('/api/health');
  expect(reply.status).toBe(200);
  expect(reply.headers['content-type']).toBe('application/json');
  expect(() => reply.json()).toThrow(SyntaxError);
});

it('changes one byte, and leaves the upload as it was', async () => {
  spoil({ kind: 'corrupt' }, 1);
  const { body } = await get();
  expect(body).toHaveLength(bytes.length);
  expect([...body.keys()].filter((index) => body[index] !== bytes[index])).toEqual([100_000]);
  expect((await get()).body.equals(bytes)).toBe(true);
});

it('redirects', async () => {
  spoil({ kind: 'redirect', location: 'https://elsewhere.example/' });
  const reply = await get();
  expect(reply.status).toBe(307);
  expect(reply.headers.location).toBe('https://elsewhere.example/');
});

it('never ends, in silence, until the server stops', async () => {
  spoil({ kind: 'never-end' });
  const reading = readAll(path);
  const entry = await simulator.waitForRequest(({ bytesSent }) => bytesSent === 100_000);
  expect(entry.finished).toBe(false);
  await simulator.stop();
  expect(await reading).toMatchObject({ received: 100_000, error: 'ECONNRESET' });
});

it('never ends, in a flood, until the client hangs up', async () => {
  simulator.addFault({ match: { path: '/api/health' }, kind: 'never-end', mode: 'flood' });
  const request = httpsRequest(`${simulator.origin}/api/health`, { rejectUnauthorized: false, agent: false });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let received = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received > 100_000) break;
  }
  request.destroy();
  expect((await simulator.waitForRequest(({ finished }) => finished)).bytesSent).toBeGreaterThan(100_000);
});

it('strikes before the server has stored anything, or only at the answer', async () => {
  const feedbackPath = '/api/player-feedback';
  simulator.addPlayer({ hostname: 'lobby', code: 'X' });
  const send = (effect: FaultEffect) => {
    simulator.addFault({ ...effect, match: { path: feedbackPath }, times: 1 });
    const json = { hostname: 'lobby', quickconnect_code: 'X', status: 'online', message: effect.kind };
    return call(simulator.origin + feedbackPath, { method: 'POST', json }).catch(() => null);
  };
  await send({ kind: 'status', status: 500 });
  await send({ kind: 'garbage-json' });
  await send({ kind: 'redirect', location: '/' });
  await send({ kind: 'reset' });
  expect(simulator.feedback).toEqual([]);
  await send({ kind: 'reset', afterBytes: 0 });
  await send({ kind: 'truncate' });
  expect(simulator.feedback.map(({ message }) => message)).toEqual(['reset', 'truncate']);
});
