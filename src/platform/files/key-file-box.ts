import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import type { OpenedSecret, SecretBox } from '../../shared/host.ts';
import { replaceFile } from './replace-file.ts';

/** The key file's name in the data folder, the same in both shells. */
export const KEY_FILE_NAME = 'credentials.key';

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
 * first use (DESIGN, Two shells). It keeps secrets from other users and from a copied `credentials.bin`; whoever may
 * read the key file may read the secrets too, and its backend's name says so.
 *
 * Throws what the file system throws when the key file can be neither read nor made.
 */
export function createKeyFileBox(keyFile: string): KeyFileBox {
  return {
    backend: 'key-file',
    encrypt: (clear) => Promise.resolve(seal(readOrMakeKey(keyFile), clear)),
    decrypt: (sealed) => Promise.resolve(open(readOrMakeKey(keyFile), sealed)),
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

/** A key of the wrong length (a torn write of an older disk) opens nothing, so a new one replaces it. */
function readOrMakeKey(keyFile: string): Buffer {
  const present = readKey(keyFile);
  if (present?.length === KEY_BYTES) return present;
  if (present !== null) rmSync(keyFile);
  return makeKey(keyFile);
}

function readKey(keyFile: string): Buffer | null {
  try {
    return readFileSync(keyFile);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}

/** The key has its final name only when it is whole and on the disk: a key lost later would lose every secret with it. */
function makeKey(keyFile: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  replaceFile(keyFile, key);
  return key;
}
