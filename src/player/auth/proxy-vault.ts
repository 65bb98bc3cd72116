import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { replaceFile } from '../../platform/files/replace-file.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { SecretBox } from '../../shared/host.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import { isSignIn, type ProxySignIn } from '../settings/proxy-url.ts';

export interface ProxyVaultDependencies {
  /** `proxy.bin` in the data folder. */
  readonly file: string;
  readonly secretBox: Pick<SecretBox, 'encrypt' | 'decrypt'>;
  readonly log: Log;
}

/** The sign-in of one proxy, sealed, in a file of mode 600. It is opened only for the address that it was given for. */
export interface ProxyVault {
  /** Null: none for this address, or it cannot be opened here. */
  open(url: string): Promise<ProxySignIn | null>;
  /** Keeps this one in the place of any other; null: none. Durable when it resolves. Fails with `vault-not-written`. */
  write(url: string, signIn: ProxySignIn | null): Promise<Result<null>>;
}

const sealedSchema = z
  .object({ url: z.string(), user: z.string(), password: z.string() })
  .refine(({ user, password }) => isSignIn({ user, password }));

export function createProxyVault({ file, secretBox, log }: ProxyVaultDependencies): ProxyVault {
  return {
    open: (url) => peekProxySignIn(file, secretBox, url),
    write: async (url, signIn) => {
      try {
        if (signIn === null) rmSync(file, { force: true });
        else replaceFile(file, await secretBox.encrypt(JSON.stringify({ url, ...signIn })));
        return ok(null);
      } catch (thrown) {
        log.error('The sign-in of the proxy could not be written', { reason: describeThrown(thrown) });
        return fail('vault-not-written', 'The sign-in of the proxy could not be stored on the disk.');
      }
    },
  };
}

/** What is sealed for this proxy, by what `box` can open; null: nothing. Writes nothing, never rejects. */
export async function peekProxySignIn(
  file: string,
  box: Pick<SecretBox, 'decrypt'>,
  url: string,
): Promise<ProxySignIn | null> {
  try {
    const opened = await box.decrypt(readFileSync(file));
    if (opened === null || opened === 'unavailable') return null;
    const sealed = sealedSchema.safeParse(JSON.parse(opened.clear));
    if (!sealed.success || sealed.data.url !== url) return null;
    const { user, password } = sealed.data;
    return { user, password };
  } catch {
    return null;
  }
}
