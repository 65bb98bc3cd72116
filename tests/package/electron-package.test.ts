import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, inject, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { playDemo } from './play-demo.ts';
import { grownParts, sizesOf } from './sizes.ts';

/** The library that packed it. */
interface Asar {
  listPackage(archive: string, options: { isPack: boolean }): string[];
  extractAll(archive: string, folder: string): void;
}
const require = createRequire(import.meta.url);
const asar = createRequire(require.resolve('app-builder-lib'))('@electron/asar') as Asar;

const release = inject('release') ?? '';
const folders = ['linux-unpacked', 'linux-arm64-unpacked'];
const archiveIn = (folder: string): string => join(release, folder, 'resources/app.asar');
const digestOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const standIn = join(import.meta.dirname, '../standin-electron/electron');

function extracted(folder: string): string {
  const target = temporaryFolder();
  asar.extractAll(archiveIn(folder), target);
  return target;
}

function filesIn(root: string, patterns: readonly string[]): string[] {
  const entries = patterns.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }));
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

describe.skipIf(release === '')('the package of the Electron shell', () => {
  test('holds its bundles and what names them, and nothing else', () => {
    const built = filesIn(process.cwd(), ['out/{main,preload,threads,renderer}/**']);
    expect(built.length).toBeGreaterThan(100);
    for (const folder of folders) {
      const files = filesIn(extracted(folder), ['**/*']);
      expect(files).toEqual([...built, 'package.json'].sort());
      expect(files.filter((file) => /\.map$|node_modules|\.ts$|test/.test(file))).toEqual([]);
    }
    expect(digestOf(archiveIn('linux-unpacked'))).toBe(digestOf(archiveIn('linux-arm64-unpacked')));
  });

  test('holds nothing twice', () => {
    const root = extracted('linux-unpacked');
    const byContent = Map.groupBy(filesIn(root, ['**/*']), (file) => digestOf(join(root, file)));
    expect([...byContent.values()].filter((files) => files.length > 1)).toEqual([]);
  });

  test('has not grown by more than a twentieth', () => {
    const kept = join(import.meta.dirname, 'sizes.json');
    const sizes = sizesOf(extracted('linux-unpacked'));
    for (const [part, bytes] of Object.entries(sizes))
      console.log(`package: ${part}: ${String(bytes)} bytes`);
    if (process.env['DIGIPLAYER_KEEP_SIZES'] !== undefined)
      writeFileSync(kept, `${JSON.stringify(sizes, null, 2)}\n`);
    const before = JSON.parse(readFileSync(kept, 'utf8')) as Record<string, number>;
    expect(
      grownParts(before, sizes),
      'DIGIPLAYER_KEEP_SIZES=1 npm run package:check keeps the new sizes',
    ).toEqual([]);
  });

  test.each(folders)('has all nine fuses as they shall be (%s)', async (folder) => {
    const wire = await getCurrentFuseWire(join(release, folder, 'digiplayer'));
    const on = Object.entries(FuseV1Options)
      .filter(([, at]) => typeof at === 'number' && wire[at] === FuseState.ENABLE)
      .map(([name]) => name);
    expect(on).toEqual(['EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar', 'WasmTrapHandlers']);
    expect(Object.keys(wire).filter((key) => /^\d$/.test(key))).toHaveLength(9);
  });

  test('answers its command line without anything of the source tree', () => {
    const folder = extracted('linux-unpacked');
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const ask = (...words: string[]): { status: number | null; stdout: string } =>
      spawnSync(standIn, ['--no-sandbox', ...words], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: folder, STANDIN_PACKAGED: folder },
      });
    expect(ask('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
    const config = join(folder, 'app_config.json');
    writeFileSync(config, JSON.stringify({ server: { url: 'https://server.example', hostname: 'lobby' } }));
    const checked = ask('config', 'check', config);
    expect(checked.stdout).toContain('is usable');
    expect(checked.status).toBe(0);
  });

  test('plays the demo under the stand-in for Electron', { timeout: 90_000 }, async () => {
    const folder = extracted('linux-unpacked');
    const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, STANDIN_PACKAGED: folder };
    const shown = await playDemo({ command: standIn, options: ['--no-sandbox'], environment, items: 1 });
    expect(shown).toHaveLength(1);
  });
});
