import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  createKeyFileBox,
  createKeyFileOpener,
  isSealedByKeyFile,
} from '../../../../src/platform/files/key-file-box.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
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

test('opening makes no key, and leaves a torn one as it is', async () => {
  const sealed = await createKeyFileBox(join(folder, 'other.key')).encrypt('a');
  expect(await createKeyFileBox(keyFile).decrypt(sealed)).toBeNull();
  expect(readdirSync(folder)).toEqual(['other.key']);
  writeFileSync(keyFile, 'short');
  expect(await createKeyFileOpener(keyFile).decrypt(sealed)).toBeNull();
  expect(readFileSync(keyFile, 'utf8')).toBe('short');
});

test('a torn key file is kept aside, told, and replaced when something is sealed', async () => {
  writeFileSync(keyFile, 'short');
  const told: string[] = [];
  const log = { ...createSilentLog(), error: (message: string) => told.push(message) };
  const box = createKeyFileBox(keyFile, log);
  const sealed = await box.encrypt('a');
  expect(await box.decrypt(sealed)).toMatchObject({ clear: 'a' });
  expect(readFileSync(`${keyFile}.damaged`, 'utf8')).toBe('short');
  expect(told).toHaveLength(1);
});
