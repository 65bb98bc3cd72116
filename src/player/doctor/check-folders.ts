import { existsSync } from 'node:fs';
import type { Clock } from '../../shared/clock.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { judgeListing, MOST_LOCAL_FILES, type LocalListing } from '../media/local-file.ts';
import { createFolderReader } from '../media/local-folder-reader.ts';
import type { FolderOfMedia } from '../media/local-folders.ts';
import { finding } from './finding.ts';

/** What a share may take to answer: all folders together stay within the time of a check. */
const ANSWER_MS = 2_500;

/**
 * What is wrong with folders of media that somebody else fills; nothing of one that need not be there, and is not. It only
 * reads, and a share that hangs is left behind.
 */
export async function checkFolders(
  folders: readonly FolderOfMedia[],
  clock: Clock,
): Promise<readonly DoctorFinding[]> {
  const found = await Promise.all(folders.map((folder) => checkFolder(folder, clock)));
  return found.flat();
}

async function checkFolder(
  { path: folder, endings, isOptional }: FolderOfMedia,
  clock: Clock,
): Promise<readonly DoctorFinding[]> {
  if (isOptional && !existsSync(folder)) return [];
  const reader = createFolderReader(clock, { limits: { answerMs: ANSWER_MS } });
  const listed = await reader.ask({ kind: 'list', path: folder, endings });
  await reader.stop();
  if (listed.kind === 'listed') return judged(folder, judgeListing(folder, listed.entries, listed.isWhole));
  const message = `${folder} cannot be read: it is missing, closed to the player, or does not answer.`;
  const remedy = 'Check its path, who may read it, and that a share is mounted.';
  return [finding('disk', 'bad', 'disk-folder-bad', { message, remedy, params: { folder } })];
}

function judged(folder: string, { files, leftOut, isCut }: LocalListing): readonly DoctorFinding[] {
  const count = files.length;
  const message = `Files in ${folder} that can be played: ${count}.`;
  const good = finding('disk', 'good', 'disk-folder-good', { message, params: { folder, count } });
  const file = leftOut[0] ?? (isCut ? `…${MOST_LOCAL_FILES + 1}` : null);
  if (file === null) return [good];
  const omitted = Math.max(1, leftOut.length);
  const warning = finding('disk', 'warning', 'disk-folder-left-out', {
    message: `Left out in ${folder}: ${omitted}, among them ${file}.`,
    remedy: `Put plain files of at most 4 GB there, no links, and at most ${MOST_LOCAL_FILES}.`,
    params: { folder, file, count: omitted },
  });
  return [good, warning];
}
