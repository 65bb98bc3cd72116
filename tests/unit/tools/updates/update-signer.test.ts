import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, it } from 'vitest';
import { choosePackage, readManifest, type OwnKind } from '../../../../src/player/updates/manifest.ts';
import { makeUpdateKey, publicKeyOf, signUpdate } from '../../../../tools/updates/update-signer.ts';
import { createUpdateMaker } from '../../../support/update-feed.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let keyFile: string;
let key: string;

beforeEach(() => {
  const work = temporaryFolder();
  folder = join(work, 'release');
  mkdirSync(folder);
  keyFile = join(work, 'private.pem');
  key = makeUpdateKey(keyFile);
});

const put = (name: string, content: Buffer = gzipSync(Buffer.alloc(5_000))): void => {
  writeFileSync(join(folder, name), content);
};
const signed = (version = '1.1.0') =>
  signUpdate({ folder, version, keyFile, page: 'https://example.com/player' });

it('makes a pair of keys, the private one for its user alone, and overwrites none', () => {
  expect(Buffer.from(key, 'base64')).toHaveLength(32);
  expect(publicKeyOf(keyFile)).toBe(key);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(() => makeUpdateKey(keyFile)).toThrow(/EEXIST/);
  expect(publicKeyOf(keyFile)).toBe(key);
});

it('signs what is there of a version, so that each kind of player finds its own', async () => {
  const files = {
    tree: 'digiplayer-1.1.0-update.tar.gz',
    unpacked: 'digiplayer-1.1.0-linux-arm64.tar.gz',
    appimage: 'digiplayer-1.1.0-linux-x86_64.AppImage',
  };
  for (const file of Object.values(files)) put(file);
  put('digiplayer-1.0.0-update.tar.gz');
  put('digiplayer_1.1.0_amd64.deb');
  put('digiplayer-1.1.0-win-x64.exe');
  expect(await signed()).toEqual(Object.values(files).sort());
  const manifest = readManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), [key]);
  if (!manifest.ok) throw new Error(manifest.error.message);
  const chosen = (own: Partial<OwnKind>) =>
    choosePackage(manifest.value, { version: '1.0.0', platform: 'linux', arch: 'x64', form: 'tree', ...own });
  expect(chosen({})).toMatchObject({ value: { file: files.tree, unpackedSize: 5_000 } });
  expect(chosen({ form: 'unpacked', arch: 'arm64' })).toMatchObject({ value: { file: files.unpacked } });
  const image = statSync(join(folder, files.appimage)).size;
  expect(chosen({ form: 'appimage' })).toMatchObject({
    value: { file: files.appimage, size: image, unpackedSize: image },
  });
  expect(chosen({ form: 'unpacked' })).toMatchObject({ error: { code: 'update-other-machine' } });
  expect(chosen({ form: null, platform: 'win32' })).toMatchObject({
    error: { code: 'update-by-hand', params: { page: 'https://example.com/player' } },
  });
});

it('is believed with the right key alone', async () => {
  put('digiplayer-1.1.0-update.tar.gz');
  await signed();
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  expect(readManifest(text, [createUpdateMaker().publicKey])).toMatchObject({
    error: { code: 'update-unsigned' },
  });
});

it('signs nothing where there is nothing of this version', async () => {
  put('digiplayer-1.0.0-update.tar.gz');
  await expect(signed()).rejects.toThrow(/no package of version 1\.1\.0/);
  expect(existsSync(join(folder, 'manifest.json'))).toBe(false);
});
