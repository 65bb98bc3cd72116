import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What a TLS client offers in its first message. */
export interface ClientHello {
  /** IANA's numbers of the signature schemes, in the client's order. */
  readonly signatures: readonly number[];
  /** IANA's numbers of the groups. */
  readonly groups: readonly number[];
}

/** Listens on 127.0.0.1 for one TLS client, has `connect` come to it, and reads what it offers. */
export async function hearClientHello(connect: (port: number) => void): Promise<ClientHello> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  connect((server.address() as AddressInfo).port);
  const [socket] = (await once(server, 'connection')) as [Socket];
  let heard = Buffer.alloc(0);
  // A record is five bytes and then as many as the last two of them say (RFC 8446, 5.1).
  while (heard.length < 5 || heard.length < 5 + heard.readUInt16BE(3)) {
    const [part] = (await once(socket, 'data')) as [Buffer];
    heard = Buffer.concat([heard, part]);
  }
  socket.destroy();
  server.close();
  return readClientHello(heard.subarray(5));
}

function readClientHello(message: Buffer): ClientHello {
  // Type and length, version, random; then the session, the ciphers and the compressions, each with its length before it.
  let at = 4 + 2 + 32;
  at += 1 + message.readUInt8(at);
  at += 2 + message.readUInt16BE(at);
  at += 1 + message.readUInt8(at);
  const end = at + 2 + message.readUInt16BE(at);
  at += 2;
  const extensions = new Map<number, Buffer>();
  while (at < end) {
    const length = message.readUInt16BE(at + 2);
    extensions.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { groups: numbersOf(extensions.get(10)), signatures: numbersOf(extensions.get(13)) };
}

/** A list of 16-bit numbers with its length before it. */
function numbersOf(list: Buffer | undefined): number[] {
  if (list === undefined) return [];
  return Array.from({ length: list.readUInt16BE(0) / 2 }, (_, at) => list.readUInt16BE(2 + 2 * at));
}
