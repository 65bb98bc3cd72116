import type { Failure } from '../../shared/result.ts';
import type { PlaylistStatus } from '../../shared/status.ts';
import { listedItems } from './default-item.ts';
import type { HeldSlots } from './playlist-slots.ts';

/** What stands in the way while the disk refuses the slots. */
export const UNSAVED: Failure = {
  code: 'disk-error',
  message: 'The playlist cannot be saved; check the disk and its permissions.',
};

/** The versions that play, that came last and that wait for the screen. Pure. */
export function statusOf({ playing, offered, staged, rejected }: HeldSlots): PlaylistStatus {
  const fetched = offered ?? staged ?? rejected ?? playing;
  return {
    version: playing?.version ?? null,
    items: listedItems(playing?.items ?? []).length,
    offered: fetched?.version ?? null,
    staged: staged?.version ?? null,
  };
}

/** That a playlist was given up, for as long as its successor has not come. Pure. */
export function rejection({ rejected }: HeldSlots): readonly Failure[] {
  if (rejected === null) return [];
  const version = rejected.version ?? '';
  const message = `Most items of playlist ${version} do not play here; the one before goes on.`;
  return [{ code: 'playlist-rolled-back', message, params: { version } }];
}
