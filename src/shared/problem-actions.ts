import type { FailureCode } from './failure-codes.ts';

/** What mends a problem, as far as it can be done at this very screen. */
export type ProblemAction = 'compare' | 'doctor' | 'fetch' | 'keep-awake' | 'pair' | 'retry' | 'storage';

const actions: Partial<Record<FailureCode, ProblemAction>> = {
  'certificate-refused': 'compare',
  'certificate-changed': 'compare',
  'certificate-mismatch': 'compare',
  untrusted: 'compare',
  'trust-not-kept': 'doctor',
  offline: 'doctor',
  timeout: 'doctor',
  unreachable: 'doctor',
  'port-refused': 'doctor',
  'name-not-found': 'doctor',
  'not-a-digiserver': 'doctor',
  'server-error': 'doctor',
  'not-found': 'doctor',
  refused: 'doctor',
  'bad-answer': 'doctor',
  'too-large': 'doctor',
  'rate-limited': 'fetch',
  'data-not-written': 'doctor',
  'disk-error': 'doctor',
  'clock-wrong': 'doctor',
  'clock-corrected': 'doctor',
  unauthorized: 'pair',
  'vault-unreadable': 'pair',
  'vault-locked': 'doctor',
  'vault-not-written': 'pair',
  'wrong-code': 'pair',
  'wrong-password': 'pair',
  'wrong-auth-code': 'pair',
  'secret-missing': 'pair',
  'not-paired': 'pair',
  'fingerprint-mismatch': 'pair',
  'certificate-file-mismatch': 'pair',
  'plain-consent-needed': 'pair',
  'disk-full': 'storage',
  'disk-lacks': 'storage',
  'cache-full': 'storage',
  'stick-too-large': 'storage',
  'stick-not-paired': 'pair',
  'bad-playlist': 'fetch',
  'playlist-refused': 'fetch',
  'item-left-out': 'fetch',
  'item-not-replaced': 'fetch',
  'item-field-unread': 'fetch',
  incomplete: 'fetch',
  'size-mismatch': 'fetch',
  'hash-mismatch': 'fetch',
  'playlist-rolled-back': 'retry',
  'item-does-not-play': 'retry',
  'page-does-not-show': 'retry',
  'stream-does-not-play': 'retry',
  'safe-mode': 'retry',
  'display-may-sleep': 'keep-awake',
};

/** The action that mends a problem; null: it is to be done elsewhere (a file, the server, a cable), as its sentence says. */
export function actionFor(code: FailureCode): ProblemAction | null {
  return actions[code] ?? null;
}
