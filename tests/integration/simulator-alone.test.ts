import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../simulator/command-line.ts';
import { call } from '../support/simulator-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const entry = join(import.meta.dirname, '../simulator/main.ts');

interface Run {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

const children: ChildProcess[] = [];
function run(...words: string[]): Run {
  const child = spawn(process.execPath, [entry, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, ended };
}

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function started(words: string[]): Promise<Run & { origin: string; control: string }> {
  const process = run(...words, '--control-port', '0');
  await expect.poll(process.output, { timeout: 10_000 }).toMatch(/Control at/);
  const origin = /simulated\) at (\S+)/.exec(process.output())?.[1] ?? '';
  const control = /Control at (\S+)/.exec(process.output())?.[1] ?? '';
  return { ...process, origin, control };
}

describe('alone', () => {
  it('serves a folder to its players, obeys its control port and ends on SIGTERM', async () => {
    await writeFile(join(folder, 'b.mp4'), 'video');
    await writeFile(join(folder, 'a.png'), 'picture');
    const { child, ended, origin, control } = await started([
      '--player',
      'lobby:QUICK123',
      '--player',
      'hall:X',
      '--password',
      'long enough',
      '--media',
      folder,
    ]);
    const signIn = async (json: object): Promise<{ auth_code: string }> =>
      (await call(`${origin}/api/auth/player`, { method: 'POST', json })).json() as { auth_code: string };
    expect(await signIn({ hostname: 'hall', password: 'long enough' })).toMatchObject({ player_id: 2 });
    const { auth_code: authCode } = await signIn({ hostname: 'lobby', quickconnect_code: 'QUICK123' });

    const headers = { Authorization: `Bearer ${authCode}` };
    const playlist = await call(`${origin}/api/playlists/1`, { headers });
    expect(playlist.json()).toMatchObject({
      playlist: [
        { file_name: 'a.png', type: 'image', url: `${origin}/static/uploads/a.png` },
        { file_name: 'b.mp4', type: 'video' },
      ],
    });
    expect((await call(`${origin}/static/uploads/b.mp4`)).body.toString()).toBe('video');

    const command = (method: string, path: string, json?: unknown) =>
      call(control + path, { method, ...(json === undefined ? {} : { json }) });
    await command('POST', '/revoke/lobby');
    expect((await call(`${origin}/api/playlists/1`, { headers })).status).toBe(401);
    await command('POST', '/faults', {
      match: { path: '/api/health' },
      kind: 'status',
      status: 503,
      times: 1,
    });
    expect((await call(`${origin}/api/health`)).status).toBe(503);
    const swapped = await command('POST', '/certificate', { keyType: 'ecdsa' });
    expect(swapped.json()).toEqual({ fingerprint256: (await call(`${origin}/api/health`)).fingerprint256 });
    expect((await command('GET', '/requests')).json()).toMatchObject([
      { path: '/api/auth/player', status: 200 },
      { path: '/api/auth/player' },
      { path: '/api/playlists/1', status: 200 },
      { path: '/static/uploads/b.mp4' },
      { path: '/api/playlists/1', status: 401 },
      { path: '/api/health', status: 503 },
      { path: '/api/health', status: 200 },
    ]);
    expect((await command('POST', '/players', { hostname: 'lobby' })).status).toBe(400);
    expect((await command('POST', '/nothing')).status).toBe(404);
    await command('POST', '/stop');
    await expect(call(`${origin}/api/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await command('POST', '/start');
    expect((await call(`${origin}/api/health`)).status).toBe(200);

    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('speaks plain http when asked to', async () => {
    const { origin } = await started(['--http']);
    expect(origin).toMatch(/^http:/);
    expect((await call(`${origin}/api/health`)).status).toBe(200);
  });

  it('says how it is used, what is wrong with the arguments, and why it cannot start', async () => {
    const help = run('--help');
    expect(await help.ended).toBe(0);
    expect(help.output()).toContain('--control-port PORT');
    const wrong = run('--player', 'lobby');
    expect(await wrong.ended).toBe(2);
    expect(wrong.output()).toContain('--player takes NAME:CODE, not "lobby".');
    const missing = run('--media', join(folder, 'missing'));
    expect(await missing.ended).toBe(1);
    expect(missing.output()).toContain('The simulator could not start: ENOENT');
    const { port } = new URL((await started([])).control);
    const taken = run('--control-port', port);
    expect(await taken.ended).toBe(1);
    expect(taken.output()).toContain('EADDRINUSE');
  });
});

it('knows nothing of the player', async () => {
  const sources = join(import.meta.dirname, '../simulator');
  const names = (await readdir(sources)).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(names.map((name) => readFile(join(sources, name), 'utf8')));
  expect(texts.length).toBeGreaterThan(10);
  for (const text of texts) expect(text).not.toMatch(/(from|import\() *'\.\.\//);
});

describe('the command line', () => {
  it('is read with colons in codes', () => {
    expect(parseCommandLine(['--port', '8443', '--player', 'lobby:a:b'])).toMatchObject({
      port: 8443,
      players: [{ hostname: 'lobby', code: 'a:b' }],
    });
  });

  it.each([['--port', 'x'], ['--port', '65536'], ['--player', ':code'], ['--player', 'name:'], ['--what']])(
    'is refused: %s %s',
    (...words: string[]) => {
      expect(() => parseCommandLine(words)).toThrow();
    },
  );
});
