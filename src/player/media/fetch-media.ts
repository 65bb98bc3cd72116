import { traitsOf, type FailureCode, type MediaCode } from '../../shared/failure-codes.ts';
import { retryDelay } from '../../shared/back-off.ts';
import { wait, type Clock } from '../../shared/clock.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { MediaIndex } from '../../platform/store/media-index.ts';
import type { KnownFile } from './answer-head.ts';
import { downloadFile, type Downloaded } from './download-file.ts';
import type { DownloadRate } from './download-rate.ts';
import type { Drawings } from './drawings.ts';
import type { DownloadQueue } from './download-queue.ts';
import type { MediaFolder } from './media-folder.ts';
import type { MediaLimits } from './media-limits.ts';
import type { LoanRequest, MediaRequest, MediaRecord, UseOfLoan } from './media-types.ts';
import { diskFailure } from './disk-failures.ts';
import { isLocalAddress } from './local-file.ts';
import type { NotedProber } from './reading-notes.ts';
import { judgeReplacement, standingFile } from './replacement.ts';
import type { CacheQuota } from './cache-quota.ts';
import type { CompleteFile, DownloadFileDependencies } from './transfer.ts';

/** What fetching works with. */
export interface FetchMediaDependencies {
  readonly folder: MediaFolder;
  readonly index: MediaIndex;
  readonly space: CacheQuota;
  readonly queue: DownloadQueue;
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: MediaLimits;
  readonly appVersion: string;
  readonly download: DownloadFileDependencies['download'];
  /** Whether an address belongs to the paired server. */
  readonly isOwnServer: (url: string) => boolean;
  readonly rate: DownloadRate;
  readonly prober: NotedProber;
  readonly drawings: Pick<Drawings, 'concerns' | 'judge' | 'keep'>;
  /** A file was taken out for what came of it here. */
  readonly onRefused: (need: MediaRequest, reason: string) => void;
  onProgress(url: string, received: number, total: number | null): void;
}

/** A try that brought so many new bytes was no failure of the server. */
const PROGRESS_BYTES = 65_536;

/** The record of what is fetched; null when a conditional request found the known file unchanged. */
export type Fetched = MediaRecord | null;

/**
 * Brings the file behind `need.url` into the store, with bounded tries under full-jitter waits. The wait does not hold
 * a lane, so that a failing file does not keep its neighbours.
 */
export function fetchMedia(
  need: MediaRequest,
  known: KnownFile | null,
  tools: FetchMediaDependencies,
  signal: AbortSignal,
): Promise<Result<Fetched, MediaCode>> {
  return fetchAnd(need, known, tools, signal, (complete) => settleFile(need, complete, tools));
}

/**
 * Brings the file behind `need.url`, which is no media, and hands its whole, hashed and flushed bytes to `use` by their path;
 * they are gone once it succeeded. The same rules hold as for media: quota, reserve, tries, and what is here is gone on with.
 */
export async function lendFile<Value, Code extends FailureCode>(
  need: LoanRequest,
  use: UseOfLoan<Value, Code>,
  tools: FetchMediaDependencies,
  signal: AbortSignal,
): Promise<Result<Value, Code | MediaCode>> {
  const room = async (besideBytes: number): Promise<Result<null, MediaCode>> => {
    try {
      await tools.folder.prepare();
      return await tools.space.reserve(tools.folder.partName(need.url), need.size + besideBytes);
    } catch (thrown) {
      return diskFailure(thrown);
    }
  };
  const given = await room(need.besideBytes);
  if (!given.ok) return given;
  const uses: Result<Value, Code>[] = [];
  const fetched = await fetchAnd(need, null, tools, signal, async ({ partName }) => {
    const used = await use(tools.folder.partPath(partName), room);
    uses.push(used);
    if (used.ok) await dropPart(partName, tools);
    return ok(null);
  });
  return uses[0] ?? (fetched.ok ? fail('stopped', 'The download was broken off.') : fetched);
}

/** What is done with bytes that are here in full. */
type Settle = (complete: CompleteFile) => Promise<Result<Fetched, MediaCode>>;

async function fetchAnd(
  need: MediaRequest,
  known: KnownFile | null,
  tools: FetchMediaDependencies,
  signal: AbortSignal,
  settleComplete: Settle,
): Promise<Result<Fetched, MediaCode>> {
  const partName = tools.folder.partName(need.url);
  try {
    for (let attempt = 0; ;) {
      const before = tools.index.part(partName)?.flushed ?? 0;
      const load = (onReceived?: () => void): ReturnType<typeof download> =>
        download(need, known, tools, signal, onReceived);
      // A folder of this machine takes no lane from a server.
      const downloaded = await (isLocalAddress(need.url)
        ? load()
        : tools.queue.run(load, tools.isOwnServer(need.url)));
      // Without a lane: what takes long to be judged keeps nobody's bytes, nor does the disk.
      const fetched = downloaded.ok ? await settle(downloaded.value, settleComplete) : downloaded;
      if (fetched.ok) return fetched;
      if (signal.aborted) return fail('stopped', 'The download was broken off.');
      const progress = (tools.index.part(partName)?.flushed ?? 0) - before;
      attempt = progress >= PROGRESS_BYTES ? 0 : attempt + 1;
      if (!worthRetrying(fetched.error, need, attempt) || attempt >= tools.limits.tries) return fetched;
      if (
        !(await wait(
          tools.clock,
          retryDelay(fetched.error, attempt - 1, { baseMs: tools.limits.retryBaseMs }, tools.random),
          signal,
        ))
      ) {
        return fail('stopped', 'The download was broken off.');
      }
    }
  } finally {
    tools.space.release(partName);
  }
}

