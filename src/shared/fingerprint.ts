/** The player's form of a certificate's SHA-256: 64 upper-case hex digits. */
export const FINGERPRINT = /^[0-9A-F]{64}$/;

/** A fingerprint as people and files write it (colons, blanks, groups, any case) in the player's form; null when it is none. */
export function parseFingerprint(written: string): string | null {
  const digits = written
    .replace(/^\s*sha-?256\s*[:=]?/i, '')
    .replace(/[\s:.-]/g, '')
    .toUpperCase();
  return FINGERPRINT.test(digits) ? digits : null;
}

/** A fingerprint in groups of four, as people compare it and read it out. */
export function groupsOfFour(fingerprint: string): readonly string[] {
  return fingerprint.match(/.{1,4}/g) ?? [];
}
