import type { DoctorCode } from '../../src/shared/doctor.ts';

/** What can be done about a finding on this very screen. */
export type DoctorAction = 'address' | 'again' | 'compare' | 'pair' | 'restart' | 'storage';

/** An action as a button. */
export interface ActionButton {
  readonly label: string;
  readonly onDo: () => void;
}

const actions: Partial<Record<DoctorCode, DoctorAction>> = {
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
  'shell-graphics-failing': 'again',
};

/** The action that the remedy of a finding recommends; null: it is to be done elsewhere. */
export function recommendedAction(code: DoctorCode): DoctorAction | null {
  return actions[code] ?? null;
}
