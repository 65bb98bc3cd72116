import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatherDirectly } from '../../../../src/player/server/direct-body.ts';
import type { GatheredBody } from '../../../../src/player/server/gathering.ts';
import { connectReceiving } from '../../../../src/player/trust/receiving-socket.ts';
import { makeCertificate } from '../../../simulator/certificate.ts';

const BODY = randomBytes(20_000_000);
/** How the server answers; each test says it. */
let answer: (response: ServerResponse) => void = () => undefined;
const { chainPem, privateKeyPem } = makeCertificate();
const server = createServer({ cert: chainPem, key: privateKeyPem }, (_request, response) => {
  response.on('error', () => undefined);
  answer(response);
});
const agent = new Agent({ keepAlive: true });
agent.createConnection = (target) =>
  connectReceiving({ host: '127.0.0.1', port: Number(target.port), rejectUnauthorized: false });

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

async function ask(by = agent): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const request = get(`https://127.0.0.1:${port}/`, { agent: by, rejectUnauthorized: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  return response;
}

/** All pieces until the end or an error, each copied before the next is asked for. */
async function readAll(body: GatheredBody | null): Promise<{ pieces: Buffer[]; code: string | null }> {
  const pieces: Buffer[] = [];
  try {
    for (let next = await body?.next(); next; next = await body?.next()) pieces.push(Buffer.from(next));
    return { pieces, code: null };
  } catch (thrown) {
    return { pieces, code: (thrown as NodeJS.ErrnoException).code ?? 'none' };
  }
}

const whole = (response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Length': BODY.length }).end(BODY);
};

it.each([
  ['at once', 0],
  ['after a while, when streams and parser are full', 100],
])('brings the bytes that were sent, read %s', async (_when, delayMs) => {
  answer = whole;
  const response = await ask();
  await sleep(delayMs);
  const { pieces, code } = await readAll(gatherDirectly(response, BODY.length));
  expect(code).toBeNull();
  expect(Buffer.concat(pieces).equals(BODY)).toBe(true);
  response.destroy();
});

it('takes no byte more than the body has, whatever follows it', async () => {
  answer = (response) => {
    response.writeHead(200, { 'Content-Length': BODY.length }).write(BODY);
    response.socket?.write('what nobody asked for');
  };
  const response = await ask();
  const { pieces } = await readAll(gatherDirectly(response, BODY.length));
  expect(Buffer.concat(pieces).equals(BODY)).toBe(true);
  response.destroy();
});

it('holds the server back while nobody reads', async () => {
  answer = whole;
  const response = await ask();
  const body = gatherDirectly(response, BODY.length);
  const first = Buffer.from((await body?.next()) ?? []);
  await sleep(300);
  expect(response.socket.bytesRead).toBeLessThan(BODY.length / 2);
  const { pieces } = await readAll(body);
  expect(Buffer.concat([first, ...pieces]).equals(BODY)).toBe(true);
  response.destroy();
});

it('ends with an error where the server ends too early, after what came', async () => {
  const half = BODY.subarray(0, 10_000_000);
  answer = (response) => {
    response.writeHead(200, { 'Content-Length': BODY.length }).write(half, () => response.socket?.end());
  };
  const response = await ask();
  const { pieces, code } = await readAll(gatherDirectly(response, BODY.length));
  expect(code).toBe('ECONNRESET');
  expect(Buffer.concat(pieces).equals(half)).toBe(true);
});

it('ends with the error by which it is given up', async () => {
  answer = (response) => response.writeHead(200, { 'Content-Length': BODY.length }).write('x');
  const response = await ask();
  const reading = readAll(gatherDirectly(response, BODY.length));
  response.destroy(Object.assign(new Error('enough'), { code: 'ABORT_ERR' }));
  expect((await reading).code).toBe('ABORT_ERR');
});

it('leaves a short body, and a connection of another kind, to the parser', async () => {
  answer = (response) => response.end('short');
  const response = await ask();
  expect(gatherDirectly(response, 5)).toBeNull();
  response.resume();
  answer = whole;
  const usual = new Agent();
  const other = await ask(usual);
  expect(gatherDirectly(other, BODY.length)).toBeNull();
  other.destroy();
  usual.destroy();
});
