import type { MediaCode } from '../../shared/failure-codes.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown, fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { MediaIndex } from '../../platform/store/media-index.ts';
import type {
  DownloadAnswer,
  DownloadRequest,
  ServerClient,
  Validators,
} from '../server/server-client.types.ts';
import { continuesPart, ifRangeOf, isPage, resumable, totalOf, type KnownFile } from './answer-head.ts';
import type { MediaFolder } from './media-folder.ts';
import type { MediaRequest } from './media-types.ts';
import { openPartFile } from './part-file.ts';
import type { TransferPace, TransferWatch } from './transfer-watch.ts';

/** What a download works with. */
export interface DownloadFileDependencies extends TransferPace {
  readonly folder: MediaFolder;
  readonly index: MediaIndex;
  readonly download: ServerClient['download'];
  readonly clock: Clock;
  /** After so many bytes, or so many ms, what came is flushed, and noted as what a crash leaves. */
  readonly flushBytes: number;
  readonly flushMs: number;
  /** Makes room for a part that will have `bytes` in all; fails with `cache-full` or `disk-lacks`. */
  reserve(partName: string, bytes: number): Promise<Result<null, MediaCode>>;
  /** So many bytes came; resolves when more may come. */
  spend(bytes: number, signal: AbortSignal): Promise<void>;
  /** Every byte is here; what follows needs the disk alone. */
  onReceived(): void;
  onProgress(received: number, total: number | null): void;
}

/** A file that is here in full: hashed, compared and flushed, but without its final name. */
export interface CompleteFile {
  readonly kind: 'complete';
  readonly partName: string;
  readonly sha256: string;
  readonly size: number;
  readonly validators: Validators;
}

/** One file on its way. Everything rejects with what the disk says. */
export interface Transfer {
  /** All of it is here from an earlier try. */
  isHere(): boolean;
  /** What to ask for: the rest of what is here, or the whole, under the condition that it is not what is known. */
  requestFor(known: KnownFile | null, signal: AbortSignal): DownloadRequest;
  /** Judges the head of an answer before a byte of it is taken, and notes whose bytes the part will hold. */
  begin(answer: DownloadAnswer): Promise<Result<null, MediaCode>>;
  /** Takes the body to its end. What came is in the part, and noted, whatever happens. */
  take(answer: DownloadAnswer, watch: TransferWatch): Promise<Result<null, MediaCode>>;
  /** Compares and flushes what is here in full. Wrong bytes are thrown away: there is nothing to continue. */
  complete(): Promise<Result<CompleteFile, MediaCode>>;
  /** The server would not go on: what is here belongs to no file of today. */
  refused({ code }: Failure<MediaCode>): Promise<void>;
  close(): Promise<void>;
}

/** People watch it: more often is of no use. */
const PROGRESS_EVERY_MS = 100;

