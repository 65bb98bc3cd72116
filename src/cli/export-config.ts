import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { credentialsSchema, type Credentials } from '../auth/auth.types.ts';
import { createSettingsFile } from '../chromium/settings-file.ts';
import { createSilentLog } from '../logging/log.ts';
import { APPLIED_FILE } from '../player/configuration.ts';
import { exportPlayerConfig } from '../settings/export-config.ts';
import { findProvisioningFile } from '../settings/find-provisioning-file.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { ok, type Result } from '../shared/result.ts';
import { createKeptValues } from '../store/kept-values.ts';
import { KEY_FILE_NAME, createKeyFileBox } from '../store/key-file-box.ts';
import { openDatabase } from '../store/open-database.ts';
import type { StartOptions } from './command-line.ts';

interface ExportRequest {
  readonly options: StartOptions;
  readonly withSecrets: boolean;
}

/** The text of a `player_config.ini` that makes another player like the one in this data folder. Changes nothing. */
export async function exportConfig(
  dataFolder: string,
  { options, withSecrets }: ExportRequest,
): Promise<Result<string>> {
  const log = createSilentLog();
  const { settings } = loadSettings({
    stored: createSettingsFile(dataFolder, log).read(),
    file: findProvisioningFile({
      configPath: options.configPath === null ? null : resolve(options.configPath),
      dataFolder,
      executableFolder: dirname(process.execPath),
      removableMedia: false,
    }).file,
    appliedHash: hashAppliedBefore(dataFolder),
    environment: process.env,
    commandLine: {},
    folders: { home: homedir(), data: dataFolder },
  });
  const credentials = await readCredentials(dataFolder);
  const identity = {
    hostname: credentials?.hostname ?? null,
    playerId: credentials?.playerId ?? null,
    groupId: credentials?.groupId ?? null,
    authCode: credentials?.authCode ?? null,
    quickconnectCode: credentials?.quickconnectCode ?? null,
    password: credentials?.password ?? null,
  };
  const serverUrl = credentials?.serverUrl ?? settings.serverUrl;
  return ok(exportPlayerConfig({ ...settings, serverUrl }, identity, { withSecrets }));
}

/** Not by the vault, which keeps aside what it cannot open: what Electron's keyring sealed must stay where it is. */
async function readCredentials(dataFolder: string): Promise<Credentials | null> {
  const file = join(dataFolder, 'credentials.bin');
  const key = join(dataFolder, KEY_FILE_NAME);
  if (!existsSync(file) || !existsSync(key)) return null;
  const opened = await createKeyFileBox(key).decrypt(readFileSync(file));
  return opened === null ? null : (credentialsSchema.safeParse(JSON.parse(opened.clear)).data ?? null);
}

function hashAppliedBefore(dataFolder: string): string | null {
  const file = join(dataFolder, 'player.db');
  if (!existsSync(file)) return null;
  const database = openDatabase(file);
  try {
    return createKeptValues(database).get(APPLIED_FILE);
  } finally {
    database.close();
  }
}
