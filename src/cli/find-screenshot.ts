import { statSync } from 'node:fs';
import { dataFile } from '../platform/files/data-files.ts';
import { fail, ok, type Result } from '../shared/result.ts';

/** Says where the newest picture of the screen lies and when it was taken, by `nowMs`; as JSON for a script. Changes nothing. */
export function findScreenshot(folder: string, json: boolean, nowMs = Date.now()): Result<string> {
  const path = dataFile(folder, 'lastScreen');
  try {
    const { size: bytes, mtime } = statSync(path);
    const ageSeconds = Math.max(0, Math.round((nowMs - mtime.getTime()) / 1_000));
    const taken = mtime.toISOString();
    return ok(
      json
        ? `${JSON.stringify({ path, bytes, taken, age_s: ageSeconds }, null, 2)}\n`
        : `${path}\ntaken ${taken}, ${ageSeconds} s ago, ${bytes} bytes\n`,
    );
  } catch {
    const message = `There is no picture of this screen in ${folder}: set last_screen = yes, and the player takes one with each beat.`;
    return fail('no-picture', message);
  }
}
