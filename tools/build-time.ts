/**
 * When this build runs, epoch ms; with `SOURCE_DATE_EPOCH` (seconds) the time of the commit, so that one commit makes one
 * build, byte for byte (https://reproducible-builds.org/specs/source-date-epoch/).
 */
export function buildTimeMs(environment: Readonly<Record<string, string | undefined>> = process.env): number {
  const seconds = environment['SOURCE_DATE_EPOCH'] ?? '';
  return /^\d{1,11}$/.test(seconds) ? Number(seconds) * 1_000 : Date.now();
}
