import { Agent, get } from 'node:https';
import type { Readable } from 'node:stream';
import axios from 'axios';

/*
 * What reading alone takes, bytes thrown away: `node download-reader.ts URL WARM_UP_URL https|axios` prints the seconds of
 * wall and processor as JSON. What stands between this and the player is what the player does with the bytes.
 */

const [url = '', warmUp = '', by = 'https'] = process.argv.slice(2);
const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });

function open(address: string): Promise<Readable> {
  if (by === 'axios') {
    return axios
      .request<Readable>({
        adapter: 'http',
        url: address,
        httpsAgent: agent,
        responseType: 'stream',
        decompress: false,
        proxy: false,
        maxRedirects: 0,
      })
      .then(({ data }) => data);
  }
  return new Promise((resolve, reject) => {
    get(address, { agent }, resolve).once('error', reject);
  });
}

async function read(address: string): Promise<void> {
  const stream = await open(address);
  await new Promise<void>((resolve, reject) => {
    stream.on('data', () => undefined);
    stream.once('end', resolve).once('error', reject);
  });
}

await read(warmUp);
const startedAt = performance.now();
const before = process.cpuUsage();
await read(url);
const { user, system } = process.cpuUsage(before);
const seconds = (performance.now() - startedAt) / 1_000;
process.stdout.write(`${JSON.stringify({ seconds, processorSeconds: (user + system) / 1_000_000 })}\n`);
agent.destroy();
