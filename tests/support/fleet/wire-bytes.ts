import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Counts what the servers of this process receive and send, TLS and all. */
export interface WireBytes {
  total(): number;
  close(): void;
}

const ACCEPTED = 'net.server.socket';

/** Counts from now on. */
export function countWireBytes(): WireBytes {
  const open = new Set<Socket>();
  let ended = 0;
  const of = ({ bytesRead, bytesWritten }: Socket): number => bytesRead + bytesWritten;
  const onAccepted = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      ended += of(socket);
    });
  };
  subscribe(ACCEPTED, onAccepted);
  return {
    total: () => [...open].reduce((sum, socket) => sum + of(socket), ended),
    close: () => {
      unsubscribe(ACCEPTED, onAccepted);
    },
  };
}
