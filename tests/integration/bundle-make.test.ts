import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  PRELUDE_BYTES,
  readHead,
  readPrelude,
  type ProvenList,
} from '../../src/player/stick/stick-format.ts';
import { stickKeysOf } from '../../src/player/stick/stick-keys.ts';
import type { Result } from '../../src/shared/result.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator/types.ts';
import { fixture, sha256Of } from '../support/media-support.ts';
import { bundleMake } from '../support/stick-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CODE = 'BUNDLE-CODE';
let simulator: Simulator;
let folder: string;

async function start(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSimulator({
    players: [{ hostname: 'lobby', code: CODE }],
    rateLimit: false,
    ...options,
  });
  for (const name of ['red.jpg', 'blue.mp4']) simulator.addUpload(name, fixture(name));
  simulator.addUpload('again.jpg', fixture('red.jpg'));
}

const make = (
  code = CODE,
  from: Pick<Simulator, 'origin' | 'certificate'> = simulator,
): Promise<Result<string>> => bundleMake(folder, from, { hostname: 'lobby', code, out: folder });

function readList(): ProvenList & { readonly bytes: Buffer } {
  const bytes = readFileSync(join(folder, 'lobby.digiplaylist'));
  const prelude = readPrelude(bytes.subarray(0, PRELUDE_BYTES), bytes.length);
  if (!prelude.ok) throw new Error(prelude.error.message);
  const { proof } = stickKeysOf(simulator.player('lobby').authCode);
  const list = readHead(bytes.subarray(0, prelude.value.headBytes), bytes.length, proof);
  if (!list.ok) throw new Error(list.error.message);
  return { ...list.value, bytes };
}

beforeEach(() => {
  folder = temporaryFolder();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await simulator.stop();
});

test('a list holds each file once, names its bytes by their hash, and leaves out what the server does not give', async () => {
  await start();
  const item = (name: string): Record<string, unknown> => simulator.itemFor(name, {});
  const missing = { id: 99, file_name: 'missing.png', url: '/static/uploads/missing.png' };
  const page = { id: 98, type: 'web', url: 'https://example.org/board' };
  simulator.setPlaylist('lobby', [item('red.jpg'), item('again.jpg'), item('blue.mp4'), missing, page], 7);
  const made = await make();
  expect(made).toMatchObject({ ok: true });
  expect(made.ok && made.value).toMatch(
    /5 items with 2 files, .* for lobby, .*\n1 addresses brought no file/,
  );
  expect(vi.mocked(console.error).mock.calls.flat().join()).toContain('left out: missing.png');
  const { body, parts, label, bytes } = readList();
  expect(label).toMatchObject({ hostname: 'lobby', server: simulator.origin });
  expect(Math.abs(label.madeAtMs - Date.now())).toBeLessThan(60_000);
  expect(body.playlist_version).toBe(7);
  const [red, again, blue, gone, web] = body.playlist as Record<string, unknown>[];
  expect([red, again]).toMatchObject([{ sha256: sha256Of(fixture('red.jpg')) }, { sha256: red?.['sha256'] }]);
  expect(blue).toMatchObject({ size: fixture('blue.mp4').length });
  for (const without of [gone, web]) expect(without).not.toHaveProperty('sha256');
  for (const { position, size, sha256 } of parts)
    expect(sha256Of(bytes.subarray(position, position + size))).toBe(sha256);
  expect(readdirSync(folder)).toEqual(['lobby.digiplaylist']);
});

test('a server that is not the one that is meant gets no code, and the fingerprint to compare is said', async () => {
  await start();
  const { certificate, origin } = simulator;
  const other = { ...certificate, fingerprint256: certificate.fingerprint256.replaceAll('A', 'B') };
  expect(await make(CODE, { origin, certificate: other })).toMatchObject({
    error: { code: 'fingerprint-mismatch' },
  });
  const unsaid = { ...certificate, fingerprint256: '' };
  const refused = await make(CODE, { origin, certificate: unsaid });
  expect(refused).toMatchObject({ error: { code: 'fingerprint-unconfirmed' } });
  expect(!refused.ok && refused.error.message).toContain(certificate.fingerprint256.replaceAll(':', ''));
  expect(simulator.requests.filter(({ path }) => path.startsWith('/api/auth'))).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('what plays when nothing of the list can comes along, and hours, alerts and the like do not', async () => {
  await start();
  const [listed, other] = ['red.jpg', 'blue.mp4'].map((name) => simulator.itemFor(name, {}));
  const more = { screen_hours: 'mon-sun off', alert: 'x', settings: { pin: '' } };
  const body = { playlist: [listed], playlist_version: 1, default_item: other, ...more };
  simulator.addFault({ kind: 'status', status: 200, body, match: { path: /^\/api\/playlists/ } });
  expect(await make()).toMatchObject({ ok: true });
  const list = readList();
  expect(Object.keys(list.body).sort()).toEqual(['default_item', 'playlist', 'playlist_version']);
  expect(list.body.default_item).toMatchObject({ sha256: sha256Of(fixture('blue.mp4')) });
  expect(list.parts).toHaveLength(2);
});

test.each([
  ['a wrong code', 'wrong-code', () => ({ code: 'WRONG' })],
  ['no list', 'bad-playlist', () => ({ body: { playlist: 'none' } })],
  [
    'names that lead elsewhere',
    'stick-not-plain',
    () => ({ body: { playlist: [{ file_name: '../red.jpg' }] } }),
  ],
  ['no file that it gives', 'incomplete', () => ({ body: { playlist: [{ file_name: 'none.jpg' }] } })],
])('with %s nothing is written: %s', async (_what, code, how) => {
  await start();
  const { code: given = CODE, body } = how() as { code?: string; body?: unknown };
  if (body !== undefined)
    simulator.addFault({ kind: 'status', status: 200, body, match: { path: /^\/api\/playlists/ } });
  expect(await make(given)).toMatchObject({ ok: false, error: { code } });
  expect(readdirSync(folder)).toEqual([]);
});

test('an older server, whose sign-in proves nothing, makes no list', async () => {
  await start({ legacy: true });
  expect(await make()).toMatchObject({ error: { code: 'stick-no-sign-in' } });
  expect(existsSync(join(folder, 'lobby.digiplaylist'))).toBe(false);
});
