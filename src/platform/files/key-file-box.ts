import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { OpenedSecret, SecretBox } from '../../shared/host.ts';
import { readFileSync, renameSync } from 'node:fs';
import { createSilentLog, type Log } from '../logging/log.ts';
import { replaceFile } from './replace-file.ts';

/** What a sealed value begins with, so that a reader can tell it from what another box sealed. */
const MAGIC = Buffer.from('DPK1', 'ascii');
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Whether `sealed` was made by a key-file box (and not, for example, by the system's keyring). */
export function isSealedByKeyFile(sealed: Uint8Array): boolean {
  return MAGIC.equals(sealed.subarray(0, MAGIC.length));
}

/** A secret box whose key is always to be had. */
export interface KeyFileBox extends SecretBox {
  decrypt(sealed: Uint8Array): Promise<OpenedSecret | null>;
}

/**
 * A secret box whose key is a file of this machine: AES-256-GCM under 32 random bytes in `keyFile`, mode 600, made on
 * first use. It keeps secrets from other users and from a copied `credentials.bin`; whoever may
 * read the key file may read the secrets too, and its backend's name says so.
 *
 * Only `encrypt` makes a key, or another one in place of a torn one, which is kept aside. Throws what the file system
 * throws when the key file can be neither read nor made.
 */
export function createKeyFileBox(keyFile: string, log: Log = createSilentLog()): KeyFileBox {
  return {
    backend: 'key-file',
    encrypt: (clear) => Promise.resolve(seal(peekKey(keyFile) ?? makeKey(keyFile, log), clear)),
    decrypt: createKeyFileOpener(keyFile).decrypt,
  };
}

/** Opens what a key-file box sealed, and writes nothing: without a whole key nothing can be opened. */
export function createKeyFileOpener(keyFile: string): Pick<KeyFileBox, 'decrypt'> {
  return {
    decrypt: (sealed) => {
      const key = peekKey(keyFile);
      return Promise.resolve(key === null ? null : open(key, sealed));
    },
  };
}

function seal(key: Buffer, clear: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
  return Buffer.concat([MAGIC, nonce, cipher.getAuthTag(), body]);
}

function open(key: Buffer, sealed: Uint8Array): { clear: string; encryptAgain: boolean } | null {
  const bodyAt = MAGIC.length + NONCE_BYTES + TAG_BYTES;
  if (!isSealedByKeyFile(sealed) || sealed.length < bodyAt) return null;
  const nonce = sealed.subarray(MAGIC.length, MAGIC.length + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(MAGIC.length + NONCE_BYTES, bodyAt));
  try {
    const clear = Buffer.concat([decipher.update(sealed.subarray(bodyAt)), decipher.final()]).toString(
      'utf8',
    );
    return { clear, encryptAgain: false };
  } catch {
    // GCM's tag does not fit: another key, or damage. Either way nothing can be read here.
    return null;
  }
}

/** The key; null when there is none, or a torn one of another length. */
function peekKey(keyFile: string): Buffer | null {
  try {
    const key = readFileSync(keyFile);
    return key.length === KEY_BYTES ? key : null;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}

/** The key has its final name only when it is whole and on the disk: a key lost later would lose every secret with it. */
function makeKey(keyFile: string, log: Log): Buffer {
  keepTornKey(keyFile, log);
  const key = randomBytes(KEY_BYTES);
  replaceFile(keyFile, key);
  return key;
}

function keepTornKey(keyFile: string, log: Log): void {
  const keptAs = `${keyFile}.damaged`;
  try {
    renameSync(keyFile, keptAs);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw thrown;
  }
  log.error('The key file is damaged: it is kept aside, and secrets are sealed with a new key', { keptAs });
}
