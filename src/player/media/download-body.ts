import type { MediaCode } from '../../shared/failure-codes.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { DownloadAnswer } from '../server/server-client.types.ts';
import { noteFlushed, wrongSize, type Transfer } from './transfer.ts';

/** People watch it: more often is of no use. */
const PROGRESS_EVERY_MS = 100;

/** Takes the body to its end. What came is in the part whatever happens. */
export async function takeBody(
  transfer: Transfer,
  answer: DownloadAnswer,
  onBytes: (bytes: number) => void,
): Promise<Result<null, MediaCode>> {
  const { need, part, row, tools } = transfer;
  const notes = takeNotes(transfer);
  const room = makeRoom(transfer);
  const chunks = answer.body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextChunk(chunks);
      if (!next.ok) return next;
      if (next.value === null) break;
      onBytes(next.value.byteLength);
      await part.add(next.value);
      if (need.size !== null && part.length > need.size) break;
      const reserved = await room();
      if (!reserved.ok) return reserved;
      notes.take(tools.clock.monotonic());
    }
  } finally {
    await notes.end();
  }
  if (need.size !== null && part.length > need.size) return await wrongSize(transfer);
  const total = row?.total ?? null;
  if (total !== null && part.length < total) {
    return fail(
      'incomplete',
      `The server sent ${part.length} of ${total} bytes; the rest is asked for again.`,
    );
  }
  return ok(null);
}

/** Reserves space step by step for a body whose length the server did not say, or exceeds. */
function makeRoom({ name, part, row, tools }: Transfer): () => Promise<Result<null, MediaCode>> {
  let room = row?.total ?? 0;
  return async () => {
    if (part.length <= room) return ok(null);
    room = part.length + tools.flushBytes;
    return await tools.reserve(name, room);
  };
}

/** Tells how far it is, and flushes now and then beside the transfer, which does not wait for the disk. */
function takeNotes(transfer: Transfer): { take(now: number): void; end(): Promise<void> } {
  const { part, row, tools } = transfer;
  let toldAt = tools.clock.monotonic();
  let flushedAt = toldAt;
  let flushing: Promise<void> | null = null;
  return {
    take: (now) => {
      if (now - toldAt >= PROGRESS_EVERY_MS) {
        tools.onProgress(part.length, row?.total ?? null);
        toldAt = now;
      }
      const due = part.length - part.flushed >= tools.flushBytes || now - flushedAt >= tools.flushMs;
      if (!due || flushing !== null) return;
      flushedAt = now;
      flushing = noteFlushed(transfer).then(() => {
        flushing = null;
      });
      // A failure stays in `flushing`, and is met at the end.
      flushing.catch(() => undefined);
    },
    end: async () => {
      await flushing;
    },
  };
}

/** The next bytes, or null at the end. Only the server's side can fail here; the disk's failures are thrown past it. */
async function nextChunk(chunks: AsyncIterator<Uint8Array>): Promise<Result<Uint8Array | null, MediaCode>> {
  try {
    const next = await chunks.next();
    return ok(next.done === true ? null : next.value);
  } catch (thrown) {
    return fail('incomplete', `The connection broke in the middle of a file: ${describeThrown(thrown)}.`);
  }
}
