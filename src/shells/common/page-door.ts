import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { PageConnection } from '../../shared/host.ts';
import { canAskPeerUser, userOfPeer } from '../../platform/machine/peer-user.ts';

/** Where the window's browser finds its proxy: a port of 127.0.0.1 that nobody else is let in at. */
export interface PageDoor {
  /** `http://127.0.0.1:PORT`; null while it is closed. */
  address(): string | null;
  /** Opens it; rejects when no port can be had. */
  open(): Promise<void>;
  readonly close: () => void;
  /** Hands each connection on, those that have come already first. */
  serve(take: (connection: PageConnection) => void): void;
}

/** More of them do not wait for the player. */
const MOST_WAITING = 32;

/** `isAdmitted` says whether a connection is this user's own, as far as the kernel tells. */
export function createPageDoor(isAdmitted: (connection: Socket) => boolean = isOwnUser): PageDoor {
  let take: ((connection: PageConnection) => void) | null = null;
  let waiting: Socket[] = [];
  const server = createServer((connection) => {
    connection.on('error', () => connection.destroy());
    if (!isAdmitted(connection) || (take === null && waiting.length >= MOST_WAITING)) connection.destroy();
    else if (take === null) waiting.push(connection);
    else take(connection);
  });
  const addressNow = (): string | null => {
    const bound = server.address() as AddressInfo | null;
    return bound === null ? null : `http://127.0.0.1:${bound.port}`;
  };
  return {
    address: addressNow,
    open: () =>
      new Promise((resolve, reject) => {
        if (server.listening) {
          resolve();
          return;
        }
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      }),
    close: () => {
      for (const connection of waiting) connection.destroy();
      waiting = [];
      server.close();
    },
    serve: (given) => {
      take = given;
      for (const connection of waiting) given(connection);
      waiting = [];
    },
  };
}

/** Another user of the machine would go out under the sign-in of this screen. */
function isOwnUser({ remotePort, localPort }: Socket): boolean {
  if (!canAskPeerUser()) return true;
  const own = process.getuid?.() ?? null;
  return own !== null && userOfPeer(remotePort ?? 0, localPort ?? 0) === own;
}
