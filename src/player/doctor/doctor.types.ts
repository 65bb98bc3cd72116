import type { LookupAddress } from 'node:dns';
import type { SecureContext } from 'node:tls';
import type { Credentials } from '../auth/auth.types.ts';
import type { Clock } from '../../shared/clock.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import type { GraphicsFacts, GraphicsReport, VideoDecoder } from '../../shared/graphics.ts';
import type { AwakeReport, GroupClockStatus, PanelStatus, StickStatus } from '../../shared/status.ts';
import type { LinkFacts } from '../../platform/machine/network/link-facts.ts';
import type { KnownServer } from '../trust/known-server.ts';

/** What of the credentials the doctor uses. */
export type DoctorCredentials = Pick<
  Credentials,
  'serverUrl' | 'hostname' | 'playerId' | 'authCode' | 'quickconnectCode'
>;

/**
 * What is known of the pairing without touching it. `sealed`: the credentials are there, and only the shell that sealed them
 * can open them; `unreadable`: they are there and damaged.
 */
export type CredentialsReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'credentials'; readonly credentials: DoctorCredentials }
  | { readonly kind: 'sealed' }
  | { readonly kind: 'unreadable' };

/** What can be said of the window. */
export interface ShellFacts {
  /** The shell that runs, or the one that a start would use; null: none can be started here. */
  readonly name: 'electron' | 'chromium' | null;
  /** Whether its window answers; null while the player does not run, or where the shell cannot tell. */
  readonly windowAlive: boolean | null;
  /** What protects the secrets, named honestly; null when it is not known. */
  readonly secretBackend: string | null;
  /** Whether the display is kept on; null while the player does not run. */
  readonly awake: AwakeReport | null;
  /** How the screen is drawn; null while the player does not run. */
  readonly graphics: GraphicsReport | null;
  /** What Chromium says of its graphics; null or missing where it was not asked. */
  readonly graphicsFacts?: GraphicsFacts | null;
  /** What turned the panel last; null or missing where no player says so. */
  readonly panel?: Pick<PanelStatus, 'answer'> | null;
  /** By what time the group of this screen goes; null or missing where it is in none, or no player says so. */
  readonly groupClock?: GroupClockStatus | null;
  /** What came of the newest stick with a playlist; null or missing where there was none, or no player says so. */
  readonly stick?: (Pick<StickStatus, 'at' | 'outcome'> & { readonly reason: string | null }) | null;
  /** The videos of what plays whose decoder is known. */
  readonly videos?: readonly { readonly fileName: string; readonly decoder: VideoDecoder }[];
}

/** Free space where a folder lies, as `statfs` counts it. */
export interface SpaceFigures {
  readonly bavail: number;
  readonly bsize: number;
}

export type DoctorSettings = Pick<
  Settings,
  | 'serverUrl'
  | 'hostname'
  | 'verifySsl'
  | 'useServerCertificate'
  | 'certificateFingerprint'
  | 'maxCacheSizeMb'
  | 'requestTimeoutSeconds'
  | 'updateFeed'
  | 'fallbackFolder'
  | 'backgroundMusic'
>;

/** All that the doctor needs. It only looks: no dependency may change trust, credentials or the cache. */
export interface DoctorDependencies {
  readonly clock: Clock;
  readonly settings: DoctorSettings;
  /** Never rejects; see `readSealedCredentials` for those of a data folder. */
  readonly credentials: () => Promise<CredentialsReading>;
  /** What trust keeps of the server at this origin; null when it knows nothing of it. Never throws. */
  readonly knownServer: (origin: string) => KnownServer | null;
  /** Whom ordinary system trust trusts (`createSystemContext`). */
  readonly systemContext: () => SecureContext;
  readonly appVersion: string;
  /** Whose signature this build takes for its updates; missing where that is not known. */
  readonly updateKeys?: readonly string[] | undefined;
  readonly dataFolder: string;
  /** Where media are kept; it need not exist yet. */
  readonly mediaFolder: string;
  readonly shell: () => Promise<ShellFacts>;
  /** The system's own look-up of a name, unless told. */
  readonly lookup?: (host: string) => Promise<readonly LookupAddress[]>;
  /** Space where a folder lies; the system's own figure unless told. */
  readonly statfs?: (folder: string) => Promise<SpaceFigures>;
  /** Whether the machine has a font for a language; fontconfig is asked unless told. */
  readonly hasFontFor?: (language: string) => Promise<boolean | null>;
  /** By what the machine is connected, null where the system does not say; the kernel is asked unless told. */
  readonly links?: () => readonly LinkFacts[] | null;
  /** How long each check may take; 10 s, or the setting `requestTimeoutSeconds` where that is shorter, unless told. */
  readonly timeoutMs?: number;
}

export interface DiagnoseOptions {
  /** An address as a person writes it; null: the paired server's, else the one of the settings. */
  readonly serverUrl: string | null;
  /** Hears each finding as soon as it is there. */
  readonly onFinding?: (finding: DoctorFinding) => void;
}
