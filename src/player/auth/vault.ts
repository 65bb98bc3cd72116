import { readFileSync, renameSync, rmSync } from 'node:fs';
import type { Log } from '../../platform/logging/log.ts';
import type { SecretBox } from '../../shared/host.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { DiskWrites } from '../../platform/files/disk-writes.ts';
import { DATA_FILES } from '../../platform/files/data-files.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';
import { credentialsSchema, type Credentials, type Vault, type VaultReading } from './auth.types.ts';
import { createSequencer } from '../../shared/async.ts';

export interface VaultDependencies {
  /** `credentials.bin` in the data folder. */
  readonly file: string;
  readonly secretBox: SecretBox;
  readonly writes: DiskWrites;
  readonly log: Log;
}

/** What stands in a vault; `isKeptAside`: under the name for what could not be opened before. */
type VaultPeek =
  | { readonly kind: 'empty' }
  /** The key cannot be had just now; nothing is wrong with what is stored. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'unreadable'; readonly why: string; readonly isKeptAside: boolean }
  | {
      readonly kind: 'credentials';
      readonly credentials: Credentials;
      /** The box would seal them otherwise now. */
      readonly encryptAgain: boolean;
      readonly isKeptAside: boolean;
    };
/** What waits under this name while the disk refuses it. */
const NAME = DATA_FILES.credentials;

/**
 * The encrypted credentials in one file of mode 600, replaced atomically. What cannot be opened here (a moved disk,
 * another keyring, damage) is kept aside and reported, never thrown away: its key may come back, and then it is used.
 */
export function createVault({ file, secretBox, writes, log }: VaultDependencies): Vault {
  /** Which pairing is kept; null for none. */
  let pairing: string | null = null;
  /** Encrypting takes its time: the last write that was asked for stays. */
  const sequencer = createSequencer();

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

  const write = (credentials: Credentials, mayWait = false): Promise<Result<null>> => {
    pairing = pairingOf(credentials);
    return sequencer.run(() => seal(credentials, mayWait));
  };

  const keptAs = keptAsideName(file);

  const keepAside = (why: string): VaultReading => {
    log.error('The stored credentials cannot be opened here and are kept aside', { why, keptAs });
    try {
      renameSync(file, keptAs);
    } catch (thrown) {
      log.error('The unreadable credentials could not be moved', { reason: describeThrown(thrown) });
    }
    return { kind: 'unreadable', keptAs };
  };

  /** A keyring that was locked at the last start may be open now. */
  const takeBack = (): void => {
    log.info('The credentials that were kept aside can be opened again');
    writes.attempt(NAME, () => {
      renameSync(keptAs, file);
    });
  };

  const open = async (): Promise<VaultReading> => {
    const found = await peekVault(file, secretBox);
    switch (found.kind) {
      case 'empty':
      case 'unavailable':
        return found;
      case 'unreadable':
        return found.isKeptAside ? { kind: 'unreadable', keptAs } : keepAside(found.why);
      case 'credentials':
        if (found.isKeptAside) takeBack();
        // What the keyring's new key protects must be written with it; on failure the old form still opens.
        else if (found.encryptAgain) await write(found.credentials, true);
        pairing = pairingOf(found.credentials);
        return { kind: 'credentials', credentials: found.credentials };
    }
  };

  return {
    open,
    write: (credentials) => write(credentials),
    update: (credentials) =>
      pairing === pairingOf(credentials) ? write(credentials, true) : Promise.resolve(ok(null)),
    clear: async () => {
      pairing = null;
      await sequencer.settled();
      writes.attempt(NAME, () => {
        for (const name of [file, keptAs]) rmSync(name, { force: true, recursive: true });
      });
    },
  };
}

/**
 * What the vault in `file` holds, under its own name or kept aside, by what `box` can open. Writes nothing, never rejects;
 * a key that is not to be had and a file that may not be read are the same as damage.
 */
export async function peekVault(file: string, box: Pick<SecretBox, 'decrypt'>): Promise<VaultPeek> {
  let isKeptAside = false;
  try {
    let sealed = readIfThere(file);
    if (sealed === null) {
      sealed = readIfThere(keptAsideName(file));
      isKeptAside = true;
    }
    if (sealed === null) return { kind: 'empty' };
    const opened = await box.decrypt(sealed);
    if (opened === 'unavailable') return { kind: 'unavailable' };
    if (opened === null) return { kind: 'unreadable', why: 'it cannot be decrypted', isKeptAside };
    const credentials = parseCredentials(opened.clear);
    if (credentials === null) return { kind: 'unreadable', why: 'its content is damaged', isKeptAside };
    return { kind: 'credentials', credentials, encryptAgain: opened.encryptAgain, isKeptAside };
  } catch (thrown) {
    return { kind: 'unreadable', why: describeThrown(thrown), isKeptAside };
  }
}

function keptAsideName(file: string): string {
  return `${file}.unreadable`;
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
