import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { findBrowser } from '../../src/shells/chromium/find-browser.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { startPlayer, type PlayerProcess } from '../support/e2e/player-process.ts';
import { PANEL } from '../support/recording/coded-player.ts';
import { makeSoakFiles, soakList } from './soak-media.ts';
import type { SoakState } from './soak-state.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

/** The real player in its own browser before a screen, and the server that it plays from. */
export interface SoakWorld {
  readonly player: PlayerProcess;
  stop(): Promise<void>;
}

const HOSTNAME = 'soak';
/** Short films would end before their time. */
const FILM_MARGIN_SECONDS = 1;

/** Starts it on `dataFolder`; what is written on demand of the player's heap goes to `heapFolder`. */
export async function startSoakWorld(
  { ports, certificate, dwellSeconds, v8 }: Pick<SoakState, 'ports' | 'certificate' | 'dwellSeconds' | 'v8'>,
  dataFolder: string,
  heapFolder: string,
): Promise<SoakWorld> {
  const pages = await servePages(ports.pages);
  const server = await startSimulator({
    port: ports.server,
    certificate,
    players: [{ hostname: HOSTNAME, code: 'SOAK-2026' }],
    rateLimit: false,
  });
  const files = makeSoakFiles(dwellSeconds + FILM_MARGIN_SECONDS);
  for (const [name, bytes] of files) server.addUpload(name, bytes);
  server.setPlaylist(
    HOSTNAME,
    soakList.map(({ id, name, type }) =>
      type === 'web'
        ? {
            id,
            type,
            url: `http://127.0.0.1:${ports.pages}/${name}`,
            file_name: name,
            duration: dwellSeconds,
          }
        : server.itemFor(name, { id, duration: dwellSeconds }),
    ),
  );
  const display = await startVirtualDisplay(PANEL);
  if (!display.ok) throw new Error(display.error.message);
  const player = startPlayer({
    dataFolder,
    environment: {
      DISPLAY: display.value.name,
      ...provisionedBy(server.origin, HOSTNAME, 'SOAK-2026'),
      DIGIPLAYER_BROWSER: join(import.meta.dirname, 'browser-with-door.sh'),
      DIGIPLAYER_TEST_BROWSER: findBrowser() ?? '/usr/bin/chromium',
      DIGIPLAYER_BENCH_HEAP: heapFolder,
      DIGIPLAYER_BENCH_V8: v8,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'tell-heap.ts')}`,
    },
  });
  return {
    player,
    async stop() {
      await player.stop();
      await Promise.all([display.value.stop(), server.stop(), pages.stop()]);
    },
  };
}

async function servePages(port: number): Promise<{ stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const colour = request.url === '/page-one' ? '#0a0' : '#a0a';
    response
      .setHeader('Content-Type', 'text/html')
      .end(`<!doctype html><title>A page</title><body style="background:${colour}"><h1>A page`);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Ports that are free now, so that a later slice can have the same. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.push((server.address() as AddressInfo).port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
