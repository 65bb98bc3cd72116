/**
 * Every code of an expected failure, under the stage that makes it first. A code is written once, here: `fail` takes no
 * other, the translations hold a sentence for each that a person may read, and a `switch` over a stage's codes is whole.
 */
export const failureCodesByStage = {
  bridge: ['invalid-input', 'internal-error', 'forbidden', 'bridge-lost'],
  store: ['database-locked', 'database-unavailable', 'database-rebuilt'],
  files: [
    'no-data-folder',
    'already-running',
    'newer-data-folder',
    'disk-error',
    'disk-full',
    'disk-lacks',
    'data-not-written',
  ],
  machine: [
    'autostart',
    'display-may-sleep',
    'graphics-failing',
    'safe-mode',
    'no-display',
    'no-display-set',
    'clock-wrong',
    'clock-corrected',
    'group-clock-unknown',
    'group-clock-rough',
  ],
  network: [
    ...['network-unmanaged', 'network-not-permitted', 'network-busy', 'network-silent', 'network-failed'],
    ...['network-gone', 'network-no-address', 'wifi-not-found', 'wifi-wrong-password', 'wifi-needs-password'],
    ...['wifi-enterprise', 'wifi-too-slow', 'gateway-silent', 'address-not-kept'],
  ],
  settings: [
    'settings-damaged',
    ...[
      'config-bad-value',
      'config-unknown-key',
      'config-unreadable',
      'config-many-faults',
      'config-excluded',
    ],
    ...['config-without-effect', 'config-no-server', 'config-no-hostname', 'config-no-secret'],
    ...['config-plain', 'config-insecure', 'config-first-use', 'config-path-left-out', 'config-foreign-path'],
    'config-volatile-folder',
  ],
  trust: [
    ...['no-tls', 'certificate-unreadable', 'no-such-certificate', 'trust-not-kept', 'certificate-changed'],
    ...['certificate-refused', 'certificate-expired', 'certificate-expiring', 'trust-insecure'],
    ...['key-usage-refused', 'nothing-in-common'],
  ],
  server: [
    ...['offline', 'timeout', 'untrusted', 'unauthorized', 'not-found', 'rate-limited', 'refused'],
    ...['server-error', 'bad-answer', 'too-large', 'bad-media-url'],
  ],
  pages: [
    ...['page-unreachable', 'page-too-slow', 'page-untrusted', 'page-elsewhere'],
    ...['no-such-page', 'page-not-judged'],
  ],
  auth: [
    ...['wrong-code', 'wrong-password', 'wrong-auth-code', 'secret-missing', 'older-server-needs-code'],
    ...['vault-not-written', 'vault-unreadable', 'vault-locked'],
  ],
  pairing: [
    ...['address-invalid', 'authority-unknown', 'name-not-found', 'not-a-digiserver', 'unreachable'],
    ...['port-refused', 'speaks-http', 'speaks-https'],
    ...[
      'cancelled',
      'no-trial',
      'not-paired',
      'plain-consent-needed',
      'fingerprint-invalid',
      'fingerprint-mismatch',
    ],
    ...['fingerprint-unconfirmed', 'certificate-mismatch', 'certificate-file-mismatch'],
    ...['certificate-file-unreadable', 'missing-address', 'missing-hostname', 'missing-code'],
    ...['missing-password', 'missing-pin', 'missing-confirmation', 'pins-differ'],
  ],
  pin: ['locked', 'pin-locked-out', 'pin-not-kept', 'pin-damaged', 'wrong-pin'],
  media: [
    ...[
      'stopped',
      'incomplete',
      'trickles',
      'hash-mismatch',
      'size-mismatch',
      'is-a-page',
      'undecodable',
      'unsupported',
    ],
    ...['cache-full', 'media-lost', 'media-rotten'],
  ],
  folders: [
    ...['folder-missing', 'folder-unreadable', 'folder-silent', 'folder-too-many', 'folder-file-left-out'],
  ],
  playlist: [
    ...['bad-item', 'bad-items', 'bad-playlist', 'too-many-items', 'playlist-rolled-back'],
    ...[
      'playlist-refused',
      'item-left-out',
      'item-does-not-play',
      'page-does-not-show',
      'stream-does-not-play',
    ],
    ...['item-not-replaced', 'item-field-unread', 'downloads-wait'],
  ],
  heartbeat: ['send-failed', 'not-removed'],
  screen: ['alert-unread'],
  stick: [
    ...[
      'stick-not-paired',
      'stick-other-screen',
      'stick-renewed',
      'stick-forged',
      'stick-older',
      'stick-torn',
    ],
    ...['stick-too-large', 'stick-not-plain', 'stick-unusable', 'stick-pulled', 'stick-no-sign-in'],
  ],
  updates: [
    ...['update-unsigned', 'update-unreadable', 'update-older', 'update-other-machine', 'update-damaged'],
    ...['update-refused', 'update-off', 'update-no-key', 'update-none', 'update-by-hand'],
  ],
  maintenance: ['no-cache', 'diagnostics-not-written', 'plays-not-written'],
  stage: [
    ...[
      'page-error',
      'page-refuses-frame',
      'page-leads-away',
      'no-page',
      'no-picture',
      'released',
      'refused-address',
    ],
    ...['too-slow', 'broken', 'unsupported-kind'],
  ],
  browser: ['browser-refused', 'browser-silent', 'browser-gone'],
  commandLine: ['bad-arguments', 'no-browser', 'not-installed', 'no-simulator'],
} as const;

