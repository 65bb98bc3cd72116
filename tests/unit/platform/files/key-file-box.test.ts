import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createKeyFileBox, isSealedByKeyFile } from '../../../../src/platform/files/key-file-box.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let keyFile: string;

beforeEach(() => {
  folder = temporaryFolder();
  keyFile = join(folder, 'credentials.key');
});

test('opens what it sealed, also after a restart', async () => {
  const sealed = await createKeyFileBox(keyFile).encrypt('grüße');
  expect(isSealedByKeyFile(sealed)).toBe(true);
  expect(Buffer.from(sealed).includes('grüße')).toBe(false);
  expect(await createKeyFileBox(keyFile).decrypt(sealed)).toEqual({ clear: 'grüße', encryptAgain: false });
});

test('never seals the same secret twice alike', async () => {
  const box = createKeyFileBox(keyFile);
  expect(await box.encrypt('a')).not.toEqual(await box.encrypt('a'));
});

test.skipIf(process.platform === 'win32')('makes a key file that only its owner reads', async () => {
  await createKeyFileBox(keyFile).encrypt('a');
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(readFileSync(keyFile)).toHaveLength(32);
  expect(readdirSync(folder)).toEqual(['credentials.key']);
});

test('every changed byte, a foreign key and a short value read as null', async () => {
  const box = createKeyFileBox(keyFile);
  const sealed = await box.encrypt('a secret');
  for (let place = 0; place < sealed.length; place += 1) {
    const damaged = Uint8Array.from(sealed);
    damaged[place] = (damaged[place] ?? 0) ^ 1;
    expect(await box.decrypt(damaged)).toBeNull();
  }
  expect(await box.decrypt(sealed.subarray(0, 20))).toBeNull();
  expect(await createKeyFileBox(join(folder, 'other.key')).decrypt(sealed)).toBeNull();
});

test('a torn key file is replaced', async () => {
  writeFileSync(keyFile, 'short');
  const box = createKeyFileBox(keyFile);
  const sealed = await box.encrypt('a');
  expect(await box.decrypt(sealed)).toMatchObject({ clear: 'a' });
});
