import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/*
 * What a window manager says to a window when a person closes it (ICCCM 4.2.8.1, WM_DELETE_WINDOW), in X11's own protocol:
 * a bare display has no window manager, and this machine no tool that could say it.
 */

const OPCODES = { queryTree: 15, internAtom: 16, sendEvent: 25 } as const;
const CLIENT_MESSAGE = 33;

/** How large the first screen of `display` (`:99` or `:99.0`) is. */
export async function screenSize(display: string): Promise<{ width: number; height: number }> {
  const socket = await connectTo(display);
  try {
    const { width, height } = await openSession(socket, reader(socket));
    return { width, height };
  } finally {
    socket.destroy();
  }
}

/** Asks every top-level window of `display` (`:99`) to close. */
export async function closeWindows(display: string): Promise<void> {
  const socket = await connectTo(display);
  const read = reader(socket);
  try {
    const { root } = await openSession(socket, read);
    const protocols = await internAtom(socket, read, 'WM_PROTOCOLS');
    const deleteWindow = await internAtom(socket, read, 'WM_DELETE_WINDOW');
    for (const window of await childrenOf(socket, read, root)) {
      const request = Buffer.alloc(44);
      request.writeUInt8(OPCODES.sendEvent, 0);
      request.writeUInt16LE(11, 2);
      request.writeUInt32LE(window, 4);
      request.writeUInt8(CLIENT_MESSAGE, 12);
      request.writeUInt8(32, 13);
      request.writeUInt32LE(window, 16);
      request.writeUInt32LE(protocols, 20);
      request.writeUInt32LE(deleteWindow, 24);
      socket.write(request);
    }
    // An answer to a later request: the server has handed on what came before it.
    await internAtom(socket, read, 'WM_PROTOCOLS');
  } finally {
    socket.destroy();
  }
}

type Read = (bytes: number) => Promise<Buffer>;

async function connectTo(display: string): Promise<Socket> {
  const socket = connect(`/tmp/.X11-unix/X${/^:(\d+)/.exec(display)?.[1] ?? '0'}`);
  await once(socket, 'connect');
  return socket;
}

/** Answers the root window of the first screen, and its size. */
async function openSession(
  socket: Socket,
  read: Read,
): Promise<{ root: number; width: number; height: number }> {
  const hello = Buffer.alloc(12);
  hello.write('l', 0);
  hello.writeUInt16LE(11, 2);
  socket.write(hello);
  const head = await read(8);
  if (head.readUInt8(0) !== 1) throw new Error('The display refuses the connection.');
  const body = await read(head.readUInt16LE(6) * 4);
  const vendorBytes = Math.ceil(body.readUInt16LE(16) / 4) * 4;
  const formats = body.readUInt8(21);
  const screen = 32 + vendorBytes + formats * 8;
  return {
    root: body.readUInt32LE(screen),
    width: body.readUInt16LE(screen + 20),
    height: body.readUInt16LE(screen + 22),
  };
}

async function internAtom(socket: Socket, read: Read, name: string): Promise<number> {
  const words = Math.ceil(name.length / 4);
  const request = Buffer.alloc(8 + words * 4);
  request.writeUInt8(OPCODES.internAtom, 0);
  request.writeUInt16LE(2 + words, 2);
  request.writeUInt16LE(name.length, 4);
  request.write(name, 8);
  socket.write(request);
  return (await read(32)).readUInt32LE(8);
}

async function childrenOf(socket: Socket, read: Read, window: number): Promise<number[]> {
  const request = Buffer.alloc(8);
  request.writeUInt8(OPCODES.queryTree, 0);
  request.writeUInt16LE(2, 2);
  request.writeUInt32LE(window, 4);
  socket.write(request);
  const head = await read(32);
  const list = await read(head.readUInt16LE(16) * 4);
  return Array.from({ length: list.length / 4 }, (_, index) => list.readUInt32LE(index * 4));
}

/** Reads exactly so many bytes, one reader at a time. */
function reader(socket: Socket): Read {
  let held = Buffer.alloc(0);
  return async (bytes) => {
    while (held.length < bytes) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      held = Buffer.concat([held, chunk]);
    }
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  };
}
