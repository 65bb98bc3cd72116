import type { DoctorCode } from '../../src/shared/doctor.ts';

/** What can be done about a finding on this very screen. */
export type DoctorDeed = 'address' | 'again' | 'compare' | 'pair' | 'restart' | 'storage';

/** A deed as a button. */
export interface DeedButton {
  readonly label: string;
  readonly onDo: () => void;
}

const deeds: Partial<Record<DoctorCode, DoctorDeed>> = {
  'address-unusable': 'address',
  'dns-not-found': 'address',
  'dns-no-answer': 'again',
  'dns-timed-out': 'again',
  'tcp-refused': 'address',
  'tcp-unreachable': 'again',
  'tcp-timed-out': 'again',
  'tls-compare': 'compare',
  'tls-refused': 'compare',
  'tls-pin-lost': 'compare',
  'tls-not-spoken': 'address',
  'tls-broken-off': 'again',
  'tls-key-usage': 'again',
  'tls-nothing-in-common': 'again',
  'tls-timed-out': 'again',
  'call-offline': 'again',
  'call-timed-out': 'again',
  'call-untrusted': 'again',
  'call-unauthorized': 'pair',
  'call-not-found': 'address',
  'call-rate-limited': 'again',
  'call-bad-answer': 'address',
  'sign-in-refused': 'pair',
  'credentials-unreadable': 'pair',
  'skipped-unpaired': 'pair',
  'disk-below-limit': 'storage',
  'disk-full': 'storage',
  'shell-window-gone': 'restart',
};

/** The deed that the remedy of a finding recommends; null: it is to be done elsewhere. */
export function recommendedDeed(code: DoctorCode): DoctorDeed | null {
  return deeds[code] ?? null;
}
