import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CrashReporter } from 'electron';
import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { keepCrashDumps } from '../../../../src/shells/electron/crash-dumps.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('dumps stay on this machine, in the data folder, and only the newest few of them', () => {
  const folder = join(temporaryFolder(), 'crashes');
  const started: unknown[] = [];
  const paths: unknown[] = [];
  const electron = {
    app: { setPath: (...path: unknown[]) => paths.push(path) },
    crashReporter: { start: (options: unknown) => started.push(options) } as unknown as CrashReporter,
    log: createSilentLog(),
  };
  expect(keepCrashDumps(electron, folder)).toBe(0);
  expect(started).toEqual([{ uploadToServer: false }]);
  expect(paths).toEqual([['crashDumps', folder]]);
  mkdirSync(join(folder, 'pending'), { recursive: true });
  for (let crash = 0; crash < 8; crash += 1) {
    const file = join(folder, 'pending', `${crash}.dmp`);
    writeFileSync(file, '');
    utimesSync(file, 1_000 + crash, 1_000 + crash);
  }
  writeFileSync(join(folder, 'settings.dat'), '');
  expect(keepCrashDumps(electron, folder)).toBe(5);
  expect(readdirSync(join(folder, 'pending')).sort()).toEqual(
    ['3', '4', '5', '6', '7'].map((name) => `${name}.dmp`),
  );
});
