import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface PackageFile {
  readonly version: string;
  /** What packs a build may have written one key without a list. */
  readonly updateKeys?: string | readonly string[];
}

/** The version of the program at `root`. Throws when it has no `package.json`. */
export function readVersion(root: string): string {
  return readPackage(root).version;
}

/**
 * The public keys (Ed25519, 32 bytes in base64) one of which signs what may replace the program at `root`; none where it cannot be
 * read: nobody may replace it then.
 */
export function readUpdateKeys(root: string): readonly string[] {
  try {
    return [readPackage(root).updateKeys ?? []].flat();
  } catch {
    return [];
  }
}

function readPackage(root: string): PackageFile {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageFile;
}
