import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from './certificate.ts';
import {
  announcementSchema,
  certificateSchema,
  clockSchema,
  faultSchema,
  playerChangesSchema,
  playerSchema,
  playlistSchema,
  throttleSchema,
} from './control-schema.ts';
import type { Simulator } from './types.ts';

export interface ControlServer {
  readonly port: number;
  stop(): Promise<void>;
}

interface Call {
  /** The path's `*`, decoded. */
  name: string;
  bytes: Buffer;
  /** The body's JSON; throws when it is none. */
  json: () => unknown;
}

type Command = (simulator: Simulator, call: Call) => unknown;

/** Every command, by method and path; its answer is sent as JSON. */
const commands: Readonly<Record<string, Command>> = {
  'GET /state': ({ origin, running, certificate, connections }) => ({
    origin,
    running,
    fingerprint256: certificate.fingerprint256,
    connections,
  }),
  'GET /requests': ({ requests }) => requests,
  'GET /feedback': ({ feedback }) => feedback,
  'DELETE /requests': (simulator) => {
    simulator.clearRequests();
  },
  'POST /players': (simulator, { json }) => simulator.addPlayer(playerSchema.parse(json())),
  'PATCH /players/*': (simulator, { name, json }) =>
    simulator.updatePlayer(name, playerChangesSchema.parse(json())),
  'DELETE /players/*': (simulator, { name }) => {
    simulator.removePlayer(name);
  },
  'POST /revoke/*': (simulator, { name }) => {
    simulator.revokeAuthCode(name);
  },
  'PUT /playlists/*': (simulator, { name, json }) => {
    const { items, version } = playlistSchema.parse(json());
    simulator.setPlaylist(name, items, version);
  },
  'PUT /playlist-bodies/*': (simulator, { name, json }) => {
    simulator.setPlaylistBody(name, json());
  },
  'POST /uploads/*': (simulator, { name, bytes }) => {
    const { path, size, sha256 } = simulator.addUpload(name, bytes);
    return { path, size, sha256, item: simulator.itemFor(name) };
  },
  'PUT /uploads/*': (simulator, { name, bytes }) => {
    const { path, size, sha256 } = simulator.replaceUpload(name, bytes);
    return { path, size, sha256 };
  },
  'DELETE /uploads/*': (simulator, { name }) => {
    simulator.removeUpload(name);
  },
  'POST /certificate': (simulator, { json }) => {
    const { options, sameKey, keepConnections } = certificateSchema.parse(json());
    const reissue = sameKey ? { sameKeyAs: simulator.certificate } : {};
    simulator.swapCertificate(makeCertificate({ ...options, ...reissue }), { keepConnections });
    return { fingerprint256: simulator.certificate.fingerprint256 };
  },
  'PUT /announcement': (simulator, { json }) => {
    const { certificate } = announcementSchema.parse(json());
    if (certificate === undefined) simulator.announceLiveCertificate();
    else simulator.announceCertificate(certificate);
  },
  'POST /faults': (simulator, { json }) => {
    simulator.addFault(faultSchema.parse(json()));
  },
  'DELETE /faults': (simulator) => {
    simulator.clearFaults();
  },
  'PUT /throttle': (simulator, { json }) => {
    simulator.setThrottle(throttleSchema.parse(json()).bytesPerSecond);
  },
  'PUT /clock': (simulator, { json }) => {
    simulator.shiftClock(clockSchema.parse(json()).milliseconds);
  },
  'POST /stop': (simulator) => simulator.stop(),
  'POST /start': (simulator) => simulator.start(),
};

/** The control port's commands, for `--help`. */
export const controlCommands: readonly string[] = Object.keys(commands);

function findCommand(method: string, path: string): { command: Command; name: string } | null {
  const exact = commands[`${method} ${path}`];
  if (exact !== undefined) return { command: exact, name: '' };
  const [, folder = '', name = ''] = /^(\/[^/]+)\/([^/]+)$/.exec(path) ?? [];
  const named = commands[`${method} ${folder}/*`];
  return named === undefined ? null : { command: named, name: decodeURIComponent(name) };
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function answer(simulator: Simulator, request: IncomingMessage): Promise<[number, unknown]> {
  const bytes = await readBytes(request);
  try {
    const found = findCommand(request.method ?? 'GET', request.url ?? '/');
    if (found === null) return [404, { error: 'No such command', commands: controlCommands }];
    const json = (): unknown => JSON.parse(bytes.toString('utf8')) as unknown;
    const result: unknown = await found.command(simulator, { name: found.name, bytes, json });
    return [200, result ?? { done: true }];
  } catch (error) {
    return [400, { error: error instanceof Error ? error.message : String(error) }];
  }
}

/**
 * Offers `Simulator`'s methods over plain HTTP on 127.0.0.1, on a port of its own so that no player can
 * mistake it for the server. `port` 0 takes a free one.
 */
export async function startControlServer(simulator: Simulator, port: number): Promise<ControlServer> {
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, value] = await answer(simulator, request);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(`${JSON.stringify(value)}\n`);
  };
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
