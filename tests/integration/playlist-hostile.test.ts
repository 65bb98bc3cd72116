import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { createPlaylistSync, type PlaylistSync } from '../../src/player/playlist/playlist-sync.ts';
import { openDownload } from '../../src/player/server/download.ts';
import type { ServerClient } from '../../src/player/server/server-client.types.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { ok } from '../../src/shared/result.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { createTestClient, finalFiles, fixture, mediaFolder, partFiles } from '../support/media-support.ts';
import { namesOf, openTestPlayer, type TestPlayer } from '../support/playlist-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const MB = 1_048_576;
const PLAYLIST = '/api/playlists/1';

/** A server that says whatever a test wants it to; by default one good picture. */
let server: Server;
let origin: string;
let answers: Map<string, Answer>;
let folder: string;
let player: TestPlayer;
let client: ServerClient;
let sync: PlaylistSync;
let warnings: string[];

beforeEach(async () => {
  const { chainPem, privateKeyPem } = makeCertificate();
  answers = new Map();
  server = createServer({ cert: chainPem, key: privateKeyPem }, (request, response) => {
    response.on('error', () => undefined);
    const answer = answers.get(request.url ?? '');
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  answers.set('/static/uploads/good.png', bytes(fixture('green.png'), 'image/png'));
  folder = temporaryFolder();
  warnings = [];
  const log = { ...createSilentLog(), warn: (line: string) => warnings.push(line) };
  player = openTestPlayer({ origin, dataFolder: folder, limitBytes: 4 * MB, log });
  client = createTestClient(origin);
  sync = createPlaylistSync({
    fetch: (known) => client.playlist({ kind: 'bearer', playerId: '1', authCode: 'code' }, known),
    playlists: player.playlists,
    clock: createSystemClock(),
    pollSeconds: () => 3_600,
    log,
  });
  player.playlists.start();
});

afterEach(async () => {
  await sync.stop();
  await player.close();
  client.close();
  server.closeAllConnections();
  server.close();
});

function bytes(body: Uint8Array, type: string, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length, ...headers }).end(body);
  };
}

function json(body: unknown): Answer {
  return bytes(Buffer.from(JSON.stringify(body)), 'application/json');
}

/** Sends `block` until nobody listens any more, or `most` bytes are out; counts what went out. */
function flood(
  block: Buffer,
  most: number,
  headers: Record<string, string>,
): { answer: Answer; sent: () => number } {
  let sent = 0;
  return {
    answer: (_request, response) => {
      response.writeHead(200, headers);
      const send = (): void => {
        while (!response.destroyed && sent < most) {
          sent += block.length;
          if (!response.write(block)) {
            response.once('drain', send);
            return;
          }
        }
        response.end();
      };
      send();
    },
    sent: () => sent,
  };
}

/** The good playlist plays: what comes after must not change that. */
async function playGood(): Promise<void> {
  answers.set(PLAYLIST, json([{ id: 1, file_name: 'good.png' }]));
  await sync.syncNow();
  await expect.poll(() => player.records.read('staged')).not.toBeNull();
  player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');
}

function expectGoodPlays(): void {
  expect(namesOf(player.playlists.currentProgram())).toEqual(['good.png']);
  expect(player.playlists.status().items).toBe(1);
}

