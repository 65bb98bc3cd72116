import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPlayer } from '../../src/player/player.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { Program } from '../../src/shared/program.ts';
import type { Result } from '../../src/shared/result.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { createTestHost } from '../support/fakes/test-host.ts';
import { startTestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

/** The waits before the key is asked for again. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 300_000;

test('a keychain that opens late costs no sign-in: the player goes on with it, and never pairs anew', async () => {
  const folder = temporaryFolder();
  const server = await startSimulator({
    players: [{ hostname: 'lobby', code: 'QUICK123' }],
    rateLimit: false,
  });
  onTestFinished(() => server.stop());
  const environment = {
    ...provisionedBy(server.origin, 'lobby', 'QUICK123'),
  };
  server.addUpload('red.gif', readFileSync('tests/support/media/yellow.gif'));
  server.setPlaylist('lobby', [server.itemFor('red.gif')], 1);
  const first = await startTestPlayer(folder, environment);
  const paired = await first.until(({ current }) => current !== null, 'the pairing and its content');
  await first.stop();
  const file = join(folder, 'credentials.bin');
  const before = readFileSync(file);
  const signIns = (): number => server.requests.filter(({ path }) => path === '/api/auth/player').length;
  const signInsBefore = signIns();

  let isLocked = true;
  let isRefused = false;
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
          isRefused = isLocked;
          return isLocked ? Promise.resolve('unavailable') : secrets.decrypt(sealed);
        },
      },
    },
    {
      commandLine: {},
      configPath: null,
      environment,
      // The wait before the next try, and no other one, is short: it is what a locked key leads to.
      clock: {
        ...clock,
        after: (ms, action) => {
          const isRetry = isRefused && ms >= RETRY_MS && ms <= LONGEST_RETRY_MS;
          if (isRetry) isRefused = false;
          return clock.after(isRetry ? 20 : ms, action);
        },
      },
    },
  );
  onTestFinished(() => late.stop());
  const hello = async (): Promise<{ snapshot: Snapshot; program: Program | null }> => {
    const answer = (await host.call('hello', {})) as Result<{ snapshot: Snapshot; program: Program | null }>;
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  };
  const playerId = async (): Promise<string | null> => (await hello()).snapshot.player.id;
  const problems = async (): Promise<readonly string[]> =>
    (await hello()).snapshot.problems.map(({ code }) => code);
  expect(await late.start()).toMatchObject({ ok: true });
  await expect.poll(() => asked).toBeGreaterThan(2);
  expect(await playerId()).toBeNull();
  expect(
    (await hello()).program?.items.map(({ fileName }) => fileName),
    'content plays on',
  ).toEqual(['red.gif']);
  expect(await problems()).toContain('vault-locked');
  expect(readFileSync(file)).toEqual(before);
  expect(existsSync(`${file}.unreadable`)).toBe(false);

  isLocked = false;
  await expect.poll(playerId).toBe(paired.player.id);
  expect(await problems()).not.toContain('vault-locked');
  expect(host.relaunches, 'a new process comes only after ten minutes').toBe(0);
  expect(signIns(), 'nobody paired anew').toBe(signInsBefore);
});
