import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';
import { every, singleFlight } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import type { CallCode, CodeOf } from '../../shared/failure-codes.ts';
import { describeThrown, fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { DownloadAnswer, DownloadRequest } from '../server/server-client.types.ts';
import { judgeListing, MOST_LOCAL_FILES, type LocalFile, type LocalListing } from './local-file.ts';
import { createFolderReader, type FolderReader } from './local-folder-reader.ts';

/** A folder on this machine whose media somebody else puts there and takes away; nothing is ever written into it. */
export interface LocalFolder {
  /** Looks at once, and then every few seconds. */
  start(): void;
  stop(): Promise<void>;
  /** Looks now; resolves when it has been seen. */
  look(): Promise<void>;
  /** As it was seen last: a folder that cannot be read takes nothing away. */
  files(): readonly LocalFile[];
  /** What is wrong with it. */
  problems(): readonly Failure<CodeOf<'folders'>>[];
  /** Reads a file of it, as a server would send it; null when the address is of no file here. */
  read(request: DownloadRequest): Promise<Result<DownloadAnswer, CallCode>> | null;
}

export interface LocalFolderDependencies {
  /** Absolute. */
  readonly path: string;
  /** The ends of the names that are of interest, in small letters. */
  readonly endings: readonly string[];
  /** It need not be there. */
  readonly isOptional: boolean;
  /** Under which name the last listing is kept: a share that hangs at the next start takes nothing away either. */
  readonly name: string;
  readonly keyValues: KeyValueStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Another listing, or another problem. */
  readonly onChange: () => void;
  /** For tests: the real one has a thread of its own. */
  readonly reader?: FolderReader;
}

/** A watch of the system's would tell sooner, but not of shares, and to ask for one waits for a share that hangs. */
const LOOK_EVERY_MS = 5_000;
const MOST_TOLD = 20;
const NOTHING: LocalListing = { files: [], leftOut: [], isCut: false };

const keptSchema = z.object({
  path: z.string(),
  entries: z
    .array(z.object({ name: z.string(), size: z.number(), version: z.string(), isPlain: z.literal(true) }))
    .max(MOST_LOCAL_FILES),
});

/** Makes a {@link LocalFolder}; it begins with what was seen of the same folder last. */
export function createLocalFolder(dependencies: LocalFolderDependencies): LocalFolder {
  const { path, endings, isOptional, clock, log, onChange } = dependencies;
  const reader = dependencies.reader ?? createFolderReader(clock);
  let listing = judgeListing(path, keptEntries(dependencies), true);
  let trouble: Failure<CodeOf<'folders'>> | null = null;
  let seen = '';
  let isStopped = false;

  const take = (found: LocalListing, failure: Failure<CodeOf<'folders'>> | null): void => {
    const told = JSON.stringify([found, failure]);
    if (told === seen) return;
    seen = told;
    if (found.files.length + listing.files.length > 0) {
      log.info('A folder of media was read', { folder: path, files: found.files.length });
    }
    listing = found;
    trouble = failure;
    for (const { message } of problemsOf(path, found, failure)) log.warn(message);
    keep(dependencies, found);
    onChange();
  };

  const look = singleFlight(async (): Promise<void> => {
    // The player's own disk can be asked at once; what has no folder there needs no thread.
    if (isOptional && !existsSync(path)) {
      take(NOTHING, null);
      return;
    }
    const found = await reader.ask({ kind: 'list', path, endings });
    if (isStopped) return;
    if (found.kind === 'listed') take(judgeListing(path, found.entries, found.isWhole), null);
    else if (found.kind === 'silent') take(listing, silent(path));
    else if (found.kind === 'failed') take(listing, unreadable(path, found.code, found.message));
  });
  const looks = every(clock, LOOK_EVERY_MS, look);

  const open = async (
    file: LocalFile,
    { known, signal }: DownloadRequest,
  ): Promise<Result<DownloadAnswer, CallCode>> => {
    const validators = { etag: `"${file.version}"`, lastModified: null };
    const head = { validators, contentType: null, contentLength: file.size, range: null };
    if (known?.etag === validators.etag) return ok({ ...head, status: 304, body: nothing() });
    const opened = await reader.ask({ kind: 'open', path: pathOf(path, file), version: file.version });
    if (opened.kind === 'opened') return ok({ ...head, status: 200, body: bytesOf(reader, signal) });
    const reason = 'message' in opened ? opened.message : CHANGED;
    return fail('not-found', `The file cannot be read: ${reason}.`);
  };

  return {
    start: () => {
      void look();
      looks.start();
    },
    stop: async () => {
      isStopped = true;
      looks.stop();
      await reader.stop();
      await look.current();
    },
    look,
    files: () => listing.files,
    problems: () => problemsOf(path, listing, trouble),
    read: (request) => {
      const file = listing.files.find(({ url }) => url === request.url);
      return file === undefined ? null : open(file, request);
    },
  };
}

const CHANGED = 'it changed meanwhile';

function pathOf(folder: string, { name }: LocalFile): string {
  // Not joined: a name that is listed needs no tidying, and tidying changes which file is meant.
  return `${folder}/${name}`;
}

async function* bytesOf(reader: FolderReader, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const next = await reader.ask({ kind: 'read' });
      if (next.kind === 'end') return;
      if (next.kind !== 'bytes') throw new Error('message' in next ? next.message : CHANGED);
      if (signal.aborted) throw new Error('it is not wanted any more');
      yield next.bytes;
    }
  } finally {
    await reader.ask({ kind: 'close' });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // Nothing is sent.
}

function problemsOf(
  folder: string,
  { leftOut, isCut }: LocalListing,
  trouble: Failure<CodeOf<'folders'>> | null,
): readonly Failure<CodeOf<'folders'>>[] {
  const limit = MOST_LOCAL_FILES;
  const cut = `${folder} holds more than ${limit} files that can be played; the first ${limit} are used.`;
  return [
    ...(trouble === null ? [] : [trouble]),
    ...(isCut ? [fail('folder-too-many', cut, { folder }).error] : []),
    ...leftOut.slice(0, MOST_TOLD).map((file) => {
      const message = `${file} in ${folder} is left out: only plain files of at most 4 GB are played.`;
      return fail('folder-file-left-out', message, { file, folder }).error;
    }),
  ];
}

function silent(folder: string): Failure<CodeOf<'folders'>> {
  return fail('folder-silent', `${folder} does not answer; what came of it before goes on.`, { folder })
    .error;
}

function unreadable(folder: string, code: string, reason: string): Failure<CodeOf<'folders'>> {
  if (code === 'ENOENT') return fail('folder-missing', `There is no folder ${folder}.`, { folder }).error;
  return fail('folder-unreadable', `${folder} cannot be read: ${reason}.`, { folder }).error;
}

function keptEntries({ path, name, keyValues, log }: LocalFolderDependencies) {
  const kept = readKept(keyValues, name, keptSchema, (thrown) => {
    log.debug('What was in a folder before is not known', { folder: path, reason: describeThrown(thrown) });
  });
  return kept?.path === path ? kept.entries : [];
}

/** A disk that refuses costs the next start its beginning, never the show. */
function keep({ path, name, keyValues, log }: LocalFolderDependencies, { files }: LocalListing): void {
  const entries = files.map((file) => ({
    name: file.name,
    size: file.size,
    version: file.version,
    isPlain: true,
  }));
  try {
    keyValues.set(name, JSON.stringify({ path, entries }), 'lazily');
  } catch (thrown) {
    log.debug('What is in a folder could not be kept', { folder: path, reason: describeThrown(thrown) });
  }
}