describe('a playlist of', () => {
  test('2 GB is cut off after a few megabytes, in memory that does not grow with it', async () => {
    await playGood();
    const block = Buffer.from(`${' '.repeat(MB - 1)}\n`);
    const { answer, sent } = flood(block, 2_048 * MB, { 'Content-Type': 'application/json' });
    answers.set(PLAYLIST, answer);
    const before = process.memoryUsage.rss();

    expect(await sync.syncNow()).toMatchObject({ ok: false, error: { code: 'too-large' } });

    expect(sent()).toBeLessThan(64 * MB);
    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * MB);
    expectGoodPlays();
  });

  test('2 GB by its Content-Length, of which one byte comes, ends with the time-out', async () => {
    await playGood();
    answers.set(PLAYLIST, (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 2_048 * MB });
      response.write('[');
    });
    expect(await sync.syncNow()).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expectGoodPlays();
  });

  test('256 MB that were packed into a quarter of one are cut off when they are unpacked', async () => {
    await playGood();
    const bomb = gzipSync(Buffer.alloc(256 * MB, 0x20));
    expect(bomb.length).toBeLessThan(MB);
    answers.set(PLAYLIST, bytes(bomb, 'application/json', { 'Content-Encoding': 'gzip' }));
    const before = process.memoryUsage.rss();

    expect(await sync.syncNow()).toMatchObject({ ok: false, error: { code: 'too-large' } });

    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * MB);
    expectGoodPlays();
  });

  test.each([
    ['lists side by side', '[', '[],', '1]'],
    ['objects side by side', '{"playlist": [', '{},', '1]}'],
    ['lists in lists', '', '[', ''],
  ])('7 MB of %s is refused before it takes memory', async (_name, head, piece, end) => {
    await playGood();
    const body = Buffer.from(head + piece.repeat(Math.floor(7_000_000 / piece.length)) + end);
    answers.set(PLAYLIST, bytes(body, 'application/json'));
    const before = process.memoryUsage.rss();

    expect(await sync.syncNow()).toMatchObject({ ok: false, error: { code: 'bad-answer' } });

    // The body itself, as it comes and as a text; five times that is the bound.
    expect(process.memoryUsage.rss() - before).toBeLessThan(5 * 28 * MB);
    expectGoodPlays();
  });

  test('NaN is a list, as Python writes it', async () => {
    answers.set(
      PLAYLIST,
      bytes(
        Buffer.from('[{"file_name": "good.png", "duration": NaN, "size": -Infinity}]'),
        'application/json',
      ),
    );
    expect(await sync.syncNow()).toMatchObject({ ok: true, value: { items: 1 } });
    await expect.poll(() => player.records.read('staged')).not.toBeNull();
    expect(player.playlists.currentProgram()?.items).toMatchObject([{ durationMs: 10_000 }]);
  });

  test('half JSON is none, of a page no playlist, of nothing usable an error: the old one plays', async () => {
    await playGood();
    const bodies = [
      '[{"file_name": "a.png", "duration": NaN}',
      '<html>',
      '{"playlist": [{"url": "file:///x"}]}',
    ];
    for (const body of bodies) {
      answers.set(PLAYLIST, bytes(Buffer.from(body), 'application/json'));
      expect(await sync.syncNow()).toMatchObject({ ok: false });
    }
    expectGoodPlays();
  });

  test('100,000 items plays, without holding the machine up for long', async () => {
    const items = Array.from({ length: 100_000 }, (_, id) => ({ id, file_name: 'good.png' }));
    answers.set(PLAYLIST, json(items));
    const startedAt = performance.now();

    expect(await sync.syncNow()).toMatchObject({ ok: true, value: { items: 100_000 } });
    await expect.poll(() => player.records.read('staged'), { timeout: 15_000 }).not.toBeNull();

    expect(player.playlists.currentProgram()?.items).toHaveLength(100_000);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(finalFiles(folder).names).toHaveLength(1);
  }, 40_000);

  test('nonsense has one line for each bad item, and the good one plays', async () => {
    const bad = [
      { file_name: 'a.png', url: 'https://user:hunter2@elsewhere.example/a.png' },
      { file_name: 'b.png', url: 'ftp://elsewhere.example/b.png' },
      { file_name: '..' },
      7,
    ];
    const clamped = {
      id: 'good',
      file_name: '../../\u202egood.png',
      url: '/static/uploads/good.png',
      duration: 1e308,
      position: -1e308,
    };
    answers.set(PLAYLIST, json([...bad, clamped]));

    await sync.syncNow();
    await expect.poll(() => player.records.read('staged')).not.toBeNull();

    expect(player.playlists.currentProgram()?.items).toMatchObject([
      { fileName: 'good.png', durationMs: 86_400_000 },
    ]);
    expect(warnings.filter((line) => line.startsWith('Item '))).toHaveLength(bad.length);
    expect(warnings.join()).not.toContain('hunter2');
  });
});

