import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { xDisplayOf, type DisplayAddress } from './display-presence.ts';
import { findCookie } from './x-authority.ts';

/** An X pointer that is hidden on the whole screen, over every window, until it is let go. */
interface PointerHold {
  release(): void;
}

const OPCODES = { queryExtension: 98 } as const;
const XFIXES = { name: 'XFIXES', queryVersion: 0, hideCursor: 29, major: 5 } as const;
const REPLY_BYTES = 32;
/** What a server says of itself at first; one with many screens says a few kB. */
const LONGEST_SETUP_BYTES = 65_536;
/** A server that says nothing for so long is not asked any further, ms. */
const ANSWER_MS = 2_000;

/**
 * Hides the pointer, in X11's own words, since a browser shows its own until its first page has painted and said otherwise.
 * The server shows it again when the connection ends, however that comes about. Where there is no X server, or it does not
 * know how, nothing happens.
 */
export function hidePointer(environment: Readonly<Record<string, string | undefined>>): PointerHold {
  const display = xDisplayOf(environment);
  let socket: Socket | null = null;
  let isReleased = false;
  const hide = async (): Promise<void> => {
    if (display === null) return;
    for (const address of display.addresses) {
      const connected = await open(address);
      if (connected === null) continue;
      if (isReleased) connected.destroy();
      else {
        socket = connected;
        await askToHide(connected, findCookie(readAuthority(environment), hostname(), display.number));
      }
      return;
    }
  };
  const release = (): void => {
    isReleased = true;
    socket?.destroy();
  };
  void hide().catch(release);
  return { release };
}

function readAuthority(environment: Readonly<Record<string, string | undefined>>): Buffer {
  try {
    return readFileSync(environment['XAUTHORITY'] ?? join(homedir(), '.Xauthority'));
  } catch {
    return Buffer.alloc(0);
  }
}

/** Null when nobody listens there. The connection keeps no process alive. */
function open(address: DisplayAddress): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.unref();
    socket.on('error', () => {
      resolve(null);
    });
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.setTimeout(ANSWER_MS, () => {
      resolve(null);
    });
  });
}

/** https://www.x.org/releases/current/doc/xproto/x11protocol.html, https://gitlab.freedesktop.org/xorg/proto/xorgproto (fixesproto.txt) */
async function askToHide(socket: Socket, cookie: Buffer | null): Promise<void> {
  const answers = createReader(socket);
  socket.write(hello(cookie));
  const head = await answers.read(8);
  const bodyBytes = head.readUInt16LE(6) * 4;
  if (head.readUInt8(0) !== 1 || bodyBytes > LONGEST_SETUP_BYTES) throw new Error('The display refuses.');
  const root = rootOf(await answers.read(bodyBytes));

  const query = request(OPCODES.queryExtension, 0, 8 + 8);
  query.writeUInt16LE(XFIXES.name.length, 4);
  query.write(XFIXES.name, 8, 'latin1');
  socket.write(query);
  const extension = await answers.read(REPLY_BYTES);
  if (extension.readUInt8(0) !== 1 || extension.readUInt8(8) !== 1) throw new Error('It has no XFIXES.');
  const opcode = extension.readUInt8(9);

  const version = request(opcode, XFIXES.queryVersion, 12);
  version.writeUInt32LE(XFIXES.major, 4);
  const order = request(opcode, XFIXES.hideCursor, 8);
  order.writeUInt32LE(root, 4);
  socket.write(Buffer.concat([version, order]));
  await answers.read(REPLY_BYTES);
  socket.setTimeout(0);
  // What the server says from now on is of no interest, but it must be able to say it.
  socket.resume();
}

const COOKIE_NAME = 'MIT-MAGIC-COOKIE-1';

function hello(cookie: Buffer | null): Buffer {
  const name = Buffer.from(cookie === null ? '' : COOKIE_NAME, 'latin1');
  const head = Buffer.alloc(12);
  head.write('l', 0, 'latin1');
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(name.length, 6);
  head.writeUInt16LE(cookie?.length ?? 0, 8);
  return Buffer.concat([head, padded(name), padded(cookie ?? Buffer.alloc(0))]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** The root window of the first screen. */
function rootOf(setup: Buffer): number {
  const vendorBytes = Math.ceil(setup.readUInt16LE(16) / 4) * 4;
  const formats = setup.readUInt8(21);
  return setup.readUInt32LE(32 + vendorBytes + formats * 8);
}

function request(opcode: number, detail: number, bytes: number): Buffer {
  const made = Buffer.alloc(bytes);
  made.writeUInt8(opcode, 0);
  made.writeUInt8(detail, 1);
  made.writeUInt16LE(bytes / 4, 2);
  return made;
}

interface Reader {
  /** The next so many bytes; rejects when the connection ends or is silent for too long. */
  read(bytes: number): Promise<Buffer>;
}

function createReader(socket: Socket): Reader {
  let held = Buffer.alloc(0);
  let isOver = false;
  let wake = (): void => undefined;
  const end = (): void => {
    isOver = true;
    wake();
  };
  socket.on('data', (part: Buffer) => {
    held = Buffer.concat([held, part]);
    wake();
  });
  socket.once('close', end).once('timeout', end);
  return {
    async read(bytes) {
      while (held.length < bytes) {
        if (isOver) throw new Error('The display says nothing.');
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const taken = held.subarray(0, bytes);
      held = held.subarray(bytes);
      return taken;
    },
  };
}
