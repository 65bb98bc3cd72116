import type { MediaCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { MediaFileRow, MediaIndex } from '../../platform/store/media-index.ts';
import type { MediaRequest } from './media-types.ts';
import type { Probe } from './probe.ts';
import { isWholeFile } from './whole-file.ts';

/** The file to which an address leads and which may be played; null where there is none to lose. */
export function standingFile(url: string, index: MediaIndex, appVersion: string): MediaFileRow | null {
  const row = index.url(url);
  const file = row === null ? null : index.file(row.sha256);
  return file === null || index.quarantineReason(file.sha256, appVersion) !== null ? null : file;
}

/**
 * Whether what came from an address may take the place of `standing`: only a whole file of the kind that is expected
 * there may. A server that is being repaired, or a portal before it, answers 200 with anything. Bytes whose hash the
 * playlist itself gives are meant, whatever they are. Fails with `undecodable`; rejects with what the disk says.
 */
export async function judgeReplacement(
  need: MediaRequest,
  standing: MediaFileRow,
  came: { readonly path: string; readonly probe: Probe },
): Promise<Result<null, MediaCode>> {
  if (need.sha256 !== null) return ok(null);
  const { kind, mime } = came.probe;
  if (need.kind !== null && kind !== need.kind && kind !== standing.kind) {
    return fail('undecodable', 'The server now has a file of another kind there.');
  }
  return (await isWholeFile(came.path, mime))
    ? ok(null)
    : fail('undecodable', 'The file on the server is not complete.');
}
