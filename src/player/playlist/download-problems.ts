import type { MediaCode } from '../../shared/failure-codes.ts';
import { fail, type Failure } from '../../shared/result.ts';
import { lacksSpace, type DownloadPassOutcome } from './download-pass.ts';
import type { HeldPlaylist } from './playlist-slots.ts';
import { withoutFragment } from './program-for.ts';

/** Files are missing, and it is none of the hours in which they may be downloaded. */
export const WAITS_FOR_HOURS: Failure = {
  code: 'downloads-wait',
  message: 'New content waits for the hours in which downloads are allowed.',
};

/** What people should know of a round: a refusal first, then what is left out. */
export function problemsOf(
  { refused, waiting }: DownloadPassOutcome,
  leftOut: ReadonlyMap<string, Failure<MediaCode>>,
  playlist: HeldPlaylist,
): readonly Failure[] {
  if (refused !== null) {
    const version = playlist.version ?? '';
    return [
      {
        code: 'playlist-refused',
        message: `Playlist ${version} was not taken over: ${refused.message}`,
        params: { version, ...refused.params },
      },
    ];
  }
  const names = new Map(playlist.items.map((item) => [withoutFragment(item.url), item.fileName]));
  const missing = [...leftOut].slice(0, 20);
  const outage = [...waiting.values()].find(({ code }) => code !== 'stopped');
  // How much is missing is told once, not for each file.
  const full = [...leftOut.values()].find(lacksSpace);
  return [
    ...(outage === undefined ? [] : [outage]),
    ...(full === undefined ? [] : [full]),
    ...missing.map(([url, failure]) => {
      const file = names.get(url) ?? '';
      const message = `${file} is left out: ${failure.message}`;
      return fail('item-left-out', message, { file, reason: failure.code }).error;
    }),
  ];
}
