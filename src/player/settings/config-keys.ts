import type { SettingName } from '../../shared/settings-schema.ts';
import { settingNames } from './setting-values.ts';

/**
 * What each key of a configuration file means (docs/server-contract.md, Local configuration). `player_config.ini` and the nested
 * `app_config.json` share their sections here, so that a key is understood in whichever of the two it was written.
 */
const sectionKeys: Readonly<Record<string, Readonly<Record<string, SettingName>>>> = {
  server: { server_url: 'serverUrl', url: 'serverUrl' },
  player: { playlist_id: 'groupId' },
  display: { monitor: 'display' },
  security: { timeout: 'requestTimeoutSeconds' },
  connection: {
    timeout: 'requestTimeoutSeconds',
    retry_delay: 'retryDelaySeconds',
    playlist_poll: 'playlistPollSeconds',
    beat: 'beatSeconds',
  },
  cache: { cache_dir: 'cacheFolder', max_cache_size: 'maxCacheSizeMb' },
  logging: {
    enabled: 'loggingEnabled',
    max_size: 'logMaxSizeMb',
    max_files: 'logMaxFiles',
    level: 'logLevel',
    file: 'logFile',
  },
};

/** The predecessor's flat file; `server_ip`, `port`, `use_https` and `logs_folder` are read by flat-config.ts. */
const flatKeys: Readonly<Record<string, SettingName>> = {
  screen_name: 'hostname',
  quickconnect_key: 'quickconnectCode',
  max_resolution: 'resolution',
};

/** Keys of the predecessor that are understood and mean nothing here: touch always works, media have their own store. */
const keysWithoutEffect = ['touch', 'playlist_folder'];

/**
 * Every setting under its own name, in any section. A file's orientation is only where the screen starts: the server's
 * wins over it (docs/server-contract.md, Endpoints).
 */
const ownNames: ReadonlyMap<string, SettingName> = new Map([
  ...settingNames.map((name): [string, SettingName] => [snakeCase(name), name]),
  ['orientation', 'startOrientation'],
]);

/** `serverUrl` → `server_url`. */
export function snakeCase(name: SettingName): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** Tells whether files of this player have a section of this name. */
export function isSection(section: string): boolean {
  return Object.hasOwn(sectionKeys, section);
}

/** The setting that `key` means in `section` (null: outside every section); null when it means none. */
export function settingForKey(section: string | null, key: string): SettingName | null {
  const special = section === null ? flatKeys : sectionKeys[section];
  if (special === undefined) return null;
  const named = Object.hasOwn(special, key) ? special[key] : undefined;
  return named ?? ownNames.get(key) ?? null;
}

/** Tells whether a key is known and without meaning here. */
export function isWithoutEffect(section: string | null, key: string): boolean {
  return section === null && keysWithoutEffect.includes(key);
}

/** Names from files that the environment takes too: `DIGIPLAYER_TIMEOUT`, `DIGIPLAYER_CACHE_DIR`, … */
export function settingForEnvironmentName(name: string): SettingName | null {
  const own = settingNames.find((setting) => snakeCase(setting) === name);
  if (own !== undefined) return own;
  const fromFiles = ['security', 'connection', 'cache'].map((section) => settingForKey(section, name));
  return fromFiles.find((setting) => setting !== null) ?? null;
}
