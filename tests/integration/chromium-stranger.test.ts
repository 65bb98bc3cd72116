import { spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { browserArguments } from '../../src/shells/chromium/browser-arguments.ts';
import { prepareBrowserProfile } from '../../src/shells/chromium/browser-profile.ts';
import { createLaunchSecret } from '../../src/shells/chromium/launch-secret.ts';
import { createLoopbackServer, type LoopbackServer } from '../../src/shells/chromium/loopback-server.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { prepareDataFolder } from '../../src/platform/files/data-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/* Another user of the same machine, a real one: `nobody`, who runs a program of his own beside the player. */

const NOBODY = 65_534;

let folder: string;
let dataFolder: string;
let server: LoopbackServer;

beforeEach(async () => {
  folder = temporaryFolder();
  // What is above it may be open: the data folder itself must not be.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  dataFolder = join(folder, 'data');
  expect(prepareDataFolder(dataFolder).ok).toBe(true);
  const log = createSilentLog();
  server = createLoopbackServer({ rendererFolder: folder, secret: createLaunchSecret(), log });
  await server.start();
});

afterEach(async () => {
  await server.stop();
});

/** Runs `program` in a shell as nobody and answers all that it said. */
function asNobody(program: string): Promise<string> {
  const child = spawn('/bin/bash', ['-c', program], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      resolve(said);
    });
  });
}

/** The first line of an answer to an HTTP request with these headers, asked by nobody with nothing but a shell. */
const statusFor = (path: string, headers: readonly string[] = []): Promise<string> => {
  const { hostname, port } = new URL(server.origin);
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Connection: close',
    ...headers,
    '',
    '',
  ];
  const sent = lines.join('\\r\\n');
  return asNobody(`exec 3<>/dev/tcp/${hostname}/${port}; printf '${sent}' >&3; head -n 1 <&3`);
};

// Only root can become somebody else.
it.skipIf(process.getuid?.() !== 0)(
  'gets 403 for everything, and reads nothing of the player’s',
  async () => {
    expect(await asNobody('id -u')).toBe(`${NOBODY}\n`);
    const refused: unknown = expect.stringContaining('403 Forbidden');
    expect(await statusFor('/')).toEqual(refused);
    expect(await statusFor(`/media/${'ab'.repeat(32)}`)).toEqual(refused);
    expect(await statusFor('/open?ticket=guess')).toEqual(refused);
    expect(await statusFor('/', ['Cookie: digiplayer=guess', `Origin: ${server.origin}`])).toEqual(refused);
    const upgrade = [
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      `Origin: ${server.origin}`,
    ];
    expect(await statusFor('/bridge', upgrade)).toEqual(refused);

    // The data folder, and in it the browser's own with its cookie, are closed to him.
    const profile = prepareBrowserProfile(dataFolder);
    writeFileSync(join(profile.folder, 'Cookies'), 'secret');
    expect(await asNobody(`ls ${dataFolder}; cat ${profile.folder}/Cookies`)).not.toContain('secret');
    expect(await asNobody(`ls ${dataFolder} && echo open`)).toContain('Permission denied');
  },
);

const PAGE_OF_WINDOW = ['Sec-Fetch-Dest: document', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Site: none'];

/** The status of an answer to a process of this very user, who says these things of itself. */
async function ownStatus(path: string, headers: readonly string[], host?: string): Promise<number> {
  const { hostname, port } = new URL(server.origin);
  const socket = connect(Number(port), hostname);
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host ?? `${hostname}:${port}`}`,
    'Connection: close',
    ...headers,
    '',
    '',
  ];
  socket.write(lines.join('\r\n'));
  return Number(/^HTTP\/1\.1 (\d+)/.exec(await text(socket))?.[1]);
}

it.skipIf(process.getuid?.() !== 0)(
  'is not let in as the first page either, whatever he says of himself, and takes it from nobody',
  async () => {
    expect(server.firstUrl()).toBe(`${server.origin}/`);
    const refused: unknown = expect.stringContaining('403 Forbidden');
    expect(await statusFor('/', PAGE_OF_WINDOW)).toEqual(refused);
    expect(await ownStatus('/', PAGE_OF_WINDOW)).toBe(200);
    expect(await statusFor('/', PAGE_OF_WINDOW)).toEqual(refused);
  },
);

it('lets a page of this user in once: no frame, script or link of a page, and nothing but the page itself', async () => {
  // Before it is waited for, and for anything but the page.
  expect(await ownStatus('/', PAGE_OF_WINDOW)).toBe(403);
  expect(server.firstUrl()).toBe(`${server.origin}/`);
  expect(await ownStatus(`/media/${'ab'.repeat(32)}`, PAGE_OF_WINDOW)).toBe(403);
  expect(await ownStatus('/', [])).toBe(403);
  for (const [from, to] of [
    ['document', 'iframe'],
    ['navigate', 'no-cors'],
    ['none', 'cross-site'],
  ] as const) {
    const said = PAGE_OF_WINDOW.map((line) => line.replace(from, to));
    expect(await ownStatus('/', said)).toBe(403);
  }
  expect(await ownStatus('/', PAGE_OF_WINDOW, 'rebound.example')).toBe(403);
  expect(await ownStatus('/', PAGE_OF_WINDOW)).toBe(200);
  expect(await ownStatus('/', PAGE_OF_WINDOW)).toBe(403);
});

it('finds no secret on the browser’s command line, which every user may read', () => {
  const ticket = new URL(server.ticketUrl()).searchParams.get('ticket') ?? '';
  expect(ticket).toHaveLength(43);
  const { folder: profileFolder } = prepareBrowserProfile(dataFolder);
  const size = { width: 1, height: 1 };
  const line = browserArguments({
    profileFolder,
    cacheBlocker: null,
    windowed: false,
    asRoot: false,
    size,
    graphics: [],
    pages: [],
  }).join(' ');
  // The address that a first page is opened at stands there, and opens nothing for anybody else.
  expect(server.firstUrl()).not.toContain('ticket');
  expect(line).not.toContain(ticket);
  expect(line).not.toMatch(/ticket|cookie|127\.0\.0\.1|remote-debugging-port/);
});
