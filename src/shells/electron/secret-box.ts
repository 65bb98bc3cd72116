import type { SafeStorage } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { SecretBox } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import { isSealedByKeyFile } from '../../platform/files/key-file-box.ts';

export interface SecretBoxDependencies {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >;
  readonly platform: NodeJS.Platform;
  /** Used where the system offers no encryption, and for what it sealed at such a time. */
  readonly keyFileBox: SecretBox;
  readonly log: Log;
}

/**
 * Secrets under the system's own protection (https://www.electronjs.org/docs/latest/api/safe-storage), or under the key
 * file where the system has none. To be made after ready.
 *
 * The system is asked only when a secret is first needed: a locked keyring may wait for a person, and the screen does
 * not wait for it (DESIGN, rule 2). Until then `backend` says what the system would use.
 */
export function createSecretBox(dependencies: SecretBoxDependencies): SecretBox {
  const { safeStorage, platform, keyFileBox, log } = dependencies;
  let available: Promise<boolean> | null = null;
  let usesKeyFile = false;

  const isAvailable = async (): Promise<boolean> => {
    available ??= safeStorage.isAsyncEncryptionAvailable().catch(() => false);
    const answer = await available;
    if (!answer && !usesKeyFile)
      log.warn('The system offers no encryption; secrets are kept under a key file.');
    usesKeyFile = !answer;
    return answer;
  };
  const openSealed = async (sealed: Uint8Array): ReturnType<SecretBox['decrypt']> => {
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return { clear: result, encryptAgain: shouldReEncrypt };
    } catch (thrown) {
      log.warn('The system could not decrypt a secret.', { error: describeThrown(thrown) });
      return null;
    }
  };

  return {
    get backend() {
      return usesKeyFile ? keyFileBox.backend : systemBackend(safeStorage, platform);
    },
    encrypt: async (clear) =>
      (await isAvailable()) ? safeStorage.encryptStringAsync(clear) : keyFileBox.encrypt(clear),
    decrypt: async (sealed) => {
      if (!isSealedByKeyFile(sealed)) return (await isAvailable()) ? openSealed(sealed) : null;
      const opened = await keyFileBox.decrypt(sealed);
      // Sealed at a time without a keyring: it moves under the system's protection as soon as there is one.
      return opened === null ? null : { clear: opened.clear, encryptAgain: await isAvailable() };
    },
  };
}

/**
 * The name of what protects the secrets. On Linux it is what safeStorage says, `basic_text` included, which is a password
 * that stands in Chromium's source and so no protection (DESIGN, Two shells); elsewhere there is only one.
 */
function systemBackend(safeStorage: SecretBoxDependencies['safeStorage'], platform: NodeJS.Platform): string {
  if (platform === 'linux') return safeStorage.getSelectedStorageBackend();
  return platform === 'darwin' ? 'keychain' : 'dpapi';
}