/** Proven bytes that cannot be decoded stay so; unproven ones get a second chance, in case the way spoilt them. */
function worthRetrying(failure: Failure<MediaCode>, need: MediaRequest, attempt: number): boolean {
  if (failure.code === 'undecodable') return need.sha256 === null && attempt === 1;
  return traitsOf(failure.code).retry !== 'never';
}

async function download(
  need: MediaRequest,
  known: KnownFile | null,
  tools: FetchMediaDependencies,
  signal: AbortSignal,
  onReceived: () => void = () => undefined,
): Promise<Result<Downloaded, MediaCode>> {
  if (signal.aborted) return fail('stopped', 'The download was broken off.');
  const { folder, index, clock, limits, space } = tools;
  const isLocal = isLocalAddress(need.url);
  return await downloadFile(
    need,
    known,
    {
      folder,
      index,
      clock,
      download: tools.download,
      ...limits,
      spend: (bytes, until) => (isLocal ? Promise.resolve() : tools.rate.spend(bytes, until)),
      reserve: (partName, bytes) => space.reserve(partName, bytes, isLocal ? 'spare' : 'needed'),
      onReceived,
      onProgress: (received, total) => {
        tools.onProgress(need.url, received, total);
      },
    },
    signal,
  );
}

async function settle(downloaded: Downloaded, settleComplete: Settle): Promise<Result<Fetched, MediaCode>> {
  if (downloaded.kind === 'unchanged') return ok(null);
  try {
    return await settleComplete(downloaded);
  } catch (thrown) {
    return diskFailure(thrown);
  }
}

/** Probes proven bytes and has them drawn, gives them their final name and writes them into the index, in this order. */
async function settleFile(
  need: MediaRequest,
  complete: CompleteFile,
  tools: FetchMediaDependencies,
): Promise<Result<MediaRecord, MediaCode>> {
  const { folder, index, space, clock, appVersion } = tools;
  const { sha256, size, partName, validators } = complete;
  const now = clock.now();
  const source = { url: need.url, sha256, ...validators, validatedAt: now };
  const standing = standingFile(need.url, index, appVersion);
  /** What is no use takes the address only where nothing good stands behind it. */
  const refuse = async (failure: Failure<MediaCode>): Promise<Result<never, MediaCode>> => {
    if (standing === null) index.setUrl(source);
    await dropPart(partName, tools);
    return { ok: false, error: failure };
  };
  const quarantined = index.quarantineReason(sha256, appVersion);
  if (quarantined !== null) return await refuse(fail('undecodable', quarantined).error);
  const present = index.file(sha256);
  const probe = present === null ? await tools.prober.probe(sha256, folder.partPath(partName)) : ok(present);
  if (!probe.ok) {
    index.quarantine(sha256, appVersion, probe.error.message);
    return await refuse(probe.error);
  }
  const path = folder.partPath(partName);
  const isJudged = present !== null || !tools.drawings.concerns(probe.value);
  const judged = isJudged ? ok(null) : await tools.drawings.judge(sha256, path);
  if (!judged.ok) {
    index.quarantine(sha256, appVersion, judged.error.message);
    tools.onRefused(need, judged.error.message);
    return await refuse(judged.error);
  }
  if (standing !== null && standing.sha256 !== sha256) {
    const isWhole = (): Promise<boolean> => tools.prober.isWhole(sha256, path, probe.value.mime);
    const came = { kind: probe.value.kind, isWhole };
    const judged = await judgeReplacement(need, standing, came);
    if (!judged.ok) return await refuse(judged.error);
  }
  if (present !== null) {
    await dropPart(partName, tools);
    index.setUrl(source);
    return ok(present);
  }
  // The URL's row first: should we die before the file's row, the file is adopted at the next start and found by it. Where
  // something good stands behind the address, that would be lost until then.
  if (standing === null) index.setUrl(source);
  await folder.publish(partName, sha256);
  const row = { sha256, size, ...probe.value, lastPlayedAt: now, scrubbedAt: now };
  index.addFile(row, source);
  index.removePart(partName);
  space.release(partName);
  if (judged.value !== null) await tools.drawings.keep(sha256, judged.value);
  return ok(row);
}

async function dropPart(partName: string, { folder, index }: FetchMediaDependencies): Promise<void> {
  index.removePart(partName);
  await folder.removePart(partName);
}
