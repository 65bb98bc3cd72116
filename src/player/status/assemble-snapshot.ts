import type { AuthStatus, Credentials } from '../auth/auth.types.ts';
import type { CacheUse } from '../media/media-types.ts';
import { fail, type Failure } from '../../shared/result.ts';
import { visibleSettingsSchema, type Settings } from '../../shared/settings-schema.ts';
import type {
  ClockStatus,
  ConnectionState,
  CurrentItem,
  Orientation,
  PairingPrefill,
  PixelProof,
  PlayerState,
  PlaylistStatus,
  Snapshot,
  SyncProgress,
  TrustStatus,
} from '../../shared/status.ts';

/** What of a snapshot never changes while the player runs. */
export type PlayerFacts = Pick<
  Snapshot,
  'secretBackend' | 'machineName' | 'locale' | 'appVersion' | 'shell' | 'pid' | 'startedAt' | 'dataFolder'
>;

/** What the stages know at one moment. */
export interface SnapshotParts {
  readonly facts: PlayerFacts;
  readonly settings: Settings;
  /** Null while the screen is not paired. */
  readonly credentials: Credentials | null;
  /** A file or the environment says whom to pair with, and the player tries. */
  readonly provisioned: boolean;
  readonly prefill: PairingPrefill | null;
  readonly addresses: readonly string[];
  readonly timeZone: string;
  readonly pin: Snapshot['pin'];
  readonly trust: TrustStatus;
  readonly clock: ClockStatus;
  readonly groupClock: Snapshot['groupClock'];
  /** Null while there is no session with a server. */
  readonly auth: AuthStatus | null;
  readonly playlist: PlaylistStatus;
  /** Whether there is a program: null before the first, else whether it is an empty one. */
  readonly program: 'none' | 'empty' | 'playable';
  readonly current: CurrentItem | null;
  /** The renderer reported the standby screen. */
  readonly standbyShown: boolean;
  readonly progress: SyncProgress | null;
  readonly transitions: Snapshot['transitions'];
  readonly pixels: PixelProof | null;
  readonly cache: CacheUse;
  readonly recoveries: Snapshot['recoveries'];
  readonly lastRecovery: Snapshot['lastRecovery'];
  readonly start: Snapshot['start'];
  readonly trial: Snapshot['trial'];
  readonly serverTrial: Snapshot['serverTrial'];
  readonly awake: Snapshot['awake'];
  readonly panel: Snapshot['panel'];
  readonly alert: Snapshot['alert'];
  /** A technician's own goes before it. */
  readonly servedTicker: string | null;
  readonly graphics: Snapshot['graphics'];
  readonly videoDecoder: Snapshot['videoDecoder'];
  readonly crashDumps: Snapshot['crashDumps'];
  readonly autostart: Snapshot['autostart'];
  /** When the server last answered, ms since the epoch; null: not since the start. */
  readonly lastContactMs: number | null;
  /** Whether the last call to the server got an answer; null before the first. */
  readonly reachable: boolean | null;
  readonly problems: readonly Failure[];
  readonly outbox: Snapshot['outbox'];
  readonly update: Snapshot['update'];
  readonly stick: Snapshot['stick'];
}

/** Brings what the stages know into the one status that flows out (ARCHITECTURE.md, *Control by calls, state by events*). Pure. */
export function assembleSnapshot(parts: SnapshotParts): Snapshot {
  const { credentials, settings } = parts;
  const state = stateOf(parts);
  return {
    ...parts.facts,
    state,
    connection: connectionOf(parts),
    trust: parts.trust,
    clock: parts.clock,
    groupClock: parts.groupClock,
    player: {
      id: credentials?.playerId ?? null,
      name: credentials?.playerName ?? null,
      hostname: credentials?.hostname ?? settings.hostname,
      serverUrl: credentials?.serverUrl ?? (settings.serverUrl === '' ? null : settings.serverUrl),
      orientation: orientationOf(settings, credentials),
    },
    playlist: parts.playlist,
    current: parts.current,
    progress: parts.progress,
    transitions: parts.transitions,
    pixels: parts.panel.state === 'off' ? { verdict: 'off' } : parts.pixels,
    cache: cacheOf(parts.cache),
    recoveries: parts.recoveries,
    lastRecovery: parts.lastRecovery,
    start: parts.start,
    trial: parts.trial,
    serverTrial: parts.serverTrial,
    awake: parts.awake,
    panel: parts.panel,
    alert: parts.alert,
    ticker: settings.ticker === '' ? (parts.servedTicker ?? '') : settings.ticker,
    graphics: parts.graphics,
    videoDecoder: parts.videoDecoder,
    crashDumps: parts.crashDumps,
    autostart: parts.autostart,
    lastContact: parts.lastContactMs === null ? null : new Date(parts.lastContactMs).toISOString(),
    problems: [
      ...parts.problems,
      ...awakeProblems(parts.awake),
      ...graphicsProblems(parts.graphics),
      ...safeModeProblems(parts.recoveries),
    ],
    outbox: parts.outbox,
    update: parts.update,
    stick: parts.stick,
    settings: visibleSettingsSchema.parse(settings),
    addresses: parts.addresses,
    timeZone: parts.timeZone,
    pin: parts.pin,
    prefill: state === 'unpaired' ? parts.prefill : null,
  };
}

/** `unpaired` only with neither credentials nor anything to show (ARCHITECTURE.md, *Never blank*). */
function stateOf(parts: SnapshotParts): PlayerState {
  if (parts.panel.state === 'off') return 'off';
  if (parts.current !== null) return 'playing';
  if (parts.program === 'none') {
    return parts.credentials === null && !parts.provisioned ? 'unpaired' : 'syncing';
  }
  return parts.program === 'empty' || parts.standbyShown ? 'standby' : 'syncing';
}

function connectionOf({ trust, auth, reachable }: SnapshotParts): ConnectionState {
  if (trust.refused !== null) return 'untrusted';
  if (reachable !== true) return 'offline';
  return auth?.authState === 'unauthorized' ? 'unauthorized' : 'online';
}

/** A technician's choice wins over the server's, which wins over a file's (docs/server-contract.md, Endpoints). */
function orientationOf(settings: Settings, credentials: Credentials | null): Orientation {
  if (settings.orientation !== 'auto') return settings.orientation;
  return credentials?.orientation ?? settings.startOrientation;
}

function cacheOf({ usedBytes, limitBytes, freeBytes }: CacheUse): Snapshot['cache'] {
  return { usedBytes, limitBytes, freeBytes };
}

/** A display that goes dark shows nothing, whatever else is well. */
function awakeProblems(awake: Snapshot['awake']): readonly Failure[] {
  if (awake?.wanted !== true || awake.heldBy.length > 0) return [];
  return [fail('display-may-sleep', 'Nothing keeps the display awake; it may go dark.').error];
}

/** What is left out is not missed by whoever made the list, unless it is said. */
function safeModeProblems({ safeMode }: Snapshot['recoveries']): readonly Failure[] {
  if (!safeMode) return [];
  return [fail('safe-mode', 'The screen kept failing, so only images are shown for now.').error];
}

function graphicsProblems(graphics: Snapshot['graphics']): readonly Failure[] {
  const since = graphics?.failedAt ?? null;
  if (since === null) return [];
  const message = 'The graphics driver keeps failing; the screen is drawn without it for a day.';
  return [fail('graphics-failing', message, { since }).error];
}
