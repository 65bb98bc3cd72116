import type { Failure } from '../../shared/result.ts';
import type {
  ClockVerdict,
  ConnectionState,
  Orientation,
  PanelReason,
  PlayerState,
  Snapshot,
  TrustMode,
} from '../../shared/status.ts';

/** The form of `status.json`. Other programs read it: names never change. */
export interface StatusFileContent {
  readonly state: PlayerState;
  readonly connection: ConnectionState;
  readonly trust: TrustMode;
  /** The server's certificate as it is trusted; null where there is none. */
  readonly certificate: { readonly valid_until: string; readonly days_left: number } | null;
  /** Whether the machine's clock can be right, and what the server's time makes of it; null: nothing, or not known. */
  readonly clock: { readonly verdict: ClockVerdict; readonly correction_s: number | null };
  /** Of a screen in a group: by what time it goes, how far that may be off at most, and how old it is; null: not known. */
  readonly group_clock: {
    readonly group: string;
    readonly source: 'ntp' | 'server' | 'machine';
    readonly error_ms: number | null;
    readonly age_s: number | null;
  } | null;
  readonly player: {
    readonly id: string | null;
    readonly name: string | null;
    readonly hostname: string;
    readonly orientation: Orientation;
  };
  readonly playlist: {
    readonly version: string | null;
    readonly items: number;
    /** The version that was fetched last. */
    readonly offered: string | null;
    readonly staged: string | null;
  };
  /** What is being fetched; null when nothing is. Amounts in bytes, null where a size is not known. */
  readonly progress: {
    readonly files_done: number;
    readonly files_total: number;
    readonly bytes_done: number;
    readonly bytes_total: number | null;
    readonly bytes_per_second: number;
    readonly seconds_left: number | null;
  } | null;
  /** `until`: when the next item is due; null: at the item's own end, or never. */
  readonly current: {
    readonly id: string;
    readonly file_name: string;
    readonly since: string;
    readonly until: string | null;
  } | null;
  /** How the boundaries of the last hour went, ms and counts; null until the stage has reported. */
  readonly transitions: {
    readonly count: number;
    readonly held: number;
    readonly late_p50_ms: number;
    readonly late_p95_ms: number;
    readonly late_max_ms: number;
    readonly dropped_frames: number;
    readonly repeated_frames: number;
  } | null;
  /** What the last look at the screen's own pixels said. */
  readonly pixels: NonNullable<Snapshot['pixels']>['verdict'] | null;
  /** How often the screen was lost and came back, since the data folder was made; whether only images are shown. */
  readonly recoveries: { readonly screen: number; readonly relaunches: number; readonly safe_mode: boolean };
  /** The newest recovery, and why in English; null: none. */
  readonly last_recovery: { readonly at: string; readonly message: string } | null;
  /** When this run of the player began, and why; the reason is null until it is known. */
  readonly started: { readonly at: string; readonly reason: string | null; readonly cause: string | null };
  /** What is wrong now, most important first. */
  readonly problems: readonly Failure[];
  /** Whether the display is kept on, by what, and what was tried in vain; null until it was tried. */
  readonly awake: {
    readonly wanted: boolean;
    readonly held_by: readonly string[];
    readonly failed: readonly string[];
  } | null;
  readonly cache: {
    readonly used_bytes: number;
    readonly limit_bytes: number;
    /** On the disk; null: not known yet. */
    readonly free_bytes: number | null;
  };
  /** Whether the panel is on, why, until when, and what the tool answered that turned it. */
  readonly panel: {
    readonly state: 'on' | 'off';
    readonly reason: PanelReason;
    readonly until: string | null;
    readonly hours: string | null;
    readonly hours_by: 'technician' | 'server' | null;
    readonly means: string | null;
    readonly asked: 'on' | 'off' | null;
    readonly verified: 'yes' | 'no' | 'unknown' | null;
    readonly detail: string | null;
    readonly at: string | null;
  };
  /** The version that is taken back should this one fail, the one that waits, and how the last update went. */
  readonly update: {
    readonly previous: string | null;
    readonly staged: string | null;
    readonly result: 'installed' | 'rolled-back' | null;
    readonly result_version: string | null;
    readonly result_at: string | null;
    readonly failure: string | null;
  };
  /** What came of the newest stick with a playlist; null: there was none. The failure is a code. */
  readonly stick: {
    readonly at: string;
    readonly outcome: 'reading' | 'plays' | 'server' | 'refused';
    readonly failure: string | null;
    readonly message: string | null;
  } | null;
  readonly last_contact: string | null;
  readonly outbox: { readonly pending: number; readonly oldest: string | null };
  readonly app_version: string;
  readonly shell: string;
  /** What protects the secrets: `key-file`, `keyring`, `dpapi` or `keychain`. */
  readonly secret_backend: string;
  /** How the screen is drawn, and since when the driver is left alone; null where no window is the player's own. */
  readonly graphics: { readonly mode: string; readonly failed_at: string | null } | null;
  /** What decodes the video on the screen; null: there is none, or the browser has not said. */
  readonly video_decoder: { readonly name: string; readonly hardware: boolean } | null;
  readonly pid: number;
  /** ISO 8601 UTC; it is written at each change, and after so many seconds at the latest. */
  readonly written_at: string;
  readonly beat_seconds: number;
}
