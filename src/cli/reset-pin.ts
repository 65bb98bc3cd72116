import { lockDataFolder } from '../platform/files/instance-lock.ts';
import { createPinFile } from '../player/pairing/pin-file.ts';
import { describeThrown, fail, ok, type Result } from '../shared/result.ts';

/**
 * Takes the settings' PIN of a data folder away, also one that is damaged or locked out, for whoever has access to its files.
 * Fails while a player runs on it, since that would write its own PIN back.
 */
export async function resetPin(dataFolder: string): Promise<Result<string>> {
  const lock = await lockDataFolder(dataFolder);
  if (lock === null) return fail('already-running', 'DigiPlayer runs on this data folder; stop it first.');
  try {
    // That there is none is written down: a PIN that an older player kept in its database must not come back.
    createPinFile(dataFolder).write(null);
    return ok('The settings have no PIN now. Set another one in their Security tab.\n');
  } catch (thrown) {
    return fail('pin-not-kept', `The PIN could not be taken away: ${describeThrown(thrown)}`);
  } finally {
    lock.release();
  }
}
