import { ownMediaFolder } from '../../platform/files/own-folder.ts';
import { mayBecomeLog } from '../../platform/logging/own-log.ts';
import { fail, type Failure } from '../../shared/result.ts';
import type { Settings } from '../../shared/settings-schema.ts';

/**
 * Replaces the places in `settings` that belong to somebody else: a media folder with foreign files by a folder within it, a
 * log file that the player did not write by the usual one. Says so in warnings; reads only.
 */
export function keepToOwnPlaces(settings: Settings): {
  readonly settings: Settings;
  readonly warnings: readonly Failure[];
} {
  const warnings: Failure[] = [];
  let { cacheFolder, logFile } = settings;
  if (cacheFolder !== '') {
    cacheFolder = ownMediaFolder(cacheFolder);
    if (cacheFolder !== settings.cacheFolder) warnings.push(foreignPath(settings.cacheFolder, cacheFolder));
  }
  if (logFile !== '' && !mayBecomeLog(logFile)) {
    warnings.push(foreignPath(logFile, 'logs/player.log'));
    logFile = '';
  }
  return { settings: { ...settings, cacheFolder, logFile }, warnings };
}

function foreignPath(path: string, used: string): Failure {
  const message = `${path} holds what the player did not put there; ${used} is used instead.`;
  return fail('config-foreign-path', message, { path, used }).error;
}
