import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createSecretBox, keepFromKeyrings } from '../../../../src/shells/electron/secret-box.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createKeyFileBox, isSealedByKeyFile } from '../../../../src/platform/files/key-file-box.ts';
import { createFakeElectron } from '../../../support/fakes/electron/fake-electron.ts';
import { createFakeSafeStorage } from '../../../support/fakes/electron/fake-safe-storage.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

function setUp(platform: NodeJS.Platform, secretStore: 'key-file' | 'keyring' = 'key-file') {
  const safeStorage = createFakeSafeStorage({ ready: true }, platform);
  const keyFileBox = createKeyFileBox(join(folder, 'credentials.key'));
  /** That of another process: each asks the system for its key once. */
  const make = () => {
    safeStorage.beginProcess();
    return createSecretBox({ safeStorage, platform, secretStore, keyFileBox, log: createSilentLog() });
  };
  return { safeStorage, keyFileBox, make };
}

test.each(['win32', 'darwin'] as const)(
  'keeps a secret under the protection of %s, and names it',
  async (platform) => {
    const { make, safeStorage } = setUp(platform);
    const box = make();
    expect(box.backend).toBe(platform === 'win32' ? 'dpapi' : 'keychain');
    const sealed = await box.encrypt('grüße');
    expect(isSealedByKeyFile(sealed)).toBe(false);
    expect(Buffer.from(sealed).toString()).not.toContain('grüße');
    expect(await box.decrypt(sealed)).toEqual({ clear: 'grüße', encryptAgain: false });
    safeStorage.isRotated = true;
    expect(await box.decrypt(sealed)).toEqual({ clear: 'grüße', encryptAgain: true });
  },
);

test.each([false, true])(
  'on Linux uses the key file, whatever Electron says it can do (a Secret Service: %s)',
  async (hasSecretService) => {
    const { make, safeStorage } = setUp('linux');
    safeStorage.hasSecretService = hasSecretService;
    const box = make();
    expect(box.backend).toBe('key-file');
    const sealed = await box.encrypt('secret');
    // Electron alone would have sealed it with a password that everybody knows: "v10" and no Secret Service.
    expect(isSealedByKeyFile(sealed)).toBe(true);
    expect(await box.decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: false });
    expect(safeStorage.questions, 'no keyring is opened for it').toBe(0);
  },
);

test('what Electron sealed on Linux in earlier times is opened once more, and moves to the key file', async () => {
  const { make, safeStorage } = setUp('linux');
  const sealed = await safeStorage.encryptStringAsync('secret');
  expect(sealed.subarray(0, 3).toString()).toBe('v10');
  expect(await make().decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: true });
});

test('does not ask the system before there is a secret: a locked keychain must not hold the screen', async () => {
  const { make, safeStorage } = setUp('darwin');
  const box = make();
  expect(safeStorage.questions).toBe(0);
  await box.encrypt('a');
  expect(safeStorage.questions).toBe(1);
});

test('falls back to the key file where the system refuses, and moves back when it does no more', async () => {
  const { make, safeStorage } = setUp('win32');
  const { encryptStringAsync } = safeStorage;
  safeStorage.encryptStringAsync = () => Promise.reject(new Error('Error while encrypting the text'));
  const without = make();
  const sealed = await without.encrypt('secret');
  expect(without.backend).toBe('key-file');
  safeStorage.encryptStringAsync = encryptStringAsync;
  expect(await make().decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: true });
});

test('a key that cannot be had now is told apart from damage', async () => {
  const { make, safeStorage } = setUp('darwin');
  const sealed = await make().encrypt('secret');
  safeStorage.isTemporarilyUnavailable = true;
  const locked = make();
  expect(await locked.decrypt(sealed)).toBe('unavailable');
  safeStorage.isTemporarilyUnavailable = false;
  // Electron asks for the key once in a process, so that only another one can have it.
  expect(await locked.decrypt(sealed)).toBe('unavailable');
  expect(await make().decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: false });
});

test('where a keyring was asked for, one that is not there is no damage: nothing of what it sealed is given up', async () => {
  const { make, safeStorage } = setUp('linux', 'keyring');
  safeStorage.hasSecretService = true;
  const sealed = await make().encrypt('secret');
  safeStorage.hasSecretService = false;
  expect(await make().decrypt(sealed)).toBe('unavailable');
  safeStorage.hasSecretService = true;
  expect(await make().decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: false });
});

test('what cannot be decrypted here is null, never an exception', async () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { make } = setUp(platform);
    expect(await make().decrypt(Buffer.from('damaged'))).toBeNull();
    expect(await make().decrypt(Buffer.from('DPK1 damaged'))).toBeNull();
  }
});

test('on Linux a keyring is used where the setting asks for one, and is named', async () => {
  const { make, safeStorage } = setUp('linux', 'keyring');
  safeStorage.hasSecretService = true;
  const box = make();
  const sealed = await box.encrypt('secret');
  expect(Buffer.from(sealed).subarray(0, 3).toString()).toBe('v11');
  expect(box.backend).toBe('keyring');
  expect(await make().decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: false });
});

test('without a keyring the setting means the key file, never the password that everybody knows', async () => {
  const { make, safeStorage } = setUp('linux', 'keyring');
  const box = make();
  const sealed = await box.encrypt('secret');
  expect(isSealedByKeyFile(sealed)).toBe(true);
  expect(box.backend).toBe('key-file');
  const later = make();
  // It is asked again at each start, and moves to the keyring once there is one.
  expect(await later.decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: true });
  expect(later.backend).toBe('key-file');
  safeStorage.hasSecretService = true;
  await later.encrypt('secret');
  expect(later.backend).toBe('keyring');
});

test('a locked keyring costs nothing: the secret is unavailable, and moves to the key file when it opens and nobody asks for it', async () => {
  const { make, safeStorage } = setUp('linux');
  safeStorage.hasSecretService = true;
  const sealed = await safeStorage.encryptStringAsync('secret');
  safeStorage.isTemporarilyUnavailable = true;
  expect(await make().decrypt(sealed)).toBe('unavailable');
  safeStorage.isTemporarilyUnavailable = false;
  expect(await make().decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: true });
});

test('what is sealed with the known password is sealed anew, also where a keyring is asked for', async () => {
  const { make, safeStorage } = setUp('linux', 'keyring');
  const sealed = await safeStorage.encryptStringAsync('secret');
  expect(await make().decrypt(sealed)).toEqual({ clear: 'secret', encryptAgain: true });
});

test.each([
  ['linux', 'key-file', null, [], 'basic'],
  ['linux', 'key-file', 'DPK1…', [], 'basic'],
  ['linux', 'key-file', 'v10…', [], 'basic'],
  // Opened once more, and moved to the key file.
  ['linux', 'key-file', 'v11…', [], null],
  ['linux', 'key-file', 'v12…', [], null],
  ['linux', 'keyring', null, [], null],
  ['linux', 'key-file', null, ['password-store'], null],
  ['win32', 'key-file', null, [], null],
  ['darwin', 'key-file', null, [], null],
] as const)(
  'on %s with %s and %j stored, switches %j: password store %s',
  (platform, secretStore, sealed, given, store) => {
    const { app, electron } = createFakeElectron({ userData: folder, switches: given });
    const sealedFile = join(folder, 'credentials.bin');
    if (sealed !== null) writeFileSync(sealedFile, sealed);
    keepFromKeyrings(electron.app.commandLine, {
      platform,
      secretStore,
      sealedFile,
    });
    const expected = [...given, ...(store === null ? [] : [`password-store=${store}`])];
    expect([...app.switches]).toEqual(expected);
  },
);
