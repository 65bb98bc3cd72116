import type { ProgramItem } from '../../shared/program.ts';
import { fail, type Failure } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { MediaStore } from '../media/media-types.ts';

/** Counts what fails on the screen, and takes those files out that keep failing. */
export interface ScreenFailures {
  /** Notes a failure; answers whether the file was taken out by it. */
  failed(item: ProgramItem, program: readonly ProgramItem[], reason: string): boolean;
  shown(item: ProgramItem): void;
  /** Another playlist is on the screen: the counting begins anew. */
  forget(): void;
  problems(): readonly Failure[];
}

/** The first failure may be the moment's (a decoder that was restarted). */
const FAILURES_BEFORE_QUARANTINE = 2;

/** Makes {@link ScreenFailures} over the store's quarantine. */
export function createScreenFailures(media: Pick<MediaStore, 'quarantine'>, log: Log): ScreenFailures {
  const failures = new Map<string, { readonly count: number; readonly fileName: string }>();
  /** Pages and streams that did not show, by their address: whether one does is up to its server, so each gets its turn again. */
  const pages = new Map<string, ProgramItem>();
  return {
    failed: (item, program, reason) => {
      log.warn('An item does not play', { item: item.id, file: item.fileName, reason });
      const { sha256, fileName } = item;
      if (sha256 === null) {
        pages.set(item.source, item);
        return false;
      }
      const count = (failures.get(sha256)?.count ?? 0) + 1;
      failures.set(sha256, { count, fileName });
      if (count < FAILURES_BEFORE_QUARANTINE || mostFail(program, failures)) return false;
      media.quarantine(sha256, reason);
      return true;
    },
    shown: ({ sha256, source }) => {
      if (sha256 === null) pages.delete(source);
      else failures.delete(sha256);
    },
    forget: () => {
      failures.clear();
      pages.clear();
    },
    problems: () => [
      ...[...failures.values()].map(
        ({ fileName }) =>
          fail('item-does-not-play', `${fileName} does not play on this screen and is skipped.`, {
            file: fileName,
          }).error,
      ),
      ...[...pages.values()].map(({ kind, fileName: file }) =>
        kind === 'stream'
          ? fail('stream-does-not-play', `The stream ${file} does not play on this screen and is skipped.`, {
              file,
            }).error
          : fail('page-does-not-show', `The page ${file} cannot be shown on this screen and is skipped.`, {
              file,
            }).error,
      ),
    ],
  };
}

/** When most files fail it is the machine: taking them all out would leave a dark screen until the next version. */
function mostFail(program: readonly ProgramItem[], failures: ReadonlyMap<string, unknown>): boolean {
  const failing = program.filter(({ sha256 }) => sha256 !== null && failures.has(sha256)).length;
  return failing * 2 > program.length;
}
