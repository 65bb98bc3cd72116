import type { SafeStorage } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { SecretBox } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import { isSealedByKeyFile, type KeyFileBox } from '../../platform/files/key-file-box.ts';

export interface SecretBoxDependencies {
  readonly safeStorage: Pick<SafeStorage, 'encryptStringAsync' | 'decryptStringAsync'>;
  readonly platform: NodeJS.Platform;
  /** Used where the system offers no encryption, and for what it sealed at such a time. */
  readonly keyFileBox: KeyFileBox;
  readonly log: Log;
}

/** What Electron says while the key cannot be had (a locked keychain); it has no code for it. */
const TEMPORARILY_UNAVAILABLE = 'temporarily unavailable';

/**
 * Secrets under the system's own protection on Windows and macOS (https://www.electronjs.org/docs/latest/api/safe-storage),
 * and under the key file on Linux: there Electron always says that it can encrypt, and where no Secret Service runs it does so
 * with a password that stands in Chromium's source. What it sealed on Linux in earlier times is opened once more and moves.
 *
 * To be made after ready. The system is asked only when a secret is first needed: a locked keychain may wait for a person,
 * and the screen does not wait for it.
 */
export function createSecretBox(dependencies: SecretBoxDependencies): SecretBox {
  const { safeStorage, platform, keyFileBox, log } = dependencies;
  const systemBackend = platform === 'win32' ? 'dpapi' : platform === 'darwin' ? 'keychain' : null;
  let usesKeyFile = systemBackend === null;

  const openSealed = async (sealed: Uint8Array): ReturnType<SecretBox['decrypt']> => {
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return { clear: result, encryptAgain: shouldReEncrypt || usesKeyFile };
    } catch (thrown) {
      const error = describeThrown(thrown);
      log.warn('The system could not decrypt a secret.', { error });
      return error.includes(TEMPORARILY_UNAVAILABLE) ? 'unavailable' : null;
    }
  };

  return {
    get backend() {
      return systemBackend === null || usesKeyFile ? keyFileBox.backend : systemBackend;
    },
    encrypt: async (clear) => {
      if (systemBackend === null) return keyFileBox.encrypt(clear);
      try {
        const sealed = await safeStorage.encryptStringAsync(clear);
        usesKeyFile = false;
        return sealed;
      } catch (thrown) {
        log.warn('The system offers no encryption; secrets are kept under a key file.', {
          error: describeThrown(thrown),
        });
        usesKeyFile = true;
        return keyFileBox.encrypt(clear);
      }
    },
    decrypt: async (sealed) => {
      if (!isSealedByKeyFile(sealed)) return openSealed(sealed);
      const opened = await keyFileBox.decrypt(sealed);
      // Sealed at a time without the system's protection: it moves there as soon as there is one.
      return opened === null ? null : { clear: opened.clear, encryptAgain: systemBackend !== null };
    },
  };
}
