import type { DoctorCheck, DoctorCode, DoctorFinding, DoctorVerdict } from '../../shared/doctor.ts';

const LONGEST_VALUE = 200;
/** Control characters, and the marks that make a text read backwards or hide in it. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * What a server says about itself (its version, a name, a certificate's subject) as it can be shown in a terminal: one
 * line of bounded length without control characters.
 */
export function showable(text: string): string {
  const clean = text
    .slice(0, LONGEST_VALUE * 2)
    .replace(UNSHOWABLE, '')
    .trim();
  return clean.length > LONGEST_VALUE ? `${clean.slice(0, LONGEST_VALUE - 1)}…` : clean;
}

/** What a finding says besides its check, verdict and code. */
export interface FindingText {
  readonly message: string;
  readonly remedy?: string | null;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Makes a finding. Values that came from outside went through {@link showable} before. */
export function finding(
  check: DoctorCheck,
  verdict: DoctorVerdict,
  code: DoctorCode,
  { message, remedy = null, params = {} }: FindingText,
): DoctorFinding {
  return { check, verdict, code, message, remedy, params };
}

/** The finding of a check that waits for `after`, which went wrong. */
export function skippedAfter(check: DoctorCheck, after: DoctorCheck): DoctorFinding {
  return finding(check, 'skipped', 'skipped-after', {
    message: `Not looked at, since it needs a good ${after} first.`,
    params: { after },
  });
}
