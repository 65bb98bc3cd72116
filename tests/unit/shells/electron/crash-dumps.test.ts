import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { keepCrashDumps } from '../../../../src/shells/electron/crash-dumps.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('dumps stay on this machine, in the data folder, only the newest few of them, and are counted while the player runs', async () => {
  const folder = join(temporaryFolder(), 'crashes');
  const started: unknown[] = [];
  const paths: unknown[] = [];
  const clock = createFakeClock();
  const count = keepCrashDumps(
    {
      app: { setPath: (...path: unknown[]) => paths.push(path) },
      crashReporter: { start: (options: unknown) => started.push(options) },
      clock,
      log: createSilentLog(),
    },
    folder,
  );
  expect(count()).toBe(0);
  expect(started).toEqual([{ uploadToServer: false }]);
  expect(paths).toEqual([['crashDumps', folder]]);
  mkdirSync(join(folder, 'pending'), { recursive: true });
  for (let crash = 0; crash < 8; crash += 1) {
    const file = join(folder, 'pending', `${crash}.dmp`);
    writeFileSync(file, '');
    utimesSync(file, 1_000 + crash, 1_000 + crash);
  }
  writeFileSync(join(folder, 'settings.dat'), '');
  expect(count(), 'the folder is not read at each question').toBe(0);
  await clock.advance(60_000);
  expect(count()).toBe(5);
  expect(readdirSync(join(folder, 'pending')).sort()).toEqual(
    ['3', '4', '5', '6', '7'].map((name) => `${name}.dmp`),
  );
});
