import type { Alert } from './alert.ts';
import type { GraphicsReport, VideoDecoder } from './graphics.ts';
import type { Failure } from './result.ts';
import type { VisibleSettings } from './settings-schema.ts';

/** `off`: the panel is off by its hours, whatever else goes on. */
export type PlayerState = 'unpaired' | 'syncing' | 'playing' | 'standby' | 'off';
export type ConnectionState = 'online' | 'offline' | 'unauthorized' | 'untrusted';
/** The four trust modes of docs/server-contract.md; `none` before there is a server. */
export type TrustMode = 'none' | 'system' | 'pinned' | 'plain' | 'insecure';
export type Orientation = 'landscape' | 'portrait';

/** A certificate in words, for people who compare it. Dates are ISO 8601, UTC. */
export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256 of the certificate: 64 upper-case hex digits without separators; the screen groups them in fours. */
  readonly fingerprint: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly daysLeft: number;
  /** Why a stricter client would refuse it; each is a key of the translations (ARCHITECTURE.md, *No secret to a stranger*). */
  readonly warnings: readonly CertificateWarning[];
}

export type CertificateWarning =
  'expired' | 'not-yet-valid' | 'name-mismatch' | 'self-signed' | 'unknown-authority' | 'weak-key';

export interface TrustStatus {
  readonly mode: TrustMode;
  readonly current: CertificateSummary | null;
  /** Announced over the trusted connection, followed when the server switches to it. */
  readonly announced: CertificateSummary | null;
  /** Shown by the server and refused; a technician may accept it. */
  readonly refused: CertificateSummary | null;
}

/** How far a download has come, for the pairing screen's list and the overlay. */
export interface SyncProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  /** Null while a size is unknown. */
  readonly bytesTotal: number | null;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | null;
}

export interface PlaylistStatus {
  /** The server's version as it came, of what plays; null when it sent none or nothing plays. */
  readonly version: string | null;
  readonly items: number;
  /** The version last fetched. */
  readonly offered: string | null;
  /** The version that is complete and waits for the next boundary. */
  readonly staged: string | null;
}

export interface CurrentItem {
  readonly id: string;
  readonly fileName: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** ISO 8601, UTC: when the next item is due; null: at its own end (a video), or never (it is alone). */
  readonly until: string | null;
}

/** How the boundaries between items went in the last hour, as the stage measured them. */
export interface TransitionFigures {
  readonly count: number;
  /** Boundaries at which the old item had to be held because the next was not ready. */
  readonly held: number;
  /** How long after its time a boundary was crossed, ms. */
  readonly lateP50: number;
  readonly lateP95: number;
  readonly lateMax: number;
  /** Frames of videos that were never shown, and frames that stood longer than they should. */
  readonly droppedFrames: number;
  readonly repeatedFrames: number;
}

/** A look at the pixels of what is shown; brightness runs from 0 to 255. */
export interface PixelProof {
  readonly verdict: 'playing' | 'black' | 'frozen';
  readonly luma: number;
  readonly variance: number;
  /** The mean difference to the look before; null: there was none at this item. */
  readonly change: number | null;
}

/** The panel is off and meant to be black: there is nothing to look at. */
interface PixelsOff {
  readonly verdict: 'off';
}

/** How the screen was brought back, since the data folder was made . */
export interface RecoveryCounters {
  /** How often it was lost and loaded again, whoever did it. */
  readonly screen: number;
  /** How often that took a new process. */
  readonly relaunches: number;
  /** Only images are shown, since everything else kept failing. */
  readonly safeMode: boolean;
}

/** What the screen was brought back from. */
export const recoveryCauses = ['lost', 'silent', 'never-connected', 'black', 'by-itself', 'memory'] as const;

/** The newest time that the screen was brought back. */
export interface LastRecovery {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly cause: (typeof recoveryCauses)[number];
  /** What the browser said of it, in its own words; null where it said nothing. */
  readonly detail: string | null;
}

/** Why the player starts: `crash` when it never said that it stopped, `display` when it ended with its display. */
type StartReason = 'boot' | 'crash' | 'update' | 'request' | 'recovery' | 'nightly' | 'display';

