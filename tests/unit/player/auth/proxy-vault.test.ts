import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createProxyVault, peekProxySignIn } from '../../../../src/player/auth/proxy-vault.ts';
import { createKeyFileBox } from '../../../../src/platform/files/key-file-box.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const url = 'http://proxy:3128';
const signIn = { user: 'screen', password: 'hunter2' };

it('seals the sign-in of one proxy, opens it for no other, and keeps nothing when there is none', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'proxy.bin');
  const secretBox = createKeyFileBox(join(folder, 'credentials.key'));
  const vault = createProxyVault({ file, secretBox, log: createSilentLog() });
  expect(await vault.open(url)).toBeNull();
  expect((await vault.write(url, signIn)).ok).toBe(true);
  expect(readFileSync(file, 'latin1')).not.toContain('hunter2');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await vault.open(url)).toEqual(signIn);
  expect(await vault.open('http://elsewhere:3128')).toBeNull();
  const other = createKeyFileBox(join(folder, 'other.key'));
  expect(await peekProxySignIn(file, other, url), 'another key').toBeNull();
  writeFileSync(file, 'damage');
  expect(await vault.open(url), 'damage').toBeNull();
  expect((await vault.write(url, null)).ok).toBe(true);
  expect(() => statSync(file)).toThrow('ENOENT');
});

it('says that it could not be written', async () => {
  const file = join(temporaryFolder(), 'nowhere', 'proxy.bin');
  const secretBox = {
    encrypt: () => Promise.reject(new Error('locked')),
    decrypt: () => Promise.resolve(null),
  };
  const vault = createProxyVault({ file, secretBox, log: createSilentLog() });
  expect(await vault.write(url, signIn)).toMatchObject({ error: { code: 'vault-not-written' } });
});
