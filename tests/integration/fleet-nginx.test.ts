import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import { freePorts } from '../bench/soak-world.ts';
import { longPicture, needFor, openTestStore, type TestStore } from '../support/media-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/* What docs/fleets.md says to put before the uploads, in the nginx of this machine. */

const program = process.env['DIGIPLAYER_NGINX'] ?? '/usr/sbin/nginx';
const isHere = spawnSync(program, ['-v']).status === 0;
if (!isHere) console.log('Skipped: no nginx on this machine (Debian: nginx), so docs/fleets.md was not run.');

let server: Simulator;
let nginx: ChildProcess;
let origin: string;
const opened: TestStore[] = [];

/** The guide's own lines, with the places of this test for those of a server. */
function guideLines(folder: string, upstream: string): string {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/fleets.md'), 'utf8');
  const lines = /```nginx\n([^`]+)```/.exec(guide)?.[1] ?? '';
  const ours = lines
    .replaceAll('/var/cache/nginx/uploads', join(folder, 'cache'))
    .replaceAll('http://127.0.0.1:5000', upstream);
  const [outside = '', ...places] = ours.split(/^(?=location )/m);
  return `${outside}\nserver {\n  listen 127.0.0.1:${new URL(origin).port};\n${places.join('')}\n}`;
}

async function startNginx(upstream: string): Promise<ChildProcess> {
  const folder = temporaryFolder();
  const [port = 0] = await freePorts(1);
  origin = `http://127.0.0.1:${port}`;
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
    mkdirSync(join(folder, name));
    return `${name}_temp_path ${join(folder, name)};`;
  });
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const text = `daemon off; ${user} pid ${folder}/pid; error_log stderr; worker_processes 1;
events { worker_connections 64; }
http { access_log off; ${places.join(' ')}
${guideLines(folder, upstream)} }`;
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, text);
  const child = spawn(program, ['-c', file, '-p', folder, '-e', 'stderr'], {
    stdio: 'ignore',
  });
  while (child.exitCode === null && (await ask('/api/health')).status !== 200) await wait(50);
  expect(child.exitCode, 'nginx took the lines of the guide').toBeNull();
  return child;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: number;
}

function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request(
      origin + path,
      { headers: { 'accept-encoding': 'identity', ...headers } },
      (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes });
        });
      },
    );
    asked.once('error', () => {
      resolve({ status: 0, headers: {}, bytes: 0 });
    });
    asked.end();
  });
}

const askedOf = (upload: Upload): number => server.requests.filter(({ path }) => path === upload.path).length;

function screen(): TestStore {
  const store = openTestStore({ origin, dataFolder: temporaryFolder() });
  opened.push(store);
  return store;
}

describe.skipIf(!isHere)('nginx before the uploads, as the guide has it', () => {
  beforeEach(async () => {
    server = await startSimulator({ protocol: 'http' });
    nginx = await startNginx(server.origin);
  });

  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    // Its worker ends with it, which a SIGKILL would leave behind.
    const gone = once(nginx, 'exit');
    nginx.kill('SIGTERM');
    await gone;
    await server.stop();
  });

  it('fetches a file once for all screens, and hands out the very bytes', async () => {
    const upload = server.addUpload('welcome.png', longPicture(300_000));
    for (const folder of [1, 2, 3]) {
      const { store } = screen();
      const answer = await store.ensure(needFor(origin, upload));
      expect(answer, `screen ${folder}`).toMatchObject({ ok: true, value: { sha256: upload.sha256 } });
    }
    expect(askedOf(upload)).toBe(1);
  });

  it('answers ranges and both validators as the server would', async () => {
    const upload = server.addUpload('film.png', longPicture(200_000));
    const whole = await ask(upload.path);
    const etag = String(whole.headers['etag']);
    expect(whole).toMatchObject({ status: 200, bytes: 200_000 });
    expect(whole.headers['cache-control']).toContain('no-transform');
    expect(await ask(upload.path, { range: 'bytes=150000-', 'if-range': etag })).toMatchObject({
      status: 206,
      bytes: 50_000,
    });
    expect(await ask(upload.path, { range: 'bytes=150000-', 'if-range': '"another"' })).toMatchObject({
      status: 200,
      bytes: 200_000,
    });
    expect(await ask(upload.path, { 'if-none-match': etag })).toMatchObject({ status: 304, bytes: 0 });
    expect(
      await ask(upload.path, { 'if-modified-since': String(whole.headers['last-modified']) }),
    ).toMatchObject({ status: 304 });
    expect(askedOf(upload)).toBe(1);
  });

  it('keeps no answer of the interface', async () => {
    const before = server.requests.length;
    await ask('/api/health');
    await ask('/api/health');
    expect(server.requests.length - before).toBe(2);
  });
});
