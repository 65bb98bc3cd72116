import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createStreamResponder } from '../../src/player/media/stream-responder.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { streamPathOf } from '../../src/shared/stream-path.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { createTestClient } from '../support/media-support.ts';

const streams = join(import.meta.dirname, '../support/streams');
let simulator: Simulator;
let client: ReturnType<typeof createTestClient>;
let ask: (path: string, headers?: Record<string, string>) => Promise<Response>;
const held = new Set<string>();

beforeEach(async () => {
  simulator = await startSimulator({ rateLimit: false });
  for (const name of readdirSync(streams)) simulator.addUpload(name, readFileSync(join(streams, name)));
  client = createTestClient(simulator.origin);
  const answer = createStreamResponder({
    download: (request) => client.download(request),
    isHeld: (address) => held.has(address),
    clock: createSystemClock(),
    log: createSilentLog(),
  });
  ask = (path, headers = {}) => answer(new Request(`http://127.0.0.1${path}`, { headers }));
});
afterEach(async () => {
  held.clear();
  client.close();
  await simulator.stop();
});

const at = (name: string): string => `${simulator.origin}/static/uploads/${name}`;
const hold = (name: string): string => {
  held.add(at(name));
  return streamPathOf(at(name));
};
const linesOf = async (response: Response): Promise<readonly string[]> =>
  (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

it('hands on the list of a held stream with its parts on the own origin, whole or by ranges, and no secret with them', async () => {
  const list = await ask(hold('green.m3u8'));
  expect(list.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  const parts = await linesOf(list);
  expect(parts).toHaveLength(4);
  const bytes = readFileSync(join(streams, 'green0.m2t'));
  const whole = await ask(parts[0] ?? '', { Range: 'bytes=0-' });
  expect([whole.status, Buffer.from(await whole.arrayBuffer()).equals(bytes)]).toEqual([200, true]);
  const some = await ask(parts[0] ?? '', { Range: 'bytes=188-375' });
  expect([some.status, some.headers.get('content-range')]).toEqual([206, `bytes 188-375/${bytes.length}`]);
  expect(Buffer.from(await some.arrayBuffer()).equals(bytes.subarray(188, 376))).toBe(true);
  for (const { headers } of simulator.requests) {
    expect([headers.authorization, headers.cookie, headers.referer]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
});

it('answers nothing that no held list names: other addresses, forged seals, files of this machine', async () => {
  const [part = ''] = await linesOf(await ask(hold('green.m3u8')));
  const [seal = '', encoded = ''] = part.slice('/stream/'.length).split('/');
  const other = streamPathOf(at('green1.m2t')).slice('/stream/'.length);
  const paths = [
    streamPathOf(at('green1.m2t')),
    `/stream/${seal}/${other}`,
    `/stream/${'A'.repeat(43)}/${encoded}`,
    '/stream/nowhere',
    '/stream/!!',
    `/stream/${seal}`,
  ];
  for (const path of paths) expect((await ask(path)).status).toBe(404);
  simulator.addUpload(
    'evil.m3u8',
    Buffer.from(
      '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="file:///etc/shadow"\nfile:///etc/passwd\ndata:,x\nhttp://user:word@127.0.0.1/x\n',
    ),
  );
  const evil = await linesOf(await ask(hold('evil.m3u8')));
  for (const path of evil) expect([404, 502]).toContain((await ask(path)).status);
});

it('says what cannot be had, bounds a list that does not end, and hangs on nothing', async () => {
  expect((await ask(hold('missing.m3u8'))).status).toBe(404);
  simulator.addUpload('endless.m3u8', Buffer.from(`#EXTM3U\n${'#'.repeat(3_000_000)}`));
  expect((await ask(hold('endless.m3u8'))).status).toBe(502);
  simulator.addUpload('empty.m3u8', Buffer.from('#EXTM3U'));
  expect(await (await ask(hold('empty.m3u8'))).text()).toBe('#EXTM3U');
});
