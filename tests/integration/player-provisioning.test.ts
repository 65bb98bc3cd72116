import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrustAuditLine } from '../../src/shared/bridge.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const CODE = 'FILE-CODE-1';

let folder: string;
let simulator: Simulator;
const players: TestPlayer[] = [];
const others: Simulator[] = [];

async function start(environment: Record<string, string> = {}): Promise<TestPlayer> {
  const player = await startTestPlayer(folder, {
    DIGIPLAYER_RETRY_ATTEMPTS: '1',
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    ...environment,
  });
  players.push(player);
  return player;
}

/** A server with one player, `lobby`, and a playlist of one picture of that name. */
async function serverWith(
  name: string,
  options: Parameters<typeof startSimulator>[0] = {},
): Promise<Simulator> {
  const server = await startSimulator({ players: [{ hostname: 'lobby', code: CODE }], ...options });
  server.addUpload(name, Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><title>${name}</title></svg>`));
  server.setPlaylist('lobby', [server.itemFor(name, { type: 'image' })], 1);
  return server;
}

function writeNested(server: Record<string, unknown>): void {
  const content = {
    server: { url: simulator.origin, hostname: 'lobby', quickconnect_code: CODE, ...server },
  };
  writeFileSync(join(folder, 'app_config.json'), JSON.stringify(content));
}

async function audit(player: TestPlayer): Promise<readonly TrustAuditLine[]> {
  const answer = await player.ask('read-trust-audit', { count: 50 });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value as readonly TrustAuditLine[];
}

beforeEach(async () => {
  folder = temporaryFolder();
  simulator = await serverWith('first.svg');
});

afterEach(async () => {
  for (const player of players.splice(0)) await player.stop();
  for (const server of [simulator, ...others.splice(0)]) await server.stop();
});

describe('a file that provisions a screen', () => {
  it('pins on first use without a question, and the audit says that nothing was compared', async () => {
    writeNested({ verify_ssl: false, use_server_certificate: true });
    const player = await start();
    const playing = await player.until(({ state }) => state === 'playing', 'playing');
    expect(playing.trust.mode).toBe('pinned');
    expect(await audit(player)).toMatchObject([
      { decision: 'first-trust', by: 'file', note: 'provisioning, not compared' },
    ]);
  });

  it('compares a fingerprint that it names', async () => {
    const fingerprint = simulator.certificate.fingerprint256;
    writeNested({ use_server_certificate: true, certificate_fingerprint: fingerprint });
    const player = await start();
    await player.until(({ state }) => state === 'playing', 'playing');
    expect(await audit(player)).toMatchObject([{ by: 'file', note: 'fingerprint compared' }]);
  });

  it('sends no code to a server whose fingerprint is another one, and says why', async () => {
    const { fingerprint256 } = makeCertificate();
    writeNested({ use_server_certificate: true, certificate_fingerprint: fingerprint256 });
    const player = await start();
    const refused = await player.until(
      ({ problems }) => problems.some(({ code }) => code === 'fingerprint-mismatch'),
      'the mismatch',
    );
    expect(refused.state).toBe('syncing');
    expect(simulator.requests.filter(({ path }) => path.startsWith('/api/auth'))).toEqual([]);
  });

  it('writes the certificate where the file says, and reads it back at the next first trust', async () => {
    const path = join(folder, 'kept', 'server_cert.pem');
    writeNested({ use_server_certificate: true, certificate_path: path });
    const player = await start();
    await player.until(({ state }) => state === 'playing', 'playing');
    expect(readFileSync(path, 'utf8').trim()).toBe(simulator.certificate.certificatePem.trim());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('works without verification when asked to, and says so loudly', async () => {
    writeNested({ verify_ssl: false });
    const player = await start();
    const playing = await player.until(({ state }) => state === 'playing', 'playing');
    expect(playing.trust.mode).toBe('insecure');
    expect(playing.problems.map(({ code }) => code)).toContain('trust-insecure');
  });

  it('speaks http where its address says so, and never falls back to it', async () => {
    const plain = await serverWith('plain.svg', { protocol: 'http' });
    others.push(plain);
    writeNested({ url: plain.origin });
    const player = await start();
    const playing = await player.until(({ state }) => state === 'playing', 'playing');
    expect(playing.trust.mode).toBe('plain');
  });

  it("takes a Kiwy-Signage machine's auth code over without signing in anew", async () => {
    const { authCode, id } = simulator.player('lobby');
    const ini = [
      '[server]',
      `server_url = ${simulator.origin}`,
      '[player]',
      'hostname = lobby',
      `auth_code = ${authCode}`,
      `player_id = ${id}`,
      '[security]',
      'verify_ssl = false',
      'use_server_certificate = true',
    ];
    writeFileSync(join(folder, 'player_config.ini'), ini.join('\n'));
    const player = await start();
    await player.until(({ state }) => state === 'playing', 'playing');
    const paths = simulator.requests.map(({ path }) => path);
    expect(paths).toContain('/api/auth/verify');
    expect(paths).not.toContain('/api/auth/player');
  });

  it('plays from an older server that knows no sign-in', async () => {
    await simulator.stop();
    simulator = await serverWith('older.svg', { legacy: true });
    writeNested({ use_server_certificate: true });
    const player = await start();
    await player.until(({ current }) => current?.fileName === 'older.svg', 'playing the older way');
    await simulator.waitForFeedback(({ identifiedBy }) => identifiedBy === 'code');
  });

  it('moves a screen to another server when it changes; what it had plays until the new playlist is here', async () => {
    writeNested({ use_server_certificate: true });
    const first = await start();
    await first.until(({ state }) => state === 'playing', 'playing');
    await first.stop();

    const second = await serverWith('second.svg');
    others.push(second);
    writeNested({ url: second.origin, use_server_certificate: true });
    const moved = await start();
    expect(moved.snapshot().current?.fileName ?? 'first.svg').toBe('first.svg');
    const playing = await moved.until(({ current }) => current?.fileName === 'second.svg', 'the new content');
    expect(playing.player.serverUrl).toBe(second.origin);
  });

  it('stays with its server when the new one does not answer', async () => {
    writeNested({ use_server_certificate: true });
    const first = await start();
    await first.until(({ state }) => state === 'playing', 'playing');
    await first.stop();

    writeNested({ url: 'https://127.0.0.1:1', use_server_certificate: true });
    const again = await start();
    const playing = await again.until(
      ({ problems, connection }) => connection === 'online' && problems.length > 0,
      'online at the old one, with a problem',
    );
    expect(playing.player.serverUrl).toBe(simulator.origin);
    expect(playing.problems.map(({ code }) => code)).toContain('port-refused');
    expect(playing.state).toBe('playing');
  });
});

describe('unpairing', () => {
  it('forgets the server, its certificate and its playlists, and asks to be paired', async () => {
    const environment = {
      ...provisionedBy(simulator.origin, 'lobby', CODE),
    };
    const player = await start(environment);
    await player.until(({ state }) => state === 'playing', 'playing');
    expect(await player.ask('unpair')).toEqual({ ok: true, value: null });
    const after = await player.until(({ state }) => state === 'unpaired', 'unpaired');
    expect(after).toMatchObject({ trust: { mode: 'none', current: null }, player: { id: null, name: null } });
    expect(existsSync(join(folder, 'credentials.bin'))).toBe(false);
    expect((await audit(player)).at(-1)).toMatchObject({ decision: 'first-trust' });
  });
});
