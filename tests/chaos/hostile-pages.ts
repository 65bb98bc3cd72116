import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fixture } from '../support/media-support.ts';

/** Web pages of strangers, each with its own way of being in the way, and all that they were told. */
export interface HostilePages {
  /** One address for each page. */
  readonly addresses: readonly string[];
  /** The heads of all requests, as far as they came. */
  heard(): string;
  stop(): Promise<void>;
}

const page = (body: string): string =>
  `<!doctype html><html style="background:#ff8800"><body style="background:#ff8800">${body}`;
const script = (text: string): string => page(`<h1>page</h1><script>${text}</script>`);

const pages: Readonly<Record<string, (response: ServerResponse, origin: string) => void>> = {
  fine: (response) => response.end(page('<h1>fine</h1>')),
  denies: (response) => response.setHeader('X-Frame-Options', 'DENY').end(page('denied')),
  missing: (response) => response.writeHead(404).end(page('missing')),
  broken: (response) => response.writeHead(500).end(),
  empty: (response) => response.writeHead(204).end(),
  resets: (response) => response.destroy(),
  silent: () => undefined,
  'never-ends': (response) => response.write(page('<h1>never ends</h1>')),
  spins: (response) => response.end(script('for (;;);')),
  asks: (response) => response.end(script('alert("You won"); confirm("?"); prompt("?"); print();')),
  opens: (response) => response.end(script('setInterval(() => open(location.href), 50);')),
  escapes: (response) => response.end(script('top.location = "/fine"; parent.location = "/fine";')),
  hoards: (response) => response.end(script('const all = []; for (;;) all.push(new Array(1e6).fill(all));')),
  reloads: (response) => response.end(script('location.reload();')),
  download: (response) =>
    response.setHeader('Content-Disposition', 'attachment; filename=evil.sh').end('#!/bin/sh\n'),
  camera: (response) => {
    response.setHeader('Content-Type', 'multipart/x-mixed-replace; boundary=frame');
    const picture = fixture('red.jpg');
    response.write(
      `--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n${picture.toString('latin1')}\r\n`,
      'latin1',
    );
  },
  circle: (response, origin) => response.writeHead(302, { location: `${origin}/circle` }).end(),
};

/** Starts them; under `localhost`, another site than the player's own, as those on walls are. */
export async function startHostilePages(): Promise<HostilePages> {
  let heard = '';
  let origin = '';
  const server = createServer((request: IncomingMessage, response) => {
    heard += `${request.method ?? ''} ${request.url ?? ''} ${JSON.stringify(request.rawHeaders)}\n`;
    response.setHeader('Content-Type', 'text/html');
    response.on('error', () => undefined);
    const name = (request.url ?? '').slice(1);
    const answer = Object.hasOwn(pages, name) ? pages[name] : pages['missing'];
    answer?.(response, origin);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    addresses: Object.keys(pages).map((name) => `${origin}/${name}`),
    heard: () => heard,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
