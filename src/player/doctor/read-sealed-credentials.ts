import { readFileSync } from 'node:fs';
import { peekVault } from '../auth/vault.ts';
import { dataFile } from '../../platform/files/data-files.ts';
import { createKeyFileOpener, isSealedByKeyFile } from '../../platform/files/key-file-box.ts';
import type { CredentialsReading } from './doctor.types.ts';

/**
 * Reads `credentials.bin` of a data folder without the player, and leaves everything as it is. What the system's keyring
 * sealed can be opened by the running player alone.
 */
export async function readSealedCredentials(dataFolder: string): Promise<CredentialsReading> {
  const file = dataFile(dataFolder, 'credentials');
  const box = createKeyFileOpener(dataFile(dataFolder, 'credentialsKey'));
  const found = await peekVault(file, box);
  switch (found.kind) {
    case 'unavailable':
      return { kind: 'sealed' };
    case 'empty':
      return { kind: 'none' };
    case 'credentials':
      return { kind: 'credentials', credentials: found.credentials };
    case 'unreadable':
      return { kind: isSealedElsewhere(file) ? 'sealed' : 'unreadable' };
  }
}

function isSealedElsewhere(file: string): boolean {
  try {
    return !isSealedByKeyFile(readFileSync(file));
  } catch {
    return false;
  }
}
