import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Credentials } from '../../../../src/player/auth/auth.types.ts';
import { createVault } from '../../../../src/player/auth/vault.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createDiskWrites } from '../../../../src/platform/files/disk-writes.ts';
import type { SecretBox } from '../../../../src/shared/host.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const credentials: Credentials = {
  serverUrl: 'https://192.168.0.121',
  hostname: 'screen',
  playerId: '1',
  playerName: 'Lobby',
  groupId: null,
  orientation: 'portrait',
  authCode: 'abc',
  quickconnectCode: null,
  password: 'secret',
  pairedAt: '2026-01-15T12:00:00.000Z',
};

/** A box whose sealing shows which key it used; `behaviour` says how it opens. */
function vaultWith(decrypt: SecretBox['decrypt']) {
  const folder = temporaryFolder();
  const file = join(folder, 'credentials.bin');
  const clock = createFakeClock();
  let sealed = 0;
  const secretBox: SecretBox = {
    backend: 'test-keyring',
    encrypt: (clear) => {
      sealed += 1;
      return Promise.resolve(Buffer.from(clear).map((byte) => byte ^ 0xff));
    },
    decrypt,
  };
  return {
    file,
    folder,
    clock,
    vault: createVault({ file, secretBox, writes: createDiskWrites(clock), log: createSilentLog() }),
    sealed: () => sealed,
  };
}

const clearText = (sealed: Uint8Array): string => Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString();

it('writes anew what the keyring wants to have encrypted again', async () => {
  const { vault, sealed } = vaultWith((bytes) =>
    Promise.resolve({ clear: clearText(bytes), encryptAgain: true }),
  );
  await vault.write(credentials);
  expect(await vault.open()).toEqual({ kind: 'credentials', credentials });
  expect(sealed()).toBe(2);
});

it('has mode 600 whatever the file had before', async () => {
  const { vault, file } = vaultWith((bytes) =>
    Promise.resolve({ clear: clearText(bytes), encryptAgain: false }),
  );
  await vault.write(credentials);
  chmodSync(file, 0o644);
  await vault.write(credentials);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('keeps aside what the keyring throws at, and what is sealed but makes no sense', async () => {
  const throwing = vaultWith(() => Promise.reject(new Error('the keyring is locked')));
  await throwing.vault.write(credentials);
  const before = readFileSync(throwing.file);
  expect(await throwing.vault.open()).toEqual({ kind: 'unreadable', keptAs: `${throwing.file}.unreadable` });
  expect(readFileSync(`${throwing.file}.unreadable`)).toEqual(before);
  const senseless = vaultWith(() => Promise.resolve({ clear: '{"hostname": 1}', encryptAgain: false }));
  await senseless.vault.write(credentials);
  expect((await senseless.vault.open()).kind).toBe('unreadable');
});

it('leaves everything as it is while the key cannot be had', async () => {
  let isLocked = true;
  const { vault, file, folder } = vaultWith((bytes) =>
    Promise.resolve(isLocked ? 'unavailable' : { clear: clearText(bytes), encryptAgain: false }),
  );
  await vault.write(credentials);
  const before = readFileSync(file);
  expect(await vault.open()).toEqual({ kind: 'unavailable' });
  expect(readdirSync(folder)).toEqual(['credentials.bin']);
  expect(readFileSync(file)).toEqual(before);
  isLocked = false;
  expect(await vault.open()).toEqual({ kind: 'credentials', credentials });
});

it('keeps changes of the pairing that is kept, and of no other', async () => {
  const { vault } = vaultWith((bytes) => Promise.resolve({ clear: clearText(bytes), encryptAgain: false }));
  await vault.write(credentials);
  await vault.update({ ...credentials, playerName: 'Canteen' });
  expect(await vault.open()).toMatchObject({ credentials: { playerName: 'Canteen' } });
  const newer = { ...credentials, serverUrl: 'https://new.example', pairedAt: '2026-02-01T00:00:00.000Z' };
  const writes = [vault.write(newer), vault.update(credentials)];
  await Promise.all(writes);
  expect(await vault.open()).toMatchObject({ credentials: { serverUrl: 'https://new.example' } });
  await vault.clear();
  await vault.update(newer);
  expect(await vault.open()).toEqual({ kind: 'empty' });
});

it('keeps in memory what changed while the disk does not take it, and writes it when it does', async () => {
  const { vault, file, clock } = vaultWith((bytes) =>
    Promise.resolve({ clear: clearText(bytes), encryptAgain: false }),
  );
  await vault.write(credentials);
  rmSync(file);
  mkdirSync(file);
  expect(await vault.update({ ...credentials, authCode: 'NEWER' })).toMatchObject({ ok: true });

  rmSync(file, { recursive: true });
  await clock.advance(1_000);

  expect(await vault.open()).toMatchObject({ credentials: { authCode: 'NEWER' } });
});

it('says so when the disk does not take it', async () => {
  const { vault, folder } = vaultWith(() => Promise.resolve(null));
  rmSync(folder, { recursive: true });
  expect(await vault.write(credentials)).toMatchObject({ ok: false, error: { code: 'vault-not-written' } });
});
