import { dataFile } from '../platform/files/data-files.ts';
import { createKeyFileOpener } from '../platform/files/key-file-box.ts';
import type { Credentials } from '../player/auth/auth.types.ts';
import { peekVault } from '../player/auth/vault.ts';

/** The credentials of a data folder, as far as its key file opens them; null: none, or only the shell that sealed them can. */
export async function peekCredentials(dataFolder: string): Promise<Credentials | null> {
  const box = createKeyFileOpener(dataFile(dataFolder, 'credentialsKey'));
  const found = await peekVault(dataFile(dataFolder, 'credentials'), box);
  return found.kind === 'credentials' ? found.credentials : null;
}
