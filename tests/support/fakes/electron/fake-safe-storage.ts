import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { FakeApp } from './fake-app.ts';

/**
 * https://www.electronjs.org/docs/latest/api/safe-storage, its asynchronous half, as shell/browser/api/electron_api_safe_storage.cc
 * has it: available as soon as the app is ready, whatever the system offers.
 */
export interface FakeSafeStorage {
  /** Whether a Secret Service (a keyring) keeps the key; on Linux many machines have none. */
  hasSecretService: boolean;
  /** What Linux says of its backend; elsewhere there is nothing to ask. */
  backend: string;
  /** The next decryption asks for the secret to be encrypted anew (a rotated key). */
  isRotated: boolean;
  /** The key cannot be had just now: what is encrypted with it cannot be opened, and is not damaged. */
  isTemporarilyUnavailable: boolean;
  /** How often the system was asked to do anything. */
  questions: number;
  /** The app starts anew: the system is asked for its key again, which happens once in a process. */
  beginProcess(): void;
}

/** What every Chromium on Linux uses where there is no keyring (components/os_crypt): no secret at all. */
const PUBLIC_KEY = pbkdf2Sync('peanuts', 'saltysalt', 1, 16, 'sha1');
const PUBLIC_NONCE = Buffer.alloc(16, ' ');

/** Sealed with the key that needs no keyring. */
const isOpenToAll = (sealed: Buffer): boolean => sealed.subarray(0, 3).toString('latin1') === 'v10';

export function createFakeSafeStorage(
  app: Pick<FakeApp, 'ready'>,
  platform: NodeJS.Platform = process.platform,
) {
  const keyOfTheSystem = randomBytes(16);
  /** What the one question of this process for a key brought (EnsureAsyncEncryptorRequested); null: nobody asked yet. */
  let asked: { readonly hasSecretService: boolean; readonly isAway: boolean } | null = null;
  const keys = (): NonNullable<typeof asked> => {
    asked ??= { hasSecretService: storage.hasSecretService, isAway: storage.isTemporarilyUnavailable };
    return asked;
  };
  const keyFor = (tag: string): Buffer =>
    platform === 'linux' && tag === 'v10' ? PUBLIC_KEY : keyOfTheSystem;
  /** Null, or why nothing can be done. */
  const refusal = (): Error | null => {
    storage.questions += 1;
    return app.ready ? null : new Error('safeStorage cannot be used before app is ready');
  };
  const open = (sealed: Buffer): string => {
    const tag = sealed.subarray(0, 3).toString('latin1');
    const cipher = createDecipheriv('aes-128-cbc', keyFor(tag), PUBLIC_NONCE);
    return Buffer.concat([cipher.update(sealed.subarray(3)), cipher.final()]).toString();
  };
  const storage = {
    hasSecretService: platform !== 'linux',
    backend: 'basic_text',
    isRotated: false,
    isTemporarilyUnavailable: false,
    questions: 0,
    beginProcess: () => {
      asked = null;
    },
    // Before ready it says no; afterwards it waits for the key and always says yes.
    isAsyncEncryptionAvailable: () => Promise.resolve(refusal() === null),
    encryptStringAsync: (clear: string) => {
      const refused = refusal();
      if (refused !== null) return Promise.reject(refused);
      const tag = platform === 'linux' && keys().hasSecretService ? 'v11' : 'v10';
      const cipher = createCipheriv('aes-128-cbc', keyFor(tag), PUBLIC_NONCE);
      return Promise.resolve(Buffer.concat([Buffer.from(tag), cipher.update(clear), cipher.final()]));
    },
    decryptStringAsync: (sealed: Buffer) => {
      const refused = refusal();
      if (refused !== null) return Promise.reject(refused);
      if (sealed.length === 0) return Promise.resolve({ result: '', shouldReEncrypt: false });
      if (keys().isAway && !(platform === 'linux' && isOpenToAll(sealed))) {
        const message = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';
        return Promise.reject(new Error(message));
      }
      try {
        if (platform === 'linux' && !isOpenToAll(sealed) && !keys().hasSecretService)
          throw new Error('no provider has a key of this name');
        return Promise.resolve({ result: open(sealed), shouldReEncrypt: storage.isRotated });
      } catch {
        const message = 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.';
        return Promise.reject(new Error(message));
      }
    },
    ...(platform === 'linux' && {
      getSelectedStorageBackend: () => (app.ready ? storage.backend : 'unknown'),
    }),
  };
  return storage;
}
