import { normalisePlaylist } from '../playlist/normalise-playlist.ts';
import type { PlaylistItem } from '../playlist/playlist-item.ts';
import type { PlaylistAccess, ServerClient } from '../server/server-client.types.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { callFinding, callTimedOut } from './call-finding.ts';
import { finding, showable } from './finding.ts';
import { within, type CheckLimits } from './within.ts';

export interface PlaylistExamination {
  readonly finding: DoctorFinding;
  readonly items: readonly PlaylistItem[];
}

/** Asks for the playlist and reads it as the player does. */
export async function checkPlaylist(
  client: ServerClient,
  access: PlaylistAccess,
  limits: CheckLimits,
): Promise<PlaylistExamination> {
  const ended = await within(limits, () => client.playlist(access));
  if (ended.kind === 'timed-out') return { finding: callTimedOut('playlist'), items: [] };
  if (!ended.value.ok) return { finding: callFinding('playlist', ended.value.error), items: [] };
  const answer = ended.value.value;
  // Nothing was said to be known, so `unchanged` is no answer to the question.
  if (answer.kind === 'unchanged') return { finding: unusable(), items: [] };
  return readPlaylist(answer.body, client.baseUrl);
}

function readPlaylist(body: unknown, serverUrl: string): PlaylistExamination {
  const playlist = normalisePlaylist(body, { serverUrl });
  if (!playlist.ok) return { finding: unusable(), items: [] };
  const { items, skipped } = playlist.value;
  const version = showable(playlist.value.version ?? '–');
  const params = { items: items.length, skipped: skipped.length, version };
  if (items.length === 0) {
    const message = 'The playlist of this screen is empty, so it shows the standby screen.';
    const remedy = 'Put something into its playlist on the server.';
    return { finding: finding('playlist', 'warning', 'playlist-empty', { message, remedy, params }), items };
  }
  if (skipped.length > 0) {
    const message = `The playlist (version ${version}) has ${items.length} usable items; ${skipped.length} cannot be used.`;
    const remedy = 'The log of the player names the items and what is wrong with them.';
    const code = 'playlist-partly-unusable';
    return { finding: finding('playlist', 'warning', code, { message, remedy, params }), items };
  }
  const message = `The playlist (version ${version}) has ${items.length} ${items.length === 1 ? 'item' : 'items'}.`;
  return { finding: finding('playlist', 'good', 'playlist-good', { message, params }), items };
}

function unusable(): DoctorFinding {
  return finding('playlist', 'bad', 'playlist-unusable', {
    message: 'The server sent a playlist of which nothing can be used; the last good one stays.',
    remedy: 'Look at the playlist of this screen on the server.',
  });
}
