import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRecorder } from '../simulator/recorder.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { readZip } from '../support/read-zip.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CODE = 'QUICK-c0de-77';
const PIN = '407192583610';
const PASSWORD = 'p4ssword "with" \\ everything';

let folder: string;
let simulator: Simulator;
let player: TestPlayer | null = null;

beforeEach(async () => {
  folder = temporaryFolder();
  simulator = await startSimulator({
    players: [{ hostname: 'lobby', code: CODE, password: PASSWORD }],
    rateLimit: false,
  });
  simulator.setPlaylist('lobby', [], 1);
});

afterEach(async () => {
  await player?.stop();
  player = null;
  await simulator.stop();
});

/** Every text that the player wrote into its folder, but for the sealed vault and its key. */
function everythingWritten(): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(?:credentials|app_config)/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe('secrets', () => {
  it('reach no log, status, database, bundle or other host, whatever fails', async () => {
    const elsewhere = await startRecorder({});
    const file = { server: { url: simulator.origin, hostname: 'lobby', use_server_certificate: true } };
    writeFileSync(join(folder, 'app_config.json'), JSON.stringify(file));
    const heard: string[] = [];
    player = await startTestPlayer(folder, {
      DIGIPLAYER_QUICKCONNECT_CODE: CODE,
      DIGIPLAYER_PASSWORD: PASSWORD,
      DIGIPLAYER_LOG_LEVEL: 'debug',
      DIGIPLAYER_RETRY_ATTEMPTS: '1',
      DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    });
    player.host.listen((_name, payload) => heard.push(JSON.stringify(payload)));
    await player.until(({ connection }) => connection === 'online', 'online');
    const { authCode } = simulator.player('lobby');

    for (const kind of ['garbage-json', 'reset', 'truncate'] as const) {
      simulator.addFault({ match: { path: /^\/api\// }, kind, times: 2 });
      await player.ask('sync-now');
    }
    simulator.addFault({
      match: { path: /^\/api\// },
      kind: 'redirect',
      location: `${elsewhere.origin}/steal`,
      times: 3,
    });
    await player.ask('sync-now');
    simulator.addFault({
      match: { path: /^\/api\/playlists/ },
      kind: 'status',
      status: 500,
      body: { error: `your code ${CODE} and bearer ${authCode}` },
      times: 2,
    });
    await player.ask('sync-now');
    await player.ask('pair', {
      address: simulator.origin,
      hostname: 'lobby',
      secret: { kind: 'password', password: `${PASSWORD}?` },
      fingerprint: simulator.certificate.fingerprint256.replaceAll(':', ''),
      plainConsent: false,
      pin: PIN,
    });
    await player.ask('pair', { address: 7, pin: PIN, secret: { kind: 'password', password: PASSWORD } });
    simulator.clearFaults();
    simulator.setPlaylist('lobby', [
      { id: 1, file_name: 'a.png', type: 'image', url: `${elsewhere.origin}/a.png` },
    ]);
    await player.ask('sync-now');
    await elsewhere.waitFor(({ bytesReceived }) => bytesReceived > 0, 20_000);
    const diagnostics = await player.ask('export-diagnostics', { folder: null, browser: '' });
    if (!diagnostics.ok) throw new Error(diagnostics.error.message);
    const bundle = Object.values(readZip((diagnostics.value as { path: string }).path)).join('\n');
    expect(bundle).toContain('Paired with a server');
    await player.stop();
    player = null;

    expect(everythingWritten()).toContain('Paired with a server');
    const places = {
      files: everythingWritten(),
      bundle,
      events: heard.join('\n'),
      elsewhere: String(elsewhere.received),
    };
    for (const [place, text] of Object.entries(places)) {
      for (const secret of [CODE, PIN, PASSWORD, JSON.stringify(PASSWORD).slice(1, -1), authCode]) {
        expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
      }
      expect(/bearer [\w-]{20}/i.test(text), `a bearer in ${place}`).toBe(false);
    }
    await elsewhere.stop();
  });
});
