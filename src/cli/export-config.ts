import { exportPlayerConfig } from '../player/settings/export-config.ts';
import { ok, type Result } from '../shared/result.ts';
import type { StartOptions } from './command-line.ts';
import { peekCredentials } from './peek-credentials.ts';
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
  const credentials = await peekCredentials(dataFolder);
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