/** A start, and in a few words what made it necessary, where anybody knows. */
export interface Start {
  readonly reason: StartReason;
  readonly cause: string | null;
}

/** Whether the display is kept on, and by what: tools and interfaces by their own names. */
export interface AwakeReport {
  /** The setting `keepAwake`. */
  readonly wanted: boolean;
  readonly heldBy: readonly string[];
  /** What was tried and did not hold. */
  readonly failed: readonly string[];
}

/**
 * Why the panel is on or off: nothing limits it; its hours; no item of the playlist may be shown now; and where it would be
 * off: somebody is in front of it, nobody knows the time, or the screen waits to be paired.
 */
export type PanelReason = 'always' | 'hours' | 'windows-closed' | 'in-use' | 'clock-wrong' | 'unpaired';

/** Whether the panel is on, why, and what it said. Moments are ISO 8601 UTC. */
export interface PanelStatus {
  readonly state: 'on' | 'off';
  readonly reason: PanelReason;
  /** When the hours change it next; null: there are none, or not soon. */
  readonly until: string | null;
  /** The hours in force, as they are written in a file, and who said them; null: there are none. */
  readonly hours: { readonly text: string; readonly by: 'technician' | 'server' } | null;
  /** What the tool answered that was last told to turn the panel on or off; null: none was told. */
  readonly answer: {
    readonly means: string;
    readonly asked: 'on' | 'off';
    readonly verified: 'yes' | 'no' | 'unknown';
    readonly detail: string;
    readonly at: string;
  } | null;
}

/** Settings of the picture that nobody has kept yet. */
export interface SettingTrial {
  /** When they are undone, ISO 8601 UTC by this machine's clock. */
  readonly until: string;
}

/** Another server that nobody has kept yet. */
export interface ServerTrialStatus {
  /** When the screen goes back, ISO 8601 UTC by this machine's clock. */
  readonly until: string;
  readonly server: string;
  /** Where it goes back to. */
  readonly before: string;
}

/** `right`: believed. `corrected`: wrong, but the server's time is known and used. `wrong`: nobody knows the time. */
export type ClockVerdict = 'right' | 'corrected' | 'wrong';

/** What is told of a clock; `correctionMs` is what must be added to the machine's clock. */
export interface ClockStatus {
  readonly verdict: ClockVerdict;
  /** No right clock stands before this, epoch ms. */
  readonly earliestMs: number;
  /** Null while the machine's own clock is all there is. */
  readonly correctionMs: number | null;
}

/** How well this screen knows the time that its group shares. */
export interface GroupClockStatus {
  /** The setting `syncGroup`. */
  readonly group: string;
  /** `ntp`: the machine's own clock, kept right. `machine`: the same, and nothing says that it is right. */
  readonly source: 'ntp' | 'server' | 'machine';
  /** How far it may be off at most, ms; null: nobody knows. */
  readonly errorMs: number | null;
  /** How long ago it was found; null: never. */
  readonly ageSeconds: number | null;
}

/**
 * What came of the newest stick with a playlist: `reading` until that is known; `plays`: its list was taken over; `server`: the
 * server is reached, so that its list plays; `refused`: for the reason that `failure` gives.
 */
export interface StickStatus {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly outcome: 'reading' | 'plays' | 'server' | 'refused';
  readonly failure: Failure | null;
}

/** What the updates of the player do now. */
export type UpdatePhase = 'idle' | 'looking' | 'fetching';

/** How the player is kept up to date. */
export interface UpdateStatus {
  readonly phase: UpdatePhase;
  /** What is taken back should this version fail its trial; null: the packaged one. */
  readonly previous: string | null;
  /** What waits to be started. */
  readonly staged: string | null;
  /** How the last update went; null: there was none. `rolledBackFor`: null: it stands. */
  readonly result: {
    readonly version: string;
    readonly rolledBackFor: 'crashed' | 'silent' | null;
    /** ISO 8601, UTC. */
    readonly at: string;
  } | null;
  /** What the last look at the feed failed with. */
  readonly failure: Failure | null;
}

