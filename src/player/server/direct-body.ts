import { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { handOverOf } from '../trust/receiving-socket.ts';
import { finishWith } from './gather-body.ts';
import { createGathering, type GatheredBody } from './gathering.ts';

/** A connection that was read directly cannot be used again: for less, the next handshake would cost more than is saved. */
const LEAST_BYTES = 8 * 1_048_576;

/**
 * Gathers the `bytes` bytes of a body straight from its connection, once the head was read: past the streams and the parser, which
 * copy each 16 kB three times more and take as much processor time as TLS itself. Null where that cannot be: a short body, one
 * without TLS or within a tunnel, or one of which all is here. The connection is of no use afterwards: `response` must be destroyed.
 */
export function gatherDirectly(response: Readable, bytes: number): GatheredBody | null {
  if (bytes < LEAST_BYTES || !(response instanceof IncomingMessage) || response.destroyed) return null;
  const { socket } = response;
  const handOver = handOverOf(socket);
  if (handOver === null) return null;
  // What came with the head, or after it, goes through the parser into the response.
  while (socket.readableLength > 0 && socket.read() !== null);
  if (socket.readableLength > 0 || response.readableLength >= bytes) return null;
  const gathering = createGathering(() => socket.resume());
  let left = bytes;
  const counted = (came: number): number => {
    const own = Math.min(came, left);
    left -= own;
    return own;
  };
  const goesOn = (isWanted: boolean): boolean => {
    if (left === 0) gathering.finish(null);
    return isWanted && left > 0;
  };
  const first = response.read() as Uint8Array | null;
  handOver({
    room: gathering.room,
    took: (came) => goesOn(gathering.wrote(counted(came))),
    brought: (chunk) => goesOn(gathering.add(chunk.subarray(0, counted(chunk.byteLength)))),
  });
  finishWith(response, gathering.finish);
  const isWanted = first === null || goesOn(gathering.add(first.subarray(0, counted(first.byteLength))));
  if (isWanted) socket.resume();
  return gathering.body;
}
