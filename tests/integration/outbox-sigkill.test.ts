import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const childFile = fileURLToPath(new URL('../support/outbox-child.ts', import.meta.url));
let folder: string;
let server: Server;
let received: number[];
/** Called with each event before it is acknowledged. */
let beforeAnswer: (event: number) => void;
let children: ChildProcess[];

beforeEach(async () => {
  folder = temporaryFolder();
  received = [];
  children = [];
  beforeAnswer = () => undefined;
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const event = Number((JSON.parse(body) as { message: string }).message);
      received.push(event);
      beforeAnswer(event);
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function startPlayer(first: number, last: number): ChildProcess {
  const { port } = server.address() as AddressInfo;
  const database = join(folder, 'player.db');
  const child = spawn(
    process.execPath,
    [childFile, database, `http://127.0.0.1:${port}/`, String(first), String(last)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  return child;
}

it('loses no event to SIGKILL, and repeats at most the one that was under way at each', async () => {
  const killsAt = [3, 11, 12, 29];
  const kills = killsAt.length;
  let current: ChildProcess | null = null;
  beforeAnswer = (event) => {
    if (event !== killsAt[0]) return;
    killsAt.shift();
    current?.kill('SIGKILL');
  };
  for (let run = 0; run < kills; run += 1) {
    current = startPlayer(run * 10, run * 10 + 10);
    await once(current, 'close');
  }
  current = startPlayer(0, 0);
  await vi.waitFor(
    () => {
      expect(received.at(-1)).toBe(39);
    },
    { timeout: 15_000 },
  );
  const all = Array.from({ length: 40 }, (_, event) => event);
  expect([...new Set(received)]).toEqual(all);
  expect(received.length).toBeLessThanOrEqual(all.length + kills);
  expect(received).toEqual([...received].sort((one, other) => one - other));
});
