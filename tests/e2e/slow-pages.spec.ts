import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { fillOf } from '../support/e2e/colours.ts';
import { decodePng } from '../support/e2e/png.ts';

const PICTURE_SECONDS = 3;
const FILM_SECONDS = 2;
/** A round is on time when it takes no longer than this many of its own lengths: this machine may be busy. */
const PATIENCE = 5;

/** A server that takes every request and answers none, and knows how many of each host wait at once. */
async function startSilence(): Promise<{
  readonly server: Server;
  readonly port: number;
  /** The most looks of the player (not of the frames) that waited at once, by host. */
  readonly mostLooks: ReadonlyMap<string, number>;
}> {
  const waiting = new Map<string, number>();
  const mostLooks = new Map<string, number>();
  const server = createServer(({ headers, socket }: IncomingMessage) => {
    // A browser says what a request is for; the player's own look does not.
    if (headers['sec-fetch-dest'] !== undefined) return;
    const host = headers.host ?? '';
    const count = (waiting.get(host) ?? 0) + 1;
    waiting.set(host, count);
    mostLooks.set(host, Math.max(count, mostLooks.get(host) ?? 0));
    socket.once('close', () => waiting.set(host, (waiting.get(host) ?? 1) - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return { server, port: (server.address() as AddressInfo).port, mostLooks };
}

test('pages that do not answer hold neither the picture before them nor the film behind', async ({
  server,
  startScreen,
}) => {
  const silence = await startSilence();
  try {
    // Six hosts, two pages each.
    const pages = Array.from({ length: 12 }, (_, page) => ({
      id: 100 + page,
      type: 'web',
      url: `http://127.0.0.${2 + (page % 6)}:${silence.port}/${page}`,
      file_name: `page ${page}`,
      duration: 3,
    }));
    server.setPlaylist(HOSTNAME, [
      server.itemFor('red.jpg', { duration: PICTURE_SECONDS }),
      ...pages,
      server.itemFor('blue.mp4', { duration: FILM_SECONDS }),
    ]);
    const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_TRANSITION: 'cut' });
    await expectFill(page, 'red');
    const startedAt = performance.now();
    const seen = ['red'];
    // Red, blue, red, blue: three boundaries, and pages tried beside all of them.
    while (seen.length < 4) {
      const colour = fillOf(decodePng(await page.screenshot()));
      if (colour !== seen.at(-1)) seen.push(colour);
      expect(performance.now() - startedAt).toBeLessThan(
        (2 * PICTURE_SECONDS + FILM_SECONDS) * 1_000 * PATIENCE,
      );
    }
    test
      .info()
      .annotations.push({ type: 'time', description: `${Math.round(performance.now() - startedAt)} ms` });
    expect(seen).toEqual(['red', 'blue', 'red', 'blue']);
    expect(silence.mostLooks.size).toBeGreaterThan(1);
    expect([...silence.mostLooks.values()].filter((most) => most > 1)).toEqual([]);
  } finally {
    silence.server.closeAllConnections();
    silence.server.close();
  }
});
