import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { fixture, longPicture } from '../support/media-support.ts';
import { namesOf, openTestPlayer, type TestPlayer } from '../support/playlist-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Files on another host that send a byte now and then: they wait by themselves, and keep nothing else. */

let server: Simulator;
let elsewhere: Server;
let player: TestPlayer;
/** Once true, the other host sends what it has at once. */
let isMended: boolean;

/** Ten thousand bytes a second, over 400 ms; silence would be noticed much later. */
const PACE = { paceBytes: 4_000, paceMs: 400, stallMs: 20_000, retryBaseMs: 5 };

beforeEach(async () => {
  isMended = false;
  server = await startSimulator();
  elsewhere = createServer((_request, response) => {
    const picture = fixture('green.png');
    response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': picture.length });
    if (isMended) {
      response.end(picture);
      return;
    }
    let sent = 0;
    const timer = setInterval(() => response.write(picture.subarray(sent, (sent += 1))), 50);
    response.on('close', () => {
      clearInterval(timer);
    });
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  player = openTestPlayer({
    origin: server.origin,
    dataFolder: temporaryFolder(),
    limits: PACE,
    isOwnServer: (url) => new URL(url).origin === server.origin,
  });
});

afterEach(async () => {
  await player.close();
  elsewhere.closeAllConnections();
  elsewhere.close();
  await server.stop();
});

const addressOf = (name: string): string =>
  `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/${name}`;

test('files that trickle from another host hold up no playlist, and join it when they come', async () => {
  const own = ['own-1.png', 'own-2.png', 'own-3.png'];
  for (const name of own) server.addUpload(name, longPicture(40_000));
  const trickling = ['slow-1.png', 'slow-2.png', 'slow-3.png'];
  const playlist = [
    ...trickling.map((name) => ({ id: name, file_name: name, url: addressOf(name), duration: 5 })),
    ...own.map((name) => server.itemFor(name, { id: name })),
  ].map((item, position) => ({ ...item, position }));
  player.playlists.start();
  const good = server.addUpload('good.png', fixture('green.png'));
  player.playlists.accept({ playlist: [server.itemFor(good.name)], playlist_version: 1 });
  await expect.poll(() => player.records.read('offered')).toBeNull();
  player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');

  const startedMs = performance.now();
  player.playlists.accept({ playlist, playlist_version: 2 });
  await expect
    .poll(() => player.records.read('staged') ?? player.records.read('playing')?.version === '2', {
      timeout: 20_000,
    })
    .toBeTruthy();
  // One host is told by its first file: two stretches of its pace at most, where three files would take six.
  expect(performance.now() - startedMs).toBeLessThan(5 * 2 * PACE.paceMs);
  expect(namesOf(player.programs.at(-1))).toEqual(own);

  isMended = true;
  player.playlists.retryNow();
  await expect
    .poll(() => namesOf(player.programs.at(-1)), { timeout: 10_000 })
    .toEqual([...trickling, ...own]);
});
