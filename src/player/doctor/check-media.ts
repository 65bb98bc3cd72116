import type { PlaylistItem } from '../playlist/playlist-item.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { callFinding, callTimedOut } from './call-finding.ts';
import { finding, showable } from './finding.ts';
import { readFirstBytes, type FirstBytesDependencies } from './first-bytes.ts';
import { within, type CheckLimits } from './within.ts';

const WANTED_BYTES = 1_024;

/** The item whose file is looked at: one on the server itself, else the first that has a file. */
export function pickMediaItem(items: readonly PlaylistItem[], serverUrl: string): PlaylistItem | null {
  const files = items.filter(({ kind }) => kind !== 'web' && kind !== 'stream');
  const { origin } = new URL(serverUrl);
  return files.find(({ url }) => new URL(url).origin === origin) ?? files[0] ?? null;
}

export function nothingToFetch(): DoctorFinding {
  return finding('media', 'skipped', 'skipped-no-media', {
    message: 'The playlist names no file that could be fetched.',
  });
}

/** Asks for the first KiB of a file, as a download that goes on after a break would. */
export async function checkMedia(
  tools: FirstBytesDependencies,
  item: PlaylistItem,
  limits: CheckLimits,
): Promise<DoctorFinding> {
  const fileName = showable(item.fileName);
  const ended = await within(limits, (signal) =>
    readFirstBytes(tools, new URL(item.url), WANTED_BYTES, signal),
  );
  if (ended.kind === 'timed-out') return callTimedOut('media');
  if (!ended.value.ok) return callFinding('media', ended.value.error);
  const { bytes, partial } = ended.value.value;
  const params = { fileName, bytes };
  if (bytes === 0) {
    const message = `${fileName} is empty on the server.`;
    const remedy = 'Upload the file again.';
    return finding('media', 'bad', 'media-empty', { message, remedy, params });
  }
  if (!partial) {
    const message = `${fileName} can be fetched, but not in parts (Range).`;
    const remedy = 'Let nginx serve /static/uploads, or interrupted downloads begin anew each time.';
    return finding('media', 'warning', 'media-no-range', { message, remedy, params });
  }
  const message = `The first ${bytes} bytes of ${fileName} arrived.`;
  return finding('media', 'good', 'media-good', { message, params });
}
