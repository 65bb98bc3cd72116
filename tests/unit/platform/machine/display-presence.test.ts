import { createServer, type Server } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  findMissingDisplay,
  type DisplayAddress,
} from '../../../../src/platform/machine/display-presence.ts';

async function look(environment: Record<string, string>, listening: readonly string[] = []) {
  const asked: string[] = [];
  const nameOf = (address: DisplayAddress): string =>
    'path' in address ? address.path.replace('\0', '@') : `${address.host}:${address.port}`;
  const missing = await findMissingDisplay({
    platform: 'linux',
    environment,
    isListening: (address) => {
      asked.push(nameOf(address));
      return Promise.resolve(listening.includes(nameOf(address)));
    },
  });
  return { missing, asked };
}

it('asks where DISPLAY says, by socket or over the network', async () => {
  const { missing, asked } = await look({ DISPLAY: ':7.1' });
  expect(missing).toMatchObject({ code: 'no-display', params: { display: ':7.1' } });
  expect(asked).toEqual(['@/tmp/.X11-unix/X7', '/tmp/.X11-unix/X7']);
  expect((await look({ DISPLAY: ':7' }, ['/tmp/.X11-unix/X7'])).missing).toBeNull();
  expect((await look({ DISPLAY: 'wall:0' })).asked).toEqual(['wall:6000']);
  expect((await look({ DISPLAY: 'nonsense' })).missing).toMatchObject({ code: 'no-display' });
});

it('asks a Wayland compositor where the session is one, and either is enough', async () => {
  const wayland = { XDG_RUNTIME_DIR: '/run/user/1', WAYLAND_DISPLAY: 'wayland-1' };
  expect((await look(wayland, ['/run/user/1/wayland-1'])).missing).toBeNull();
  expect((await look({ XDG_RUNTIME_DIR: '/run/user/1', XDG_SESSION_TYPE: 'wayland' })).asked).toEqual([
    '/run/user/1/wayland-0',
  ]);
  expect((await look({ WAYLAND_DISPLAY: '/run/cage' }, ['/run/cage'])).missing).toBeNull();
  expect((await look({ ...wayland, DISPLAY: ':0' }, ['@/tmp/.X11-unix/X0'])).missing).toBeNull();
  expect((await look({ ...wayland, DISPLAY: ':0' })).missing?.message).toContain('wayland-1, :0');
});

it('says what is not set, and asks nothing where a display is always there', async () => {
  expect((await look({})).missing?.code).toBe('no-display-set');
  expect((await look({ DISPLAY: '' })).missing?.code).toBe('no-display-set');
  const ask = (): never => {
    throw new Error('asked');
  };
  expect(await findMissingDisplay({ platform: 'win32', environment: {}, isListening: ask })).toBeNull();
});

it('finds out by connecting: a socket whose server is gone is no display', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'display-'));
  const path = join(folder, 'wayland-0');
  const before = process.env['WAYLAND_DISPLAY'];
  const display = process.env['DISPLAY'];
  process.env['WAYLAND_DISPLAY'] = path;
  delete process.env['DISPLAY'];
  try {
    expect((await findMissingDisplay())?.code).toBe('no-display');
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(path, resolve));
    expect(await findMissingDisplay()).toBeNull();
    await new Promise((resolve) => server.close(resolve));
    expect((await findMissingDisplay())?.code).toBe('no-display');
  } finally {
    if (before === undefined) delete process.env['WAYLAND_DISPLAY'];
    else process.env['WAYLAND_DISPLAY'] = before;
    if (display !== undefined) process.env['DISPLAY'] = display;
    rmSync(folder, { recursive: true });
  }
});

it.runIf(process.platform === 'linux')(
  'believes the kernel’s list of an abstract socket, which nobody connects to',
  async () => {
    const number = String(70_000 + process.pid);
    const connections: unknown[] = [];
    const listen = async (path: string): Promise<Server> => {
      const server = createServer((socket) => connections.push(socket.destroy()));
      await new Promise<void>((resolve) => server.listen(path, resolve));
      return server;
    };
    const [wayland, display] = [process.env['WAYLAND_DISPLAY'], process.env['DISPLAY']];
    delete process.env['WAYLAND_DISPLAY'];
    process.env['DISPLAY'] = `:${number}`;
    try {
      // One whose name only begins alike.
      const other = await listen(`\0/tmp/.X11-unix/X${number}1`);
      expect((await findMissingDisplay())?.code).toBe('no-display');
      const server = await listen(`\0/tmp/.X11-unix/X${number}`);
      expect(await findMissingDisplay()).toBeNull();
      expect(connections).toEqual([]);
      await Promise.all([server, other].map((each) => new Promise((resolve) => each.close(resolve))));
      expect((await findMissingDisplay())?.code).toBe('no-display');
    } finally {
      if (wayland !== undefined) process.env['WAYLAND_DISPLAY'] = wayland;
      if (display === undefined) delete process.env['DISPLAY'];
      else process.env['DISPLAY'] = display;
    }
  },
);
