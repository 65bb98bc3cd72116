import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialsSchema, type Credentials } from '../player/auth/auth.types.ts';
import { exportPlayerConfig } from '../player/settings/export-config.ts';
import { ok, type Result } from '../shared/result.ts';
import { KEY_FILE_NAME, createKeyFileBox } from '../platform/files/key-file-box.ts';
import type { StartOptions } from './command-line.ts';
import { settingsInForce } from './settings-in-force.ts';

interface ExportRequest {
  readonly options: StartOptions;
  readonly withSecrets: boolean;
}

/** The text of a `player_config.ini` that makes another player like the one in this data folder. Changes nothing. */
export async function exportConfig(
  dataFolder: string,
  { options, withSecrets }: ExportRequest,
): Promise<Result<string>> {
  const settings = settingsInForce(dataFolder, options.configPath);
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