/** Everything that people and servers may see of the player at one moment (ARCHITECTURE.md, *Control by calls, state by events*). It holds no secret but `prefill`'s code. */
export interface Snapshot {
  readonly state: PlayerState;
  readonly connection: ConnectionState;
  readonly trust: TrustStatus;
  readonly clock: ClockStatus;
  /** Null: the screen is in no group. */
  readonly groupClock: GroupClockStatus | null;
  readonly player: {
    readonly id: string | null;
    readonly name: string | null;
    readonly hostname: string;
    readonly serverUrl: string | null;
    /** The orientation in force: a technician's choice, else the server's, else the file's (docs/server-contract.md, Endpoints). */
    readonly orientation: Orientation;
  };
  readonly playlist: PlaylistStatus;
  readonly current: CurrentItem | null;
  readonly progress: SyncProgress | null;
  /** Null until the stage has reported. */
  readonly transitions: TransitionFigures | null;
  /** The newest look at the screen's pixels; null where there is none (standby, a web page). */
  readonly pixels: PixelProof | PixelsOff | null;
  readonly cache: {
    readonly usedBytes: number;
    readonly limitBytes: number;
    /** On the disk, as last seen; null: not known yet. */
    readonly freeBytes: number | null;
  };
  readonly recoveries: RecoveryCounters;
  /** Null: the screen was never brought back. */
  readonly lastRecovery: LastRecovery | null;
  /** Why this run of the player began; null until it is known. */
  readonly start: Start | null;
  readonly trial: SettingTrial | null;
  readonly serverTrial: ServerTrialStatus | null;
  /** Null until it was tried. */
  readonly awake: AwakeReport | null;
  readonly panel: PanelStatus;
  /** What is shown over everything; null: nothing. */
  readonly alert: Alert | null;
  /** The line of text along the lower edge, a technician's or the server's; empty: none. */
  readonly ticker: string;
  /** How the screen is drawn; null where no window is the player's own. */
  readonly graphics: GraphicsReport | null;
  /** What decodes the video on the screen; null: there is none, or the browser has not said. */
  readonly videoDecoder: VideoDecoder | null;
  /** How many dumps of native crashes lie in the data folder, five at most; null where the shell keeps none. */
  readonly crashDumps: number | null;
  /** Whether the player starts at login; null where the shell cannot arrange it. */
  readonly autostart: boolean | null;
  /** When the server last answered, ISO 8601 UTC. */
  readonly lastContact: string | null;
  /** What is wrong now, most important first; empty when all is well. */
  readonly problems: readonly Failure[];
  readonly outbox: { readonly pending: number; readonly oldest: string | null };
  readonly update: UpdateStatus;
  /** Null: no stick ever brought a playlist. */
  readonly stick: StickStatus | null;
  /** How secrets are kept, named honestly: `key-file`, `keyring` (Linux), `dpapi` (Windows), `keychain` (macOS). */
  readonly secretBackend: string;
  readonly settings: VisibleSettings;
  /** Whether the settings have a PIN, and how long no further try is taken. */
  readonly pin: { readonly isSet: boolean; readonly lockedOutSeconds: number };
  /** What a file or the environment says for the pairing screen to begin with; null when they say nothing. */
  readonly prefill: PairingPrefill | null;
  readonly machineName: string;
  /** Under which others on the network reach this machine, IPv4 first; at most four. */
  readonly addresses: readonly string[];
  readonly locale: string;
  /** The zone of this machine now, an IANA name: what `days` and hours of the playlist mean. */
  readonly timeZone: string;
  readonly appVersion: string;
  readonly shell: 'electron' | 'chromium';
  readonly pid: number;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly dataFolder: string;
}

/**
 * The fields of the pairing screen, filled in beforehand. The code is one that a person would otherwise type on that very
 * screen; it is handed over only while the screen asks to be paired.
 */
export interface PairingPrefill {
  readonly address: string;
  readonly hostname: string;
  readonly code: string;
}
