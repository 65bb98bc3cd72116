import type { OnReadOpts } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

/** Takes what a connection brings in place of the stream that the connection is. */
interface Receiver {
  /** Where the next bytes are to be written; never empty. */
  room(): Uint8Array;
  /** So many were written to the last room; false: no more for now, until the socket is resumed. */
  took(bytes: number): boolean;
  /** These came elsewhere, and stay as they are; answers as `took` does. */
  brought(bytes: Uint8Array): boolean;
}

/** As much as TLS decrypts at once. */
const RECORD_BYTES = 16_384;

const handOvers = new WeakMap<object, (receiver: Receiver) => void>();

/**
 * Connects as `tls.connect` does, to a socket whose bytes a {@link Receiver} can be given. Within a tunnel it cannot: there the
 * option `onread` does nothing.
 */
export function connectReceiving(options: ConnectionOptions): TLSSocket {
  if (options.socket !== undefined) return connect(options);
  const own = Buffer.allocUnsafeSlow(RECORD_BYTES);
  let receiver: Receiver | null = null;
  const onread: OnReadOpts = {
    buffer: () => receiver?.room() ?? own,
    callback: (bytes, buffer) => {
      if (receiver !== null && buffer !== own) return receiver.took(bytes);
      const copy = Buffer.from(own.subarray(0, bytes));
      return receiver === null ? socket.push(copy) : receiver.brought(copy);
    },
  };
  const connection: ConnectionOptions & { readonly onread: OnReadOpts } = { ...options, onread };
  const socket = connect(connection);
  handOvers.set(socket, (to) => {
    receiver = to;
  });
  return socket;
}

/** What gives a receiver the bytes of `socket` from now on, for as long as it lives; null: that socket cannot. */
export function handOverOf(socket: object): ((receiver: Receiver) => void) | null {
  return handOvers.get(socket) ?? null;
}
