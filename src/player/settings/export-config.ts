import type { Settings } from '../../shared/settings-schema.ts';
import { iniLine } from './ini-text.ts';

/** Who this screen is to its server, and what proves it; null where there is none. */
export interface ExportedIdentity {
  readonly hostname: string | null;
  readonly playerId: string | null;
  readonly groupId: string | null;
  readonly authCode: string | null;
  readonly quickconnectCode: string | null;
  readonly password: string | null;
}

type Line = readonly [key: string, value: string | number | boolean | null];

/**
 * The text of a `player_config.ini` that makes another start like this one, in the sections of docs/server-contract.md. Secrets are
 * left out unless `withSecrets`; either way the file is to be written with mode 600. Empty values are left out.
 */
export function exportPlayerConfig(
  settings: Settings,
  identity: ExportedIdentity,
  { withSecrets }: { readonly withSecrets: boolean },
): string {
  const sections: readonly (readonly [name: string, lines: readonly Line[]])[] = [
    ['server', [['server_url', settings.serverUrl]]],
    ['player', playerLines(settings, identity, withSecrets)],
    ['display', displayLines(settings)],
    ['security', securityLines(settings)],
    ['connection', connectionLines(settings)],
    [
      'cache',
      [
        ['cache_dir', settings.cacheFolder],
        ['max_cache_size', settings.maxCacheSizeMb],
        ['scrub_seconds', settings.scrubSeconds],
        ['download_limit_kbps', settings.downloadLimitKbps],
        ['download_hours', settings.downloadHours],
        ['volatile_folder', settings.volatileFolder],
        ['sticks', settings.sticks],
      ],
    ],
    ['logging', loggingLines(settings)],
  ];
  return sections.map(([name, lines]) => sectionText(name, lines)).join('\n');
}

function sectionText(name: string, lines: readonly Line[]): string {
  const written = lines.flatMap(([key, value]) =>
    value === null || value === '' ? [] : [iniLine(key, value)],
  );
  return [`[${name}]`, ...written, ''].join('\n');
}

function playerLines(settings: Settings, identity: ExportedIdentity, withSecrets: boolean): Line[] {
  const open: Line[] = [
    ['hostname', identity.hostname ?? settings.hostname],
    ['player_id', identity.playerId ?? settings.playerId],
    ['group_id', identity.groupId ?? settings.groupId],
  ];
  const secret: Line[] = [
    ['auth_code', identity.authCode],
    ['quickconnect_code', identity.quickconnectCode],
    ['password', identity.password],
  ];
  return withSecrets ? [...open, ...secret] : open;
}

function displayLines(settings: Settings): Line[] {
  const chosen = settings.orientation === 'auto' ? settings.startOrientation : settings.orientation;
  return [
    ['orientation', chosen === 'portrait' ? 'Portrait' : 'Landscape'],
    ['resolution', settings.resolution],
    ['rotation', settings.rotation],
    ['fit', settings.fit],
    ['background_colour', settings.backgroundColour],
    ['transition', settings.transition],
    ['transition_ms', settings.transitionMs],
    ['volume', settings.volume],
    ['longest_wait_seconds', settings.longestWaitSeconds],
    ['shuffle', settings.shuffle],
    ['clock', settings.clock],
    ['ticker', settings.ticker],
    ['pixel_shift', settings.pixelShift],
    ['sync_group', settings.syncGroup],
    ['wall', settings.wall],
    ['display', settings.display],
    ['referer_for', settings.refererFor],
    ['interactive_hosts', settings.interactiveHosts],
    ['graphics', settings.graphics],
    ['fallback_folder', settings.fallbackFolder],
    ['background_music', settings.backgroundMusic],
    ['language', settings.language],
    ['keep_awake', settings.keepAwake],
    ['screen_hours', settings.screenHours],
    ['screen_off_when_closed', settings.screenOffWhenClosed],
    ['nightly_restart', settings.nightlyRestart],
    ['last_screen', settings.lastScreen],
    ['metrics', settings.metrics],
    ['memory_limit_mb', settings.memoryLimitMb],
    ['update_feed', settings.updateFeed],
    ['update_hour', settings.updateHour],
    ['overlay_close_seconds', settings.overlayCloseSeconds],
    ['overlay_key', settings.overlayKey],
  ];
}

function securityLines(settings: Settings): Line[] {
  return [
    ['verify_ssl', settings.verifySsl],
    ['use_server_certificate', settings.useServerCertificate],
    ['certificate_fingerprint', settings.certificateFingerprint],
    ['certificate_path', settings.certificatePath],
    ['secret_store', settings.secretStore],
    ['timeout', settings.requestTimeoutSeconds],
  ];
}

function connectionLines(settings: Settings): Line[] {
  return [
    ['retry_attempts', settings.retryAttempts],
    ['retry_delay', settings.retryDelaySeconds],
    ['playlist_poll_seconds', settings.playlistPollSeconds],
    ['beat_seconds', settings.beatSeconds],
    ['verify_seconds', settings.verifySeconds],
    ['certificate_reread_hours', settings.certificateRereadHours],
  ];
}

function loggingLines(settings: Settings): Line[] {
  return [
    ['enabled', settings.loggingEnabled],
    ['log_level', settings.logLevel.toUpperCase()],
    ['log_file', settings.logFile],
    ['log_max_size_mb', settings.logMaxSizeMb],
    ['log_max_files', settings.logMaxFiles],
  ];
}
