import { exportPlayerConfig } from '../../src/player/settings/export-config.ts';
import { parseIni } from '../../src/player/settings/ini-text.ts';
import { settingForKey } from '../../src/player/settings/config-keys.ts';
import { allowedWords, isSecret, settingNames } from '../../src/player/settings/setting-values.ts';
import { defaultSettings, type SettingName, type Settings } from '../../src/shared/settings-schema.ts';
import { settingMeanings } from './setting-meanings.ts';

/** A key of a file, in its section. */
interface Place {
  readonly section: string;
  readonly key: string;
}

/** A setting as docs/settings.md lists it. */
export interface SettingRow {
  readonly name: SettingName;
  /** The section of `player_config.ini` that `config export` writes it to. */
  readonly section: string;
  /** Null: no file may say it. */
  readonly ini: Place | null;
  readonly json: Place | null;
  readonly environment: string;
  /** Null: not on a command line, which all users may read. */
  readonly option: string | null;
  readonly standard: string;
  readonly unit: string;
  readonly allowed: string;
  readonly meaning: string;
}

/** Where DigiServer's own `app_config.json` says what the ini file says elsewhere. */
const digiServerPlaces: Partial<Record<SettingName, Place>> = {
  serverUrl: { section: 'server', key: 'url' },
  hostname: { section: 'server', key: 'hostname' },
  quickconnectCode: { section: 'server', key: 'quickconnect_code' },
  verifySsl: { section: 'server', key: 'verify_ssl' },
  useServerCertificate: { section: 'server', key: 'use_server_certificate' },
  certificatePath: { section: 'server', key: 'certificate_path' },
  requestTimeoutSeconds: { section: 'connection', key: 'timeout' },
};
/** A technician's choice on the screen, which no file makes: a file says where the screen starts. */
const ofNoFile: Partial<Record<SettingName, string>> = { orientation: 'display' };

/** Every setting, in the order of the schema. Throws where `config export` does not write one. */
export function settingRows(): readonly SettingRow[] {
  const written = exportedPlaces();
  const standard = defaultSettings();
  return settingNames.map((name): SettingRow => {
    const ini = written.get(name) ?? null;
    const section = ini?.section ?? ofNoFile[name];
    if (section === undefined) throw new Error(`config export does not write ${name} (export-config.ts).`);
    return {
      name,
      section,
      ini,
      json: digiServerPlaces[name] ?? ini,
      environment: `DIGIPLAYER_${words(name, '_').toUpperCase()}`,
      option: isSecret(name) ? null : `--${words(name, '-')}`,
      standard: standardText(standard[name]),
      unit: unitOf(name),
      allowed: allowedWords(name),
      meaning: settingMeanings[name],
    };
  });
}

/** Asks `config export` itself, so that what is documented is what it writes. */
function exportedPlaces(): ReadonlyMap<SettingName, Place> {
  const standard = defaultSettings();
  // What is empty is left out of an export.
  const filled = Object.fromEntries(
    Object.entries(standard).map(([name, value]) => [name, value === '' ? 'x' : value]),
  ) as Settings;
  const identity = {
    hostname: 'x',
    playerId: 'x',
    groupId: 'x',
    authCode: 'x',
    quickconnectCode: 'x',
    password: 'x',
  };
  const content = parseIni(exportPlayerConfig(filled, identity, { withSecrets: true }));
  const places = new Map<SettingName, Place>();
  for (const [section, body] of Object.entries(content)) {
    for (const key of Object.keys(body as object)) {
      const name = settingForKey(section, key);
      if (name !== null) places.set(name, { section, key });
    }
  }
  return places;
}

function words(name: SettingName, joint: string): string {
  return name.replace(/[A-Z]/g, (capital) => `${joint}${capital.toLowerCase()}`);
}

function standardText(value: string | number | boolean): string {
  return value === '' ? 'empty' : `\`${String(value)}\``;
}

const units: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/Seconds$/, 's'],
  [/Hours$/, 'h'],
  [/Ms$/, 'ms'],
  [/Mb$/, 'MB'],
  [/^rotation$/, '°'],
  [/^volume$/, '%'],
];

/** A quantity carries its unit in its name. */
function unitOf(name: SettingName): string {
  return units.find(([ending]) => ending.test(name))?.[1] ?? '';
}
