import { readFileSync } from 'node:fs';
import type { CommandLine, SafeStorage } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { SecretBox } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import { isSealedByKeyFile, type KeyFileBox } from '../../platform/files/key-file-box.ts';

export interface SecretBoxDependencies {
  readonly safeStorage: Pick<SafeStorage, 'encryptStringAsync' | 'decryptStringAsync'>;
  readonly platform: NodeJS.Platform;
  /** The setting of that name: on Linux a keyring is used only where it is asked for. */
  readonly secretStore: Settings['secretStore'];
  /** Used where the system offers no protection, and for what was sealed at such a time. */
  readonly keyFileBox: KeyFileBox;
  readonly log: Log;
}

/** What Electron says while the key cannot be had (a locked keychain); it has no code for it. */
const TEMPORARILY_UNAVAILABLE = 'temporarily unavailable';

/**
 * Secrets under the system's own protection on Windows and macOS (https://www.electronjs.org/docs/latest/api/safe-storage).
 * On Linux they are under the key file, unless the setting asks for a keyring and there is one: Electron always says that it
 * can encrypt, and where no keyring runs it does so with a password that stands in Chromium's source.
 *
 * To be made after ready. The system is asked only when a secret is first needed: a locked keychain may wait for a person,
 * and the screen does not wait for it.
 */
export function createSecretBox(dependencies: SecretBoxDependencies): SecretBox {
  const { safeStorage, platform, secretStore, keyFileBox, log } = dependencies;
  const systemBackend = systemBackendOf(platform, secretStore);
  let usesKeyFile = systemBackend === null;

  const openSealed = async (sealed: Uint8Array): ReturnType<SecretBox['decrypt']> => {
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      const isOpen = platform === 'linux' && isSealedForAll(sealed);
      return { clear: result, encryptAgain: shouldReEncrypt || usesKeyFile || isOpen };
    } catch (thrown) {
      const error = describeThrown(thrown);
      log.warn('The system could not decrypt a secret.', { error });
      // Where a keyring was asked for, one that is not there yet and damage are told by the same words.
      const mayComeBack = secretStore === 'keyring' && platform === 'linux' && isSealedByKeyring(sealed);
      return mayComeBack || error.includes(TEMPORARILY_UNAVAILABLE) ? 'unavailable' : null;
    }
  };
  const sealInKeyFile = (clear: string, why: string): Promise<Uint8Array> => {
    log.warn('Secrets are kept under a key file.', { why });
    usesKeyFile = true;
    return keyFileBox.encrypt(clear);
  };

  return {
    get backend() {
      return systemBackend === null || usesKeyFile ? keyFileBox.backend : systemBackend;
    },
    encrypt: async (clear) => {
      if (systemBackend === null) return keyFileBox.encrypt(clear);
      try {
        const sealed = await safeStorage.encryptStringAsync(clear);
        if (platform === 'linux' && isSealedForAll(sealed))
          return await sealInKeyFile(clear, 'no keyring gave a key');
        usesKeyFile = false;
        return sealed;
      } catch (thrown) {
        return sealInKeyFile(clear, describeThrown(thrown));
      }
    },
    decrypt: async (sealed) => {
      if (!isSealedByKeyFile(sealed)) return openSealed(sealed);
      usesKeyFile = true;
      const opened = await keyFileBox.decrypt(sealed);
      // Sealed at a time without the system's protection: it moves there as soon as there is one.
      return opened === null ? null : { clear: opened.clear, encryptAgain: systemBackend !== null };
    },
  };
}

function systemBackendOf(platform: NodeJS.Platform, secretStore: Settings['secretStore']): string | null {
  if (platform === 'win32') return 'dpapi';
  if (platform === 'darwin') return 'keychain';
  return secretStore === 'keyring' ? 'keyring' : null;
}

/** Sealed on Linux with the password that every Chromium has (components/os_crypt, PosixKeyProvider). */
function isSealedForAll(sealed: Uint8Array): boolean {
  return Buffer.from(sealed.subarray(0, 3)).toString('latin1') === 'v10';
}

/** Sealed on Linux by a keyring, through the Secret Service (v11) or the desktop portal (v12). */
function isSealedByKeyring(sealed: Uint8Array): boolean {
  return /^v1[12]/.test(Buffer.from(sealed.subarray(0, 3)).toString('latin1'));
}

/**
 * Keeps Chromium away from every keyring on Linux, so that no window ever asks for its password; before ready. Not where the
 * setting asks for one, nor where what is stored is still sealed by one and has to be opened once more.
 */
export function keepFromKeyrings(
  commandLine: CommandLine,
  given: {
    readonly platform: NodeJS.Platform;
    readonly secretStore: Settings['secretStore'];
    /** `credentials.bin`. */
    readonly sealedFile: string;
  },
): void {
  const { platform, secretStore, sealedFile } = given;
  if (platform !== 'linux' || secretStore === 'keyring' || commandLine.hasSwitch('password-store')) return;
  const sealed = readIfThere(sealedFile);
  if (sealed !== null && isSealedByKeyring(sealed)) return;
  commandLine.appendSwitch('password-store', 'basic');
}

function readIfThere(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    // Whoever opens it says what is wrong with it.
    return null;
  }
}
