import { orderRule } from './order-rule.ts';
import type { FakeApp } from './fake-app.ts';

/** https://www.electronjs.org/docs/latest/api/safe-storage, its asynchronous half. */
export interface FakeSafeStorage {
  available: boolean;
  backend: string;
  /** The next decryption asks for the secret to be encrypted anew (a rotated key). */
  rotated: boolean;
  /** How often the system was asked whether it can encrypt. */
  questions: number;
}

const PREFIX = 'v11:';

export function createFakeSafeStorage(app: Pick<FakeApp, 'ready'>): FakeSafeStorage {
  const storage = {
    available: true,
    backend: 'gnome_libsecret',
    rotated: false,
    questions: 0,
    isAsyncEncryptionAvailable: () => {
      orderRule(app.ready, 'safeStorage is used only after ready');
      storage.questions += 1;
      return Promise.resolve(storage.available);
    },
    encryptStringAsync: (clear: string) => {
      orderRule(app.ready, 'safeStorage is used only after ready');
      if (!storage.available) return Promise.reject(new Error('Encryption is not available.'));
      return Promise.resolve(Buffer.from(PREFIX + Buffer.from(clear).toString('base64')));
    },
    decryptStringAsync: (sealed: Buffer) => {
      orderRule(app.ready, 'safeStorage is used only after ready');
      const text = sealed.toString();
      if (!text.startsWith(PREFIX)) return Promise.reject(new Error('Ciphertext does not fit.'));
      const result = Buffer.from(text.slice(PREFIX.length), 'base64').toString();
      return Promise.resolve({ result, shouldReEncrypt: storage.rotated });
    },
    getSelectedStorageBackend: () => (app.ready ? storage.backend : 'unknown'),
  };
  return storage;
}
