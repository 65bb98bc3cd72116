import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the player reads of its own `package.json`. */
export interface PackageFile {
  readonly version: string;
  /** The public keys (Ed25519, 32 bytes in base64) one of which signs what may replace this version. */
  readonly updateKeys: readonly string[];
}

/** Reads the `package.json` of the program at `root`. Throws when it has none. */
export function readPackage(root: string): PackageFile {
  const { version, updateKeys = [] } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
    updateKeys?: readonly string[];
  };
  return { version, updateKeys };
}
