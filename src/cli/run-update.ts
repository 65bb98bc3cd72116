import { peekUpdateState } from '../player/updates/update-folder.ts';
import { leaveUpdateRequest, type UpdateRequest } from '../player/updates/update-request.ts';
import type { CommandSurroundings } from './commands.ts';
import { ok, type Result } from '../shared/result.ts';
import { diskTrouble } from '../platform/files/disk-trouble.ts';

/** Leaves a request for the player that runs on this data folder, or for the next one that starts on it. */
export function requestUpdate(dataFolder: string, request: UpdateRequest): Result<string> {
  try {
    leaveUpdateRequest(dataFolder, request);
  } catch (thrown) {
    return { ok: false, error: diskTrouble(thrown) };
  }
  const what = request === 'now' ? 'update itself now' : 'look for updates';
  return ok(`The player was asked to ${what}; "update status" says what came of it.\n`);
}

/** Says which version is started here, which one is taken back, what waits and how the last update went. Reads only. */
export function updateStatus(
  dataFolder: string,
  { appVersion, updateKeys }: Pick<CommandSurroundings, 'appVersion' | 'updateKeys'>,
  json: boolean,
): string {
  const state = peekUpdateState(dataFolder);
  const keys = updateKeys.length;
  if (json) return `${JSON.stringify({ packaged: appVersion, keys, ...state }, null, 2)}\n`;
  const { current, previous, trial, staged, refused, result } = state;
  const packaged = `the packaged one, ${appVersion}`;
  return [
    `starts: ${current ?? packaged}${trial === null ? '' : ', which has still to prove itself'}`,
    ...(current === null ? [] : [`before it: ${previous ?? packaged}`]),
    ...(staged === null ? [] : [`waits: ${staged.version}`]),
    ...(refused === null ? [] : [`not tried again: ${refused}`]),
    ...(result === null ? [] : [`last update: ${result.version}, ${resultInWords(result.rolledBackFor)}`]),
    ...(keys === 0 ? ['takes none: this build has no key to know updates by'] : []),
    '',
  ].join('\n');
}

function resultInWords(rolledBackFor: 'crashed' | 'silent' | null): string {
  if (rolledBackFor === null) return 'installed';
  return `taken back (${rolledBackFor === 'crashed' ? 'it ended again and again' : 'it showed or told nothing in its time'})`;
}
