import { readFileSync, renameSync, rmSync } from 'node:fs';
import type { Log } from '../../platform/logging/log.ts';
import type { SecretBox } from '../../shared/host.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { DiskWrites } from '../../platform/files/disk-writes.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';
import { credentialsSchema, type Credentials, type Vault, type VaultReading } from './auth.types.ts';

export interface VaultDependencies {
  /** `credentials.bin` in the data folder. */
  readonly file: string;
  readonly secretBox: SecretBox;
  readonly writes: DiskWrites;
  readonly log: Log;
}

/** What waits under this name while the disk refuses it. */
const NAME = 'credentials.bin';

/**
 * The encrypted credentials in one file of mode 600, replaced atomically. What cannot be opened here (a moved disk,
 * another keyring, damage) is kept aside and reported, never thrown away: its key may come back, and then it is used.
 */
export function createVault({ file, secretBox, writes, log }: VaultDependencies): Vault {
  /** Which pairing is kept; null for none. */
  let pairing: string | null = null;
  let lastWrite: Promise<unknown> = Promise.resolve();

  const seal = async (credentials: Credentials, mayWait: boolean): Promise<Result<null>> => {
    try {
      const sealed = await secretBox.encrypt(JSON.stringify(credentials));
      const replace = (): void => {
        replaceFile(file, sealed);
      };
      if (mayWait) writes.attempt(NAME, replace);
      else replace();
      if (!mayWait) writes.forget(NAME);
      return ok(null);
    } catch (thrown) {
      log.error('The credentials could not be written', { reason: describeThrown(thrown) });
      return fail('vault-not-written', 'The sign-in could not be stored on the disk.');
    }
  };

  /** One after the other, since encrypting takes its time: the last one that was asked for stays. */
  const write = (credentials: Credentials, mayWait = false): Promise<Result<null>> => {
    pairing = pairingOf(credentials);
    const written = lastWrite.then(() => seal(credentials, mayWait));
    lastWrite = written;
    return written;
  };

  const keptAs = `${file}.unreadable`;

  const keepAside = (why: string): VaultReading => {
    log.error('The stored credentials cannot be opened here and are kept aside', { why, keptAs });
    try {
      renameSync(file, keptAs);
    } catch (thrown) {
      log.error('The unreadable credentials could not be moved', { reason: describeThrown(thrown) });
    }
    return { kind: 'unreadable', keptAs };
  };

  const open = async (sealed: Uint8Array): Promise<{ credentials: Credentials; again: boolean } | string> => {
    const opened = await secretBox.decrypt(sealed);
    if (opened === null) return 'it cannot be decrypted';
    const credentials = parseCredentials(opened.clear);
    return credentials === null ? 'its content is damaged' : { credentials, again: opened.encryptAgain };
  };

  const read = async (): Promise<VaultReading> => {
    const sealed = readIfThere(file);
    if (sealed === null) return readKeptAside();
    const opened = await open(sealed);
    if (typeof opened === 'string') return keepAside(opened);
    // What the keyring's new key protects must be written with it; on failure the old form still opens.
    if (opened.again) await write(opened.credentials, true);
    pairing = pairingOf(opened.credentials);
    return { kind: 'credentials', credentials: opened.credentials };
  };

  /** A keyring that was locked at the last start may be open now. */
  const readKeptAside = async (): Promise<VaultReading> => {
    const sealed = readIfThere(keptAs);
    if (sealed === null) return { kind: 'empty' };
    const opened = await open(sealed);
    if (typeof opened === 'string') return { kind: 'unreadable', keptAs };
    log.info('The credentials that were kept aside can be opened again');
    writes.attempt(NAME, () => {
      renameSync(keptAs, file);
    });
    pairing = pairingOf(opened.credentials);
    return { kind: 'credentials', credentials: opened.credentials };
  };

  return {
    backend: secretBox.backend,
    read: async () => {
      try {
        return await read();
      } catch (thrown) {
        // A key that is not to be had, a file that may not be read: for the player the same as damage.
        return keepAside(describeThrown(thrown));
      }
    },
    write: (credentials) => write(credentials),
    update: (credentials) =>
      pairing === pairingOf(credentials) ? write(credentials, true) : Promise.resolve(ok(null)),
    clear: async () => {
      pairing = null;
      await lastWrite;
      writes.attempt(NAME, () => {
        for (const name of [file, keptAs]) rmSync(name, { force: true, recursive: true });
      });
    },
  };
}

function pairingOf({ serverUrl, pairedAt }: Credentials): string {
  return `${pairedAt} ${serverUrl}`;
}

function readIfThere(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}

/** Never lets a parser's message out: it may quote what it could not read. */
function parseCredentials(clear: string): Credentials | null {
  try {
    const parsed = credentialsSchema.safeParse(JSON.parse(clear));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
