import { createStderrLog } from '../platform/logging/stderr-log.ts';
import { runCacheCommand } from '../player/maintenance/cache-commands.ts';
import { createSystemClock } from '../shared/clock.ts';
import type { StartOptions } from './command-line.ts';
import type { CommandName } from './commands.ts';
import { settingsInForce } from './settings-in-force.ts';

const cacheCommands = {
  'cache status': 'status',
  'cache verify': 'verify',
  'cache clear': 'clear',
} as const satisfies Partial<Record<CommandName, string>>;

/** Says how the cache of this data folder stands, checks it, or empties it; 1 when something is not as it should be. */
export async function runCache(
  dataFolder: string,
  command: keyof typeof cacheCommands,
  { json, options }: { readonly json: boolean; readonly options: StartOptions },
  appVersion: string,
): Promise<number> {
  const done = await runCacheCommand(cacheCommands[command], {
    dataFolder,
    settings: settingsInForce(dataFolder, options.configPath),
    appVersion,
    clock: createSystemClock(),
    log: createStderrLog(),
  });
  if (!done.ok) {
    if (json) console.log(JSON.stringify(done, null, 2));
    else console.error(done.error.message);
    return 1;
  }
  const { text, sound } = done.value;
  if (json) console.log(JSON.stringify(done.value.json, null, 2));
  else console.log(text.trimEnd());
  return sound ? 0 : 1;
}
