import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPlayer } from '../../src/player/player.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { Result } from '../../src/shared/result.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { createTestHost } from '../support/fakes/test-host.ts';
import { startTestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const RETRY_MS = 15_000;

test('a keychain that opens late costs no sign-in: the player goes on with it, and never pairs anew', async () => {
  const folder = temporaryFolder();
  const server = await startSimulator({
    players: [{ hostname: 'lobby', code: 'QUICK123' }],
    rateLimit: false,
  });
  onTestFinished(() => server.stop());
  const environment = {
    DIGIPLAYER_SERVER_URL: server.origin,
    DIGIPLAYER_HOSTNAME: 'lobby',
    DIGIPLAYER_QUICKCONNECT_CODE: 'QUICK123',
    DIGIPLAYER_USE_SERVER_CERTIFICATE: 'true',
  };
  const first = await startTestPlayer(folder, environment);
  const paired = await first.until(({ player }) => player.id !== null, 'the pairing');
  await first.stop();
  const file = join(folder, 'credentials.bin');
  const before = readFileSync(file);
  const signIns = (): number => server.requests.filter(({ path }) => path === '/api/auth/player').length;
  const signInsBefore = signIns();

  let isLocked = true;
  let asked = 0;
  const host = createTestHost(folder);
  const { secrets } = host;
  const clock = createSystemClock();
  const late = createPlayer(
    {
      ...host,
      secrets: {
        ...secrets,
        decrypt: (sealed) => {
          asked += 1;
          return isLocked ? Promise.resolve('unavailable') : secrets.decrypt(sealed);
        },
      },
    },
    {
      commandLine: {},
      configPath: null,
      environment,
      // The wait before the next try, and no other one, is short.
      clock: { ...clock, after: (ms, action) => clock.after(ms === RETRY_MS ? 20 : ms, action) },
    },
  );
  onTestFinished(() => late.stop());
  const playerId = async (): Promise<string | null> => {
    const hello = (await host.call('hello', {})) as Result<{ snapshot: Snapshot }>;
    return hello.ok ? hello.value.snapshot.player.id : null;
  };
  expect(await late.start()).toMatchObject({ ok: true });
  await expect.poll(() => asked).toBeGreaterThan(2);
  expect(await playerId()).toBeNull();
  expect(readFileSync(file)).toEqual(before);
  expect(existsSync(`${file}.unreadable`)).toBe(false);

  isLocked = false;
  await expect.poll(playerId).toBe(paired.player.id);
  expect(signIns(), 'nobody paired anew').toBe(signInsBefore);
});
