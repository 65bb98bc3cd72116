/** A fingerprint of 64 hex digits in groups of four, as an administrator reads it out (EXPERIENCE). */
export function groupsOfFour(fingerprint: string): readonly string[] {
  return fingerprint.match(/.{1,4}/g) ?? [];
}
