import type { MediaCode } from '../../shared/failure-codes.ts';
import type { Clock } from '../../shared/clock.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { MediaIndex, MediaPartRow } from '../../platform/store/media-index.ts';
import type { ServerClient } from '../server/server-client.types.ts';
import type { MediaFolder } from './media-folder.ts';
import type { MediaRequest } from './media-types.ts';
import type { PartFile } from './part-file.ts';

/** What a download works with. */
export interface DownloadFileDependencies {
  readonly folder: MediaFolder;
  readonly index: MediaIndex;
  readonly download: ServerClient['download'];
  readonly clock: Clock;
  /** A transfer without a byte for so long is cut (and resumed by the next try). */
  readonly stallMs: number;
  /** After so many bytes, or so many ms, what came is flushed, and noted as what a crash leaves. */
  readonly flushBytes: number;
  readonly flushMs: number;
  /** Makes room for a part that will have `bytes` in all; fails with `cache-full` or `disk-lacks`. */
  reserve(partName: string, bytes: number): Promise<Result<null, MediaCode>>;
  onProgress(received: number, total: number | null): void;
}

/** One file on its way: what is wanted, and the part that holds what came. */
export interface Transfer {
  readonly need: MediaRequest;
  readonly name: string;
  readonly part: PartFile;
  /** What the index knows of the bytes in the part; null when there are none. */
  row: MediaPartRow | null;
  readonly tools: DownloadFileDependencies;
}

/** Flushes the part and notes in the index what a crash would leave. */
export async function noteFlushed({ name, part, tools }: Transfer): Promise<void> {
  await part.flush();
  const row = tools.index.part(name);
  if (row !== null) tools.index.setPart({ ...row, flushed: part.flushed });
}

/** A file of another size than the playlist says is not the file that was meant. */
export async function wrongSize(transfer: Transfer): Promise<Result<never, MediaCode>> {
  await discard(transfer);
  const size = transfer.need.size ?? 0;
  return fail('size-mismatch', `The file does not have the ${size} bytes that the playlist says.`, { size });
}

/** Throws away what came: there is nothing in it to continue. */
export async function discard(transfer: Transfer): Promise<void> {
  transfer.row = null;
  transfer.tools.index.removePart(transfer.name);
  await transfer.part.restart();
}
