import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';

/** The texts of a zip by their names; each must be whole, which the library checks by its length. */
export function readZip(path: string): Readonly<Record<string, string>> {
  const files = unzipSync(readFileSync(path));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}
