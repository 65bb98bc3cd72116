import { statSync } from 'node:fs';

/** Set by the builds to the moment at which they run, epoch ms. */
declare const BUILD_TIME_MS: number | undefined;

/** When this program was built, epoch ms; run from its sources, when they came onto this machine. */
export function buildTimeMs(): number {
  return typeof BUILD_TIME_MS === 'number' ? BUILD_TIME_MS : statSync(import.meta.filename).mtimeMs;
}
