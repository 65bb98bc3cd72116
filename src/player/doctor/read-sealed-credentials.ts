import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialsSchema } from '../auth/auth.types.ts';
import { createKeyFileBox, isSealedByKeyFile, KEY_FILE_NAME } from '../../platform/files/key-file-box.ts';
import type { CredentialsReading } from './doctor.types.ts';

/** Of AES-256. */
const KEY_BYTES = 32;

/**
 * Reads `credentials.bin` of a data folder without the player. Unlike the vault it leaves everything as it is: what it
 * cannot open stays in its place, and no key is made.
 */
export async function readSealedCredentials(dataFolder: string): Promise<CredentialsReading> {
  const keyFile = join(dataFolder, KEY_FILE_NAME);
  try {
    const sealed = readFileSync(join(dataFolder, 'credentials.bin'));
    if (!isSealedByKeyFile(sealed)) return { kind: 'sealed' };
    // The box would make a key where there is none, or replace a torn one.
    if (!existsSync(keyFile) || readFileSync(keyFile).length !== KEY_BYTES) return { kind: 'unreadable' };
    const opened = await createKeyFileBox(keyFile).decrypt(sealed);
    const parsed = credentialsSchema.safeParse(JSON.parse(opened?.clear ?? 'null'));
    return parsed.success ? { kind: 'credentials', credentials: parsed.data } : { kind: 'unreadable' };
  } catch (thrown) {
    // A parser's message may quote what it could not read, so none is passed on.
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? { kind: 'none' } : { kind: 'unreadable' };
  }
}
