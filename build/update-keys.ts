import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names the public keys of a build where `package.json` does not, with blanks between them. */
export const UPDATE_KEYS_VARIABLE = 'DIGIPLAYER_UPDATE_KEYS';
const KEY_BYTES = 32;

/**
 * Whose signature a build of the tree at `root` takes for its updates: the public keys (Ed25519, base64) that the environment
 * names, else those of `package.json`; none: it is never updated by itself. Throws a sentence on what is no such key.
 */
export function updateKeysOf(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const named = environment[UPDATE_KEYS_VARIABLE]?.split(/\s+/).filter((word) => word !== '') ?? [];
  const file = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly updateKeys?: readonly string[];
  };
  const keys = named.length > 0 ? named : (file.updateKeys ?? []);
  const wrong = keys.find((key) => {
    const bytes = Buffer.from(key, 'base64');
    return bytes.length !== KEY_BYTES || bytes.toString('base64') !== key;
  });
  if (wrong === undefined) return keys;
  throw new Error(
    `"${wrong}" is no public key of Ed25519 (32 bytes in base64); npm run update:key makes a pair of keys.`,
  );
}
