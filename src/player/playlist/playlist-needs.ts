import type { MediaRequest } from '../media/media-types.ts';
import { haveSameAddresses } from './former-addresses.ts';
import type { HeldPlaylist } from './playlist-slots.ts';
import { mediaRequestOf } from './program-for.ts';

/** A list that only names its files anew does not break off what is on its way. */
export function isStillWanted(running: HeldPlaylist | null, wanted: HeldPlaylist | null): boolean {
  if (running === null || wanted === null || running.id === wanted.id) return running?.id === wanted?.id;
  return haveSameAddresses(running.items, wanted.items);
}

/** The files of playlists in order of first need, each once. */
export function needsOf(...playlists: readonly (HeldPlaylist | null)[]): readonly MediaRequest[] {
  const needs = new Map<string, MediaRequest>();
  for (const item of playlists.flatMap((playlist) => playlist?.items ?? [])) {
    const need = mediaRequestOf(item);
    const key = need?.sha256 ?? need?.url;
    if (need !== null && key !== undefined && !needs.has(key)) needs.set(key, need);
  }
  return [...needs.values()];
}
