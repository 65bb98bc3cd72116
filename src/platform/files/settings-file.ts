import { readFileSync, renameSync } from 'node:fs';
import type { Log } from '../logging/log.ts';
import { describeThrown } from '../../shared/result.ts';
import { dataFile } from './data-files.ts';

/** Far more than all settings together: a larger file is no settings file. */
const LONGEST_TEXT = 1_048_576;

/**
 * What `settings.json` of a data folder says; null when it is damaged (no JSON object, absurdly large, or a folder). A file that is
 * not there, or may not be read, says nothing. Writes nothing.
 */
export function peekSettings(dataFolder: string): Record<string, unknown> | null {
  let text: string;
  try {
    text = readFileSync(dataFile(dataFolder, 'settings'), 'utf8');
  } catch (thrown) {
    // A folder in its place can hold nothing, and is moved out of the way as a damaged file is.
    return (thrown as NodeJS.ErrnoException).code === 'EISDIR' ? null : {};
  }
  if (text.length > LONGEST_TEXT) return null;
  try {
    const content: unknown = JSON.parse(text);
    return isRecord(content) ? content : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a damaged `settings.json` aside as `settings.json.damaged` for a technician, so that whoever keeps the settings
 * begins with none: a screen on a wall must come up all the same. Answers where it is kept; null when it was in order.
 */
export function keepDamagedSettings(dataFolder: string, log: Log): string | null {
  if (peekSettings(dataFolder) !== null) return null;
  const path = dataFile(dataFolder, 'settings');
  const keptAs = `${path}.damaged`;
  log.error('settings.json is damaged: it is kept aside, and the settings begin empty', { keptAs });
  try {
    renameSync(path, keptAs);
  } catch (thrown) {
    log.error('The damaged settings.json could not be moved', { reason: describeThrown(thrown) });
  }
  return keptAs;
}

function isRecord(content: unknown): content is Record<string, unknown> {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}
