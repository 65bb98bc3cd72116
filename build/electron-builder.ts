import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { UPDATE_KEYS_VARIABLE, updateKeysOf } from './update-keys.ts';
import { thisMachine } from '../src/shells/chromium/find-browser.ts';

const root = join(import.meta.dirname, '..');

/** Runs electron-builder, told where its tools are; throws when it fails. With `quiet` its words come only with the failure. */
export function runElectronBuilder(options: readonly string[], quiet = false): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/electron-builder/cli.js'), ...options, ...keyOptions()],
    { cwd: root, stdio: quiet ? 'pipe' : 'inherit', encoding: 'utf8', env: builderEnvironment() },
  );
  if (status !== 0)
    throw new Error(
      `electron-builder ${options.join(' ')} ended with ${String(status)}.\n${stdout}${stderr}`,
    );
}

/** It takes the keys of `package.json` by itself. */
function keyOptions(): readonly string[] {
  const keys = updateKeysOf(root, process.env);
  const isNamed = (process.env[UPDATE_KEYS_VARIABLE] ?? '').trim() !== '';
  return isNamed ? keys.map((key) => `--config.extraMetadata.updateKeys=${key}`) : [];
}

/**
 * What electron-builder gets on Linux: our own small makers of .deb and .rpm in place of fpm, and the machine's 7-Zip in
 * place of one that it would download.
 */
function builderEnvironment(): Record<string, string | undefined> {
  if (process.platform !== 'linux') return process.env;
  const sevenZip = findSevenZip();
  return {
    ...process.env,
    // The makers are started by their first line, which asks the path for Node.
    PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
    // Of the tarballs; the highest takes four times as long for a hundredth less.
    ELECTRON_BUILDER_COMPRESSION_LEVEL: '6',
    CUSTOM_FPM_PATH: join(root, 'build/fpm.ts'),
    ...(sevenZip === null ? {} : { ELECTRON_BUILDER_7ZIP_PATH: sevenZip }),
  };
}

/** The machine's 7-Zip; null where there is none. */
function findSevenZip(): string | null {
  const { environment, isExecutable } = thisMachine();
  const folders = (environment['PATH'] ?? '').split(':');
  const places = ['7za', '7zz', '7z'].flatMap((command) => folders.map((folder) => join(folder, command)));
  return places.find((place) => isExecutable(place)) ?? null;
}
