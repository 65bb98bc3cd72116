import { Agent, get } from 'node:https';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { connect } from 'node:tls';
import axios from 'axios';
import { openPartFile } from '../../src/player/media/part-file.ts';
import { gatherBody } from '../../src/player/server/gather-body.ts';
import { keepHeapSmall } from '../../src/platform/machine/small-heap.ts';

/*
 * One step of a download more in each way of reading: `node download-reader.ts ORIGIN FOLDER tls|https|axios|gather|store` prints
 * the seconds of wall and processor as JSON. `tls` reads into one buffer, without a stream and without HTTP; `gather` is axios into
 * large pieces; `store` hashes and writes those as well. What stands between `store` and the player is flushes, probe and index.
 */

const [origin = '', folder = '', by = ''] = process.argv.slice(2);
keepHeapSmall();
const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });

function byHttps(address: string): Promise<Readable> {
  return new Promise((resolve, reject) => {
    get(address, { agent }, resolve).once('error', reject);
  });
}

async function byAxios(url: string): Promise<Readable> {
  const plain = { responseType: 'stream', decompress: false, proxy: false, maxRedirects: 0 } as const;
  return (await axios.request<Readable>({ adapter: 'http', url, httpsAgent: agent, ...plain })).data;
}

async function readOut(stream: Readable): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.on('data', () => undefined);
    stream.once('end', resolve).once('error', reject);
  });
}

/** Asks in HTTP/1.0, whose answers end with their connection. */
function readTls(address: string): Promise<void> {
  const { hostname, port, pathname } = new URL(address);
  const onread = { buffer: Buffer.allocUnsafeSlow(65_536), callback: () => true };
  return new Promise((resolve, reject) => {
    const socket = connect(
      { ...{ host: hostname, port: Number(port), rejectUnauthorized: false }, ...{ onread } },
      () => socket.write(`GET ${pathname} HTTP/1.0\r\n\r\n`),
    );
    socket.once('end', resolve).once('error', reject);
  });
}

async function readPieces(stream: Readable, take: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const body = gatherBody(stream);
  for (let next = await body.next(); next !== null; next = await body.next()) await take(next);
}

async function store(stream: Readable): Promise<void> {
  const part = await openPartFile(join(folder, 'read.part'), 0);
  await readPieces(stream, (bytes) => part.add(bytes));
  await part.close();
}

const ways: Readonly<Record<string, (address: string) => Promise<void>>> = {
  tls: readTls,
  https: async (address) => readOut(await byHttps(address)),
  axios: async (address) => readOut(await byAxios(address)),
  gather: async (address) => readPieces(await byAxios(address), () => Promise.resolve()),
  store: async (address) => store(await byAxios(address)),
};

const read = ways[by];
if (read === undefined) throw new Error(`There is no way ${by}: ${Object.keys(ways).join(', ')}`);
await read(`${origin}/warm-up.png`);
const startedAt = performance.now();
const before = process.cpuUsage();
await read(`${origin}/large.png`);
const { user, system } = process.cpuUsage(before);
const seconds = (performance.now() - startedAt) / 1_000;
process.stdout.write(`${JSON.stringify({ seconds, processorSeconds: (user + system) / 1_000_000 })}\n`);
agent.destroy();