/** Opens the part of `need`, keeping of an earlier try what can be continued. Rejects with what the disk says. */
export async function openTransfer(need: MediaRequest, tools: DownloadFileDependencies): Promise<Transfer> {
  const { folder, index, clock } = tools;
  const name = folder.partName(need.url);
  await folder.prepare();
  const kept = resumable(index.part(name), need);
  const part = await openPartFile(folder.partPath(name), kept?.flushed ?? 0);
  /** What the index knows of the bytes in the part; null when there are none. */
  let row = part.length > 0 ? kept : null;

  const noteFlushed = async (): Promise<void> => {
    await part.flush();
    const noted = index.part(name);
    if (noted !== null) index.setPart({ ...noted, flushed: part.flushed });
  };
  const discard = async (): Promise<void> => {
    row = null;
    index.removePart(name);
    await part.restart();
  };
  /** A file of another size than the playlist says is not the file that was meant. */
  const wrongSize = async (): Promise<Result<never, MediaCode>> => {
    await discard();
    const size = need.size ?? 0;
    return fail('size-mismatch', `The file does not have the ${size} bytes that the playlist says.`, {
      size,
    });
  };

  /** Reserves space step by step for a body whose length the server did not say, or exceeds. */
  let room = 0;
  const makeRoom = async (): Promise<Result<null, MediaCode>> => {
    if (part.length <= room) return ok(null);
    room = part.length + tools.flushBytes;
    return await tools.reserve(name, room);
  };

  /** Tells how far it is, and flushes now and then beside the transfer, which does not wait for the disk. */
  let toldAt = 0;
  let flushedAt = 0;
  let flushing: Promise<void> | null = null;
  const takeNotes = (): void => {
    const now = clock.monotonic();
    if (now - toldAt >= PROGRESS_EVERY_MS) {
      tools.onProgress(part.length, row?.total ?? null);
      toldAt = now;
    }
    const isDue = part.length - part.flushed >= tools.flushBytes || now - flushedAt >= tools.flushMs;
    if (!isDue || flushing !== null) return;
    flushedAt = now;
    flushing = noteFlushed().then(() => {
      flushing = null;
    });
    // A failure stays in `flushing`, and is met at the end.
    flushing.catch(() => undefined);
  };

  /** Null at the end of the body, else why it ended before. */
  const pour = async (
    body: DownloadAnswer['body'],
    watch: TransferWatch,
  ): Promise<Failure<MediaCode> | null> => {
    const chunks = body[Symbol.asyncIterator]();
    for (;;) {
      const next = await nextChunk(chunks, watch);
      if (!next.ok) return next.error;
      if (next.value === null) return null;
      await part.add(next.value);
      if (need.size !== null && part.length > need.size) return null;
      const reserved = await makeRoom();
      if (!reserved.ok) return reserved.error;
      takeNotes();
      await tools.spend(next.value.byteLength, watch.signal);
    }
  };

  return {
    isHere: () => row !== null && row.flushed === row.total,
    requestFor: (known, signal) => {
      const ifRange = row === null ? null : ifRangeOf(row);
      if (ifRange !== null) return { url: need.url, from: part.length, ifRange, signal };
      return known === null ? { url: need.url, signal } : { url: need.url, known: known.validators, signal };
    },
    begin: async (answer) => {
      if (answer.status === 304) return fail('bad-answer', 'The server said 304 to a question nobody asked.');
      if (answer.status === 206 && !continuesPart(answer, row, part.length)) {
        await discard();
        return fail('incomplete', 'The file changed on the server while it was downloaded; it starts anew.');
      }
      if (answer.status === 200) await part.restart();
      if (need.kind === null && isPage(answer)) {
        return fail('is-a-page', 'The address shows a web page, not a file.');
      }
      const total = totalOf(answer);
      if (need.size !== null && total !== null && total !== need.size) return await wrongSize();
      row = { name, url: need.url, ...answer.validators, total, flushed: part.flushed };
      index.setPart(row);
      tools.onProgress(part.length, total);
      room = total ?? 0;
      return total === null ? ok(null) : await tools.reserve(name, total);
    },
    take: async ({ body }, watch) => {
      toldAt = flushedAt = clock.monotonic();
      try {
        const failure = await pour(body, watch);
        if (failure !== null && part.length > part.flushed) await noteFlushed();
        if (failure !== null) return { ok: false, error: failure };
      } finally {
        await flushing;
      }
      if (need.size !== null && part.length > need.size) return await wrongSize();
      const total = row?.total ?? null;
      if (total === null || part.length >= total) return ok(null);
      await noteFlushed();
      return fail(
        'incomplete',
        `The server sent ${part.length} of ${total} bytes; the rest is asked for again.`,
      );
    },
    complete: async () => {
      if (need.size !== null && part.length !== need.size) return await wrongSize();
      await noteFlushed();
      const sha256 = part.digest();
      if (need.sha256 !== null && sha256 !== need.sha256) {
        await discard();
        return fail('hash-mismatch', 'The file does not have the SHA-256 that the playlist says.');
      }
      const validators = { etag: row?.etag ?? null, lastModified: row?.lastModified ?? null };
      return ok({ kind: 'complete', partName: name, sha256, size: part.length, validators });
    },
    refused: async ({ code }) => {
      if (row !== null && (code === 'refused' || code === 'not-found')) await discard();
    },
    close: () => part.close(),
  };
}

/** The next bytes, or null at the end. Only the server's side can fail here; the disk's failures are thrown past it. */
async function nextChunk(
  chunks: AsyncIterator<Uint8Array>,
  watch: TransferWatch,
): Promise<Result<Uint8Array | null, MediaCode>> {
  watch.listen();
  try {
    const next = await chunks.next();
    const bytes = next.done === true ? null : next.value;
    watch.came(bytes?.byteLength ?? 0);
    return ok(bytes);
  } catch (thrown) {
    return fail('incomplete', `The connection broke in the middle of a file: ${describeThrown(thrown)}.`);
  }
}
