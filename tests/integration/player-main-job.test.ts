import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerProbe } from '../../src/shared/bridge.ts';
import type { Result } from '../../src/shared/result.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { startRecorder } from '../simulator/recorder.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const CODE = 'OFFICE-CODE-123';
const RED = picture(255, 0, 0);
const GREEN = picture(0, 255, 0);

/** The smallest picture that any browser decodes: a GIF of one pixel of one colour. */
function picture(red: number, green: number, blue: number): Buffer {
  const head = Buffer.from('4749463839610100010080', 'hex');
  const colours = Buffer.from([0, 0, red, green, blue, red, green, blue]);
  return Buffer.concat([
    head,
    colours,
    Buffer.from('2c000000000100010000020244010 03b'.replace(' ', ''), 'hex'),
  ]);
}

let folder: string;
let simulator: Simulator;
const players: TestPlayer[] = [];

async function start(environment: Record<string, string> = {}): Promise<TestPlayer> {
  const player = await startTestPlayer(folder, environment);
  players.push(player);
  return player;
}

function provisioned(): Record<string, string> {
  return {
    ...provisionedBy(simulator.origin, 'lobby', CODE),
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    DIGIPLAYER_RETRY_ATTEMPTS: '1',
  };
}

beforeEach(async () => {
  folder = temporaryFolder();
  simulator = await startSimulator({ players: [{ hostname: 'lobby', code: CODE, name: 'Lobby' }] });
  simulator.addUpload('red.gif', RED);
  simulator.addUpload('green.gif', GREEN);
  simulator.setPlaylist('lobby', [simulator.itemFor('red.gif')], 1);
});

afterEach(async () => {
  for (const player of players.splice(0)) await player.stop();
  await simulator.stop();
});

async function pair(player: TestPlayer, code = CODE): Promise<Result<unknown>> {
  const probe = (await player.ask('probe-server', {
    address: `127.0.0.1:${simulator.port}`,
  })) as Result<ServerProbe>;
  if (!probe.ok) return probe;
  return player.ask('pair', {
    address: probe.value.url,
    hostname: 'lobby',
    secret: { kind: 'code', code },
    fingerprint: probe.value.certificate?.fingerprint ?? null,
    plainConsent: false,
  });
}

describe('the main job', () => {
  it('asks the server at once when the machine wakes, and does not wait for its next poll', async () => {
    const player = await start({ ...provisioned(), DIGIPLAYER_PLAYLIST_POLL_SECONDS: '3600' });
    await player.until(({ playlist }) => playlist.version === '1', 'the first playlist');
    simulator.setPlaylist('lobby', [simulator.itemFor('green.gif')], 2);
    player.host.wake();
    await player.until(
      ({ playlist }) => playlist.version === '2',
      'the playlist that changed while it slept',
    );
  });

  it('pairs by code over a self-signed certificate, caches the playlist, plays it and reports back', async () => {
    const player = await start();
    expect(player.snapshot().state).toBe('unpaired');

    expect(await pair(player)).toEqual({ ok: true, value: null });
    const playing = await player.until(({ state }) => state === 'playing', 'playing');
    expect(playing).toMatchObject({
      connection: 'online',
      trust: { mode: 'pinned' },
      player: { name: 'Lobby', hostname: 'lobby', orientation: 'landscape' },
      playlist: { version: '1', items: 1 },
      current: { fileName: 'red.gif' },
    });
    await player.until(() => player.steps().at(-1) === 'play', 'the last step of pairing');
    expect(player.steps().filter((step) => step !== 'download')).toEqual([
      'reach',
      'trust',
      'sign-in',
      'playlist',
      'play',
    ]);
    await simulator.waitForFeedback(({ status }) => status === 'playing');

    const source = player.playing()?.items[0]?.source ?? '';
    const media = await player.host.requestMedia(new Request(`http://player${source}`));
    expect(Buffer.from(await media.arrayBuffer()).equals(RED)).toBe(true);
  });

  it('writes status.json in the form that the outside relies on, and nothing secret anywhere', async () => {
    const player = await start(provisioned());
    await player.until(({ state }) => state === 'playing', 'playing');
    await simulator.waitForFeedback(({ status }) => status === 'playing');
    const { authCode } = simulator.player('lobby');
    await player.ask('change-setting', { name: 'fit', value: 'cover' });
    await player.stop();

    const status: unknown = JSON.parse(readFileSync(join(folder, 'status.json'), 'utf8'));
    expect(status).toMatchObject({
      state: 'playing',
      player: { name: 'Lobby', hostname: 'lobby', orientation: 'landscape' },
      playlist: { version: '1', items: 1, staged: null },
      current: { file_name: 'red.gif' },
      cache: { used_bytes: RED.length },
      app_version: '0.0.0-test',
      shell: 'chromium',
      pid: process.pid,
    });
    for (const name of ['status.json', 'settings.json', 'player.db', 'logs/player.log', 'credentials.bin']) {
      const content = readFileSync(join(folder, name));
      expect(content.includes(authCode), `${name} holds the auth code`).toBe(false);
      expect(content.includes(CODE), `${name} holds the code`).toBe(false);
      expect(statSync(join(folder, name)).mode & 0o777, `the mode of ${name}`).toBe(0o600);
    }
  });

  it('plays from the cache when it starts while the server is down', async () => {
    const first = await start(provisioned());
    await first.until(({ state }) => state === 'playing', 'playing');
    await first.stop();
    await simulator.stop();

    const again = await start(provisioned());
    expect(again.snapshot().state).not.toBe('unpaired');
    const playing = await again.until(({ state }) => state === 'playing', 'playing from the cache');
    expect(playing.connection).toBe('offline');
    expect(playing.current?.fileName).toBe('red.gif');
    const media = await again.host.requestMedia(
      new Request(`http://player${again.playing()?.items[0]?.source ?? ''}`),
    );
    expect(media.status).toBe(200);
  });

  it('takes a changed playlist over and goes on when the server comes back', async () => {
    const player = await start(provisioned());
    await player.until(({ current }) => current?.fileName === 'red.gif', 'the first playlist');
    simulator.setPlaylist('lobby', [simulator.itemFor('green.gif')], 2);
    expect(await player.ask('sync-now')).toEqual({ ok: true, value: null });
    const playing = await player.until(({ current }) => current?.fileName === 'green.gif', 'the second one');
    expect(playing.playlist).toMatchObject({ version: '2', staged: null });
  });

  it('renews a revoked auth code silently', async () => {
    const player = await start(provisioned());
    await player.until(({ state }) => state === 'playing', 'playing');
    simulator.revokeAuthCode('lobby');
    simulator.setPlaylist('lobby', [simulator.itemFor('green.gif')], 2);
    await player.ask('sync-now');
    const playing = await player.until(
      ({ current }) => current?.fileName === 'green.gif',
      'the next playlist',
    );
    expect(playing.connection).toBe('online');
  });
});

