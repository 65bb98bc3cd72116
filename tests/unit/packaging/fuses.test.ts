import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { FuseV1Options } from '@electron/fuses';
import { afterPack } from '../../../build/after-pack.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What marks the fuses in Electron's binary (https://www.electronjs.org/docs/latest/tutorial/fuses, Quick Glossary). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

interface Packager {
  generateFuseConfig(fuses: unknown): Promise<unknown>;
}

const require = createRequire(import.meta.url);
const builder = require('app-builder-lib') as { PlatformPackager: { prototype: Packager } };
const configuration = require('app-builder-lib/out/util/config/config.js') as {
  getConfig(projectDir: string, path: string, options: null): Promise<{ electronFuses: unknown }>;
};

let folder: string;

/** What a Mac's `codesign` was asked for, by a program that stands for it. */
let signed: string;

beforeEach(() => {
  folder = temporaryFolder();
  const tools = join(folder, 'tools');
  signed = join(folder, 'signed');
  mkdirSync(tools);
  writeFileSync(join(tools, 'codesign'), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${signed}'\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${tools}:${process.env['PATH'] ?? ''}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
});

/** A file with a fuse wire as Electron 45's: version 1, nine fuses, all of them the other way round. */
function writeBinary(path: string, wire: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const fuses = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, wire.length]), Buffer.from(wire)]);
  writeFileSync(path, Buffer.concat([Buffer.alloc(5_000, 7), fuses, Buffer.alloc(5_000, 7)]));
}

function wireOf(path: string): string {
  const bytes = readFileSync(path);
  const at = bytes.indexOf(SENTINEL) + SENTINEL.length;
  return bytes.subarray(at + 2, at + 2 + (bytes[at + 1] ?? 0)).toString();
}

test.each([
  ['linux', 'digiplayer', 'digiplayer'],
  ['win32', 'DigiPlayer.exe', 'DigiPlayer.exe'],
  [
    'darwin',
    'DigiPlayer.app',
    'DigiPlayer.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
  ],
])('the hook and electron-builder together set all nine fuses on %s', async (platform, packed, carrier) => {
  const binary = join(folder, carrier);
  writeBinary(binary, '111100110');
  const packager = { executableName: 'digiplayer', appInfo: { productFilename: 'DigiPlayer' } };
  await afterPack({ appOutDir: folder, electronPlatformName: platform, packager });
  expect(wireOf(binary)).toBe('111100111');

  const { electronFuses } = await configuration.getConfig(process.cwd(), 'electron-builder.yml', null);
  const fuses = await builder.PlatformPackager.prototype.generateFuseConfig(electronFuses);
  // What electron-builder does next, with its own older @electron/fuses.
  const olderFuses = createRequire(require.resolve('app-builder-lib'))('@electron/fuses') as {
    flipFuses(path: string, config: unknown): Promise<unknown>;
  };
  await olderFuses.flipFuses(join(folder, packed), fuses);
  // After the last fuse, whose flip broke the signature.
  if (platform === 'darwin')
    expect(readFileSync(signed, 'utf8')).toMatch(/^--sign - --force .*DigiPlayer\.app\n$/);
  else expect(existsSync(signed)).toBe(false);
  const wire = wireOf(binary);
  const on = Object.entries(FuseV1Options).filter(([, at]) => typeof at === 'number' && wire[at] === '1');
  expect(wire).toMatch(/^[01]{9}$/);
  expect(on.map(([name]) => name)).toEqual([
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
    'WasmTrapHandlers',
  ]);
});

test('every fuse that is known is one of the nine', () => {
  const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
  expect(known).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
