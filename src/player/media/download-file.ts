import type { MediaCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Failed, type Result } from '../../shared/result.ts';
import { isUnchanged, type KnownFile } from './answer-head.ts';
import { diskFailure } from './disk-failures.ts';
import type { MediaRequest } from './media-types.ts';
import { openTransfer, type CompleteFile, type DownloadFileDependencies, type Transfer } from './transfer.ts';
import { watchTransfer, type TransferWatch } from './transfer-watch.ts';

export type Downloaded = { readonly kind: 'unchanged' } | CompleteFile;

/**
 * One try to bring the file behind `need.url` to the disk, continuing where an earlier try, or an earlier run, stopped
 * (ARCHITECTURE.md, *Bytes are proven*). A success is hashed, compared and flushed, but has no final name yet.
 * A failure keeps what may be continued.
 */
export async function downloadFile(
  need: MediaRequest,
  known: KnownFile | null,
  tools: DownloadFileDependencies,
  signal: AbortSignal,
): Promise<Result<Downloaded, MediaCode>> {
  let transfer: Transfer | null = null;
  try {
    transfer = await openTransfer(need, tools);
    if (transfer.isHere()) return await transfer.complete();
    const received = await receiveWatched(transfer, known, tools, signal);
    if (!received.ok) return received;
    if (received.value === 'unchanged') return ok({ kind: 'unchanged' });
    tools.onReceived();
    return await transfer.complete();
  } catch (thrown) {
    return diskFailure(thrown);
  } finally {
    await transfer?.close();
  }
}

const BROKEN_OFF = fail('stopped', 'The download was broken off.');

type Received = Result<'received' | 'unchanged', MediaCode>;

async function receiveWatched(
  transfer: Transfer,
  known: KnownFile | null,
  tools: DownloadFileDependencies,
  signal: AbortSignal,
): Promise<Received> {
  const watch = watchTransfer(tools.clock, tools, signal);
  let isRead = false;
  try {
    const received = await receive(transfer, known, tools, watch);
    isRead = received.ok && received.value === 'received';
    // What the watch saw is the cause of what the connection then said.
    return received.ok ? received : (slownessOf(watch) ?? (signal.aborted ? BROKEN_OFF : received));
  } finally {
    // A body that is not read to its end would keep its connection.
    if (!isRead) watch.abort();
    watch.stop();
  }
}

async function receive(
  transfer: Transfer,
  known: KnownFile | null,
  { download }: DownloadFileDependencies,
  watch: TransferWatch,
): Promise<Received> {
  const answer = await download(transfer.requestFor(known, watch.signal));
  if (!answer.ok) {
    await transfer.refused(answer.error);
    return answer;
  }
  if (isUnchanged(answer.value, known)) return ok('unchanged');
  const begun = await transfer.begin(answer.value);
  if (!begun.ok) return begun;
  const taken = await transfer.take(answer.value, watch);
  return taken.ok ? ok('received') : taken;
}

function slownessOf(watch: TransferWatch): Failed<'timeout' | 'trickles'> | null {
  switch (watch.tooSlow()) {
    case 'stalled':
      return fail('timeout', 'The server stopped sending, or does not answer in time.');
    case 'trickles':
      return fail('trickles', 'The server sends this file too slowly; it is asked for again later.');
    case null:
      return null;
  }
}
