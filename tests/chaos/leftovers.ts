import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The command lines of all processes that name a folder. */
export function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))
    .filter((line) => line.includes(folder));
}

/** The files of a data folder in which a secret stands that has no business there; the vault and its key may hold all. */
export function filesWithSecrets(folder: string, secrets: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('credentials'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => holdsSecret(read(path), secrets));
}

/** Whether one of the secrets, or anything that looks like a bearer, is in a text. */
export const holdsSecret = (text: string, secrets: readonly string[]): boolean =>
  secrets.some((secret) => text.includes(secret)) || /bearer [\w-]{20}/i.test(text);

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
