import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createSecretBox, type SecretBoxDependencies } from '../../../../src/shells/electron/secret-box.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createKeyFileBox } from '../../../../src/platform/files/key-file-box.ts';
import { createFakeSafeStorage } from '../../../support/fakes/electron/fake-safe-storage.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

function setUp(platform: NodeJS.Platform = 'linux') {
  const safeStorage = createFakeSafeStorage({ ready: true });
  const keyFileBox = createKeyFileBox(join(folder, 'credentials.key'));
  const make = () =>
    createSecretBox({
      safeStorage: safeStorage as unknown as SecretBoxDependencies['safeStorage'],
      platform,
      keyFileBox,
      log: createSilentLog(),
    });
  return { safeStorage, keyFileBox, make };
}

test('keeps a secret under the system’s protection, and names it', async () => {
  const { make, safeStorage } = setUp();
  const box = make();
  expect(box.backend).toBe('gnome_libsecret');
  const sealed = await box.encrypt('grüße');
  expect(Buffer.from(sealed).toString()).not.toContain('grüße');
  expect(await box.decrypt(sealed)).toEqual({ clear: 'grüße', encryptAgain: false });
  safeStorage.rotated = true;
  expect(await box.decrypt(sealed)).toEqual({ clear: 'grüße', encryptAgain: true });
});

test('does not ask the system before there is a secret: a locked keyring must not hold the screen', async () => {
  const { make, safeStorage } = setUp();
  const box = make();
  expect(safeStorage.questions).toBe(0);
  await box.encrypt('a');
  await box.encrypt('b');
  expect(safeStorage.questions).toBe(1);
});

test('names basic_text honestly, and the only backend of the other systems', () => {
  const { make, safeStorage } = setUp();
  safeStorage.backend = 'basic_text';
  expect(make().backend).toBe('basic_text');
  expect(setUp('win32').make().backend).toBe('dpapi');
  expect(setUp('darwin').make().backend).toBe('keychain');
});

test('falls back to the key file, and moves back when the system can encrypt again', async () => {
  const { make, safeStorage } = setUp();
  safeStorage.available = false;
  const without = make();
  const sealed = await without.encrypt('secret');
  expect(without.backend).toBe('key-file');
  expect(await without.decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: false });
  safeStorage.available = true;
  expect(await make().decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: true });
});

test('what cannot be decrypted here is null, never an exception', async () => {
  const { make, safeStorage } = setUp();
  expect(await make().decrypt(Buffer.from('damaged'))).toBeNull();
  const sealed = await make().encrypt('secret');
  safeStorage.available = false;
  expect(await make().decrypt(sealed)).toBeNull();
  expect(await make().decrypt(Buffer.from('DPK1 damaged'))).toBeNull();
});