describe('a file', () => {
  async function offerBeside(name: string, answer: Answer): Promise<void> {
    answers.set(`/static/uploads/${name}`, answer);
    answers.set(
      PLAYLIST,
      json([
        { id: 1, file_name: 'good.png' },
        { id: 2, file_name: name },
      ]),
    );
    await sync.syncNow();
  }

  async function leftOut(): Promise<string> {
    await expect.poll(() => player.records.read('staged')?.complete, { timeout: 15_000 }).toBe(true);
    expect(namesOf(player.playlists.currentProgram())).toEqual(['good.png']);
    expect(finalFiles(folder).names).toHaveLength(1);
    const left = player.playlists.problems().find(({ code }) => code === 'item-left-out');
    return String(left?.params?.['reason']);
  }

  test('without an end is ended by the quota; its neighbours play and nothing of it stays counted for ever', async () => {
    const { answer, sent } = flood(Buffer.alloc(65_536, 1), 2_048 * MB, { 'Content-Type': 'image/png' });
    await offerBeside('endless.png', answer);
    expect(await leftOut()).toBe('cache-full');
    expect(sent()).toBeLessThan(64 * MB);
  });

  test('that claims 2 GB is refused before a byte of it is written', async () => {
    await offerBeside('huge.png', (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': 2_048 * MB });
      response.write('x');
    });
    expect(await leftOut()).toBe('cache-full');
    expect(partFiles(folder).map((name) => statSync(join(mediaFolder(folder), 'part', name)).size)).toEqual([
      0,
    ]);
  });

  test('that is packed beyond measure is unpacked until the quota is full; its neighbours play', async () => {
    const bomb = gzipSync(Buffer.alloc(256 * MB));
    await offerBeside('bomb.png', bytes(bomb, 'image/png', { 'Content-Encoding': 'gzip' }));
    expect(await leftOut()).toBe('cache-full');
  });

  test('under a wrong Content-Type is what its bytes are', async () => {
    await offerBeside('film.mp4', bytes(fixture('yellow.png'), 'application/x-msdownload'));
    await expect.poll(() => player.records.read('staged')?.complete).toBe(true);
    expect(player.playlists.currentProgram()?.items[1]).toMatchObject({ kind: 'image', mime: 'image/png' });
  });

  test('that is a program under the name of a picture is left out', async () => {
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(4_096, 1)]);
    await offerBeside('picture.png', bytes(program, 'image/png'));
    expect(['undecodable', 'unsupported']).toContain(await leftOut());
  });
});

test.each([
  'http://127.0.0.1/admin',
  'https://localhost:8443/a.png',
  'https://[::1]/a.png',
  'https://[::ffff:127.0.0.1]/a.png',
  'https://169.254.169.254/latest/meta-data',
  'https://[fe80::1]/a.png',
  'https://0.0.0.0/a.png',
  'https://2130706433/a.png',
  'https://user:hunter2@elsewhere.example/a.png',
  'file:///etc/passwd',
])('no redirect leads from a server elsewhere to %s', async (location) => {
  const asked: string[] = [];
  const answer = await openDownload(
    {
      http: {
        text: () => Promise.reject(new Error('not asked for')),
        stream: ({ url }) => {
          asked.push(url.href);
          return Promise.resolve(ok({ status: 302, headers: { location }, stream: new PassThrough() }));
        },
      },
      server: new URL('https://signage.example'),
      clock: createSystemClock(),
      found: { atRoot: false },
    },
    { url: 'https://signage.example/a.png', signal: new AbortController().signal },
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'bad-media-url' } });
  expect(JSON.stringify(answer)).not.toContain('hunter2');
  expect(asked).toEqual(['https://signage.example/a.png']);
});