describe('bad input', () => {
  it('says in one sentence that the code is wrong, and pairs when it is corrected', async () => {
    const player = await start();
    const refused = await pair(player, 'not-the-code');
    expect(refused).toMatchObject({ ok: false, error: { code: 'wrong-code', params: { field: 'secret' } } });
    expect(player.snapshot().state).toBe('unpaired');
    expect(await pair(player)).toEqual({ ok: true, value: null });
    await player.until(({ state }) => state === 'playing', 'playing');
  });

  it('says that nobody answers at an address', async () => {
    const player = await start();
    await simulator.stop();
    expect(await pair(player)).toMatchObject({ ok: false, error: { code: 'port-refused' } });
  });

  it('passes on how long a server asks to wait', async () => {
    const player = await start();
    for (let call = 0; call < 10; call += 1) await pair(player, 'wrong');
    const limited = await pair(player);
    expect(limited).toMatchObject({ ok: false, error: { code: 'rate-limited' } });
    if (limited.ok) throw new Error('unreachable');
    expect(limited.error.params?.['retryAfterSeconds']).toBeGreaterThan(0);
  });

  it('keeps playing through garbage, hostile items and errors of the server', async () => {
    const player = await start(provisioned());
    await player.until(({ state }) => state === 'playing', 'playing');
    simulator.addFault({ match: { path: /^\/api\/playlists/ }, kind: 'garbage-json', times: 1 });
    expect(await player.ask('sync-now')).toMatchObject({ ok: false });
    expect(player.snapshot().state).toBe('playing');

    simulator.setPlaylist(
      'lobby',
      [
        { id: 1, file_name: '../../../etc/passwd', type: 'image' },
        { id: 2, file_name: 'x.jpg', type: 'image', url: 'javascript:alert(1)' },
        simulator.itemFor('green.gif'),
      ],
      2,
    );
    await player.ask('sync-now');
    const playing = await player.until(
      ({ current }) => current?.fileName === 'green.gif',
      'its good neighbour',
    );
    expect(playing.state).toBe('playing');
    const stored = readdirSync(join(folder, 'media')).filter((name) => !/^[0-9a-f]{64}$/.test(name));
    expect(stored.filter((name) => !['part', 'lock', '.digiplayer-media'].includes(name))).toEqual([]);
  });

  it('says nothing to a server that shows another certificate, plays on, and says so', async () => {
    const player = await start(provisioned());
    await player.until(({ state }) => state === 'playing', 'playing');
    const { port } = simulator;
    await simulator.stop();
    const stranger = await startRecorder({ port, certificate: makeCertificate() });
    try {
      await player.ask('sync-now');
      const untrusted = await player.until(({ connection }) => connection === 'untrusted', 'untrusted');
      expect(untrusted.state).toBe('playing');
      expect(untrusted.problems.map(({ code }) => code)).toContain('certificate-refused');
      expect(stranger.connections).toBeGreaterThan(0);
      expect(stranger.bytesReceived).toBe(0);
    } finally {
      await stranger.stop();
    }
    const same = await startRecorder({ port, certificate: simulator.certificate });
    try {
      const asked = player.ask('sync-now');
      await same.waitFor(({ bytesReceived }) => bytesReceived > 0);
      await same.stop();
      await asked;
    } finally {
      await same.stop();
    }
    await simulator.start();
    await player.ask('sync-now');
    await player.until(({ connection }) => connection === 'online', 'online again');
    expect(player.snapshot().problems).toEqual([]);
  });

  it('keeps a vault that cannot be opened aside, says so, and plays on', async () => {
    const first = await start(provisioned());
    await first.until(({ state }) => state === 'playing', 'playing');
    await first.stop();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder, 'credentials.bin'), 'not sealed by anybody');

    const again = await start();
    const playing = await again.until(({ state }) => state === 'playing', 'playing');
    expect(playing.problems.map(({ code }) => code)).toContain('vault-unreadable');
  });
});