type CodesByStage = typeof failureCodesByStage;
type FailureStage = keyof CodesByStage;
/** The codes of one stage, or of several. */
export type CodeOf<Stage extends FailureStage> = CodesByStage[Stage][number];
export type FailureCode = CodeOf<FailureStage>;

/** What a call to the server can fail with. */
export type CallCode = CodeOf<'server'>;
/** What bringing a file into the media store can fail with. */
export type MediaCode = CodeOf<'media' | 'server' | 'files'>;
/** What bringing another version of the player here can fail with. */
export type UpdateCode = CodeOf<'updates'> | MediaCode;
/** What taking a playlist off a stick, or making one, can fail with. */
export type StickCode = CodeOf<'stick'>;
/** What judging a peer, or keeping what was judged, can fail with. */
export type TrustCode = CodeOf<'trust' | 'server'>;
/** What making contact with a server that nobody knows yet can fail with. */
export type ContactCode = CodeOf<'pairing' | 'trust' | 'server'>;
/** What a look at a page says about the page itself; a look that failed for another reason says nothing of it. */
export type PageVerdictCode = Exclude<CodeOf<'pages'>, 'no-such-page' | 'page-not-judged'>;

/** What a failed transfer means to whoever asked for it. */
export interface FailureTraits {
  /** Whether the same request is worth another try at once, in a while, or never. */
  readonly retry: 'now' | 'later' | 'never';
  /** Who else is met by the same cause: nobody, this request until it is over, or all requests of the round. */
  readonly outage: 'none' | 'request' | 'round';
  /** False when nobody answered who may be asked. */
  readonly answered: boolean;
  /** True when bytes did not fit. */
  readonly noSpace: boolean;
}

const LASTING: FailureTraits = { retry: 'never', outage: 'none', answered: true, noSpace: false };
const AGAIN: FailureTraits = { ...LASTING, retry: 'later' };
const SILENCE: FailureTraits = { ...LASTING, retry: 'now', outage: 'round', answered: false };

/** The one table of what a code means; every code of a transfer has its row. */
const traitsByCode: Readonly<Record<MediaCode, FailureTraits>> = {
  offline: SILENCE,
  timeout: { ...SILENCE, outage: 'request' },
  untrusted: { ...SILENCE, retry: 'never' },
  stopped: { ...SILENCE, retry: 'never' },
  unauthorized: { ...LASTING, outage: 'request' },
  'rate-limited': { ...AGAIN, outage: 'request' },
  'server-error': { ...AGAIN, retry: 'now' },
  refused: AGAIN,
  'bad-answer': AGAIN,
  'too-large': AGAIN,
  incomplete: AGAIN,
  // Who sends so slowly is asked again when everybody else had a turn.
  trickles: { ...AGAIN, retry: 'never', outage: 'request' },
  'hash-mismatch': AGAIN,
  'size-mismatch': AGAIN,
  'not-found': LASTING,
  'bad-media-url': LASTING,
  'is-a-page': LASTING,
  undecodable: LASTING,
  unsupported: LASTING,
  'media-lost': LASTING,
  'media-rotten': LASTING,
  'no-data-folder': LASTING,
  'already-running': LASTING,
  'newer-data-folder': LASTING,
  'disk-error': { ...LASTING, outage: 'round' },
  'disk-full': { ...LASTING, noSpace: true },
  'disk-lacks': { ...LASTING, noSpace: true },
  'data-not-written': LASTING,
  'cache-full': { ...LASTING, noSpace: true },
};

/** What a failed transfer means; see {@link FailureTraits}. */
export function traitsOf(code: MediaCode): FailureTraits {
  return traitsByCode[code];
}

/** Whether a failed look at a page says something about the page itself. */
export function isPageVerdict(code: FailureCode): code is PageVerdictCode {
  const verdicts: readonly FailureCode[] = [
    'page-unreachable',
    'page-too-slow',
    'page-untrusted',
    'page-elsewhere',
  ] satisfies PageVerdictCode[];
  return verdicts.includes(code);
}
