/** What the doctor looks at, in the order in which it looks. The first eight need an address of a server. */
export const doctorChecks = [
  'dns',
  'tcp',
  'tls',
  'health',
  'clock',
  'sign-in',
  'playlist',
  'media',
  'disk',
  'permissions',
  'network',
  'shell',
  'updates',
] as const;
export type DoctorCheck = (typeof doctorChecks)[number];

/** `skipped`: not looked at, and the finding says why. */
export type DoctorVerdict = 'good' | 'warning' | 'bad' | 'skipped';

/** Everything that the doctor can say; each is a key of the translations (`doctor.<code>`). */
export const doctorCodes = [
  'check-failed',
  'skipped-after',
  'skipped-no-address',
  'address-unusable',
  'dns-literal',
  'dns-found',
  'dns-not-found',
  'dns-no-answer',
  'dns-timed-out',
  'tcp-open',
  'tcp-refused',
  'tcp-unreachable',
  'tcp-timed-out',
  'tls-plain',
  'tls-pinned',
  'tls-announced',
  'tls-same-key',
  'tls-system',
  'tls-unverified',
  'tls-compare',
  'tls-refused',
  'tls-pin-lost',
  'tls-fingerprint-differs',
  'tls-not-trusted',
  'tls-unreadable',
  'tls-key-usage',
  'tls-nothing-in-common',
  'tls-not-spoken',
  'tls-broken-off',
  'tls-timed-out',
  'tls-expired',
  'tls-not-yet-valid',
  'tls-expiring',
  'tls-name-mismatch',
  'tls-weak-key',
  'call-offline',
  'call-timed-out',
  'call-untrusted',
  'call-unauthorized',
  'call-not-found',
  'call-rate-limited',
  'call-refused',
  'call-server-error',
  'call-bad-answer',
  'health-good',
  'health-no-version',
  'clock-good',
  'clock-off',
  'skipped-no-date',
  'sign-in-good',
  'sign-in-refused',
  'sign-in-older',
  'credentials-unreadable',
  'skipped-unpaired',
  'skipped-other-server',
  'skipped-credentials-sealed',
  'playlist-good',
  'playlist-empty',
  'playlist-partly-unusable',
  'playlist-unusable',
  'media-good',
  'media-no-range',
  'media-empty',
  'skipped-no-media',
  'disk-good',
  'disk-below-limit',
  'disk-full',
  'permissions-good',
  'permissions-open',
  'permissions-owner',
  'permissions-read-only',
  'skipped-permissions-elsewhere',
  'network-wired',
  'network-wifi',
  'network-wifi-weak',
  'network-wifi-unmeasured',
  'network-none',
  'skipped-network-elsewhere',
  'shell-good',
  'shell-missing',
  'shell-window-gone',
  'shell-secrets-open',
  'shell-may-sleep',
  'shell-graphics-failing',
  'shell-graphics',
  'shell-names-illegible',
  'shell-panel',
  'shell-panel-black',
  'shell-panel-disobeys',
  'shell-group-ntp',
  'shell-group-server',
  'shell-group-rough',
  'shell-group-unknown',
  'shell-stick-good',
  'shell-stick-server',
  'shell-stick-refused',
  'shell-videos-hardware',
  'shell-videos-software',
  'updates-none',
  'updates-no-key',
  'updates-good',
  'updates-rolled-back',
] as const;
export type DoctorCode = (typeof doctorCodes)[number];

/**
 * One thing that the doctor found. A check has at least one finding; more where several things are to be said of it, such as
 * a pinned certificate that has expired.
 */
export interface DoctorFinding {
  readonly check: DoctorCheck;
  readonly verdict: DoctorVerdict;
  readonly code: DoctorCode;
  /** One English sentence: what was found. Never holds a secret, nor control characters that a server sent. */
  readonly message: string;
  /** One sentence: what to do about it; null where there is nothing to do. */
  readonly remedy: string | null;
  /** The values that the sentences name, for the translations. */
  readonly params: Readonly<Record<string, string | number>>;
}
