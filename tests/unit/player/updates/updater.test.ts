import { expect, it, vi } from 'vitest';
import { createUpdater, type UpdaterDependencies } from '../../../../src/player/updates/updater.ts';
import { fail } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

it.each([
  ['no feed is set', '', ['key'], 'update-off'],
  ['this build has no key to know updates by', 'https://example.com/feed/', [], 'update-no-key'],
] as const)('asks nobody where %s, and says so', async (_, updateFeed, keys, code) => {
  const download = vi.fn<UpdaterDependencies['download']>(() =>
    Promise.resolve(fail('offline', 'Nobody answers.')),
  );
  const updater = createUpdater({
    dataFolder: temporaryFolder(),
    keys,
    own: { version: '1.0.0', platform: 'linux', arch: 'x64', form: 'tree' },
    media: { lend: () => Promise.reject(new Error('nothing is fetched')) },
    download,
    settings: () => ({ updateFeed }),
    serverUrl: () => null,
    clock: createFakeClock(),
    log: createSilentLog(),
    now: () => 0,
    onChange: () => undefined,
  });
  expect(await updater.look()).toMatchObject({ ok: false, error: { code } });
  expect(updater.status()).toMatchObject({ phase: 'idle', failure: { code } });
  expect(await updater.installNow()).toMatchObject({ error: { code } });
  expect(download).not.toHaveBeenCalled();
  await updater.stop();
});
