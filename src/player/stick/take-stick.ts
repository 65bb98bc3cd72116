import { basename, dirname } from 'node:path';
import type { StickCode } from '../../shared/failure-codes.ts';
import { wait, type Clock } from '../../shared/clock.ts';
import type { Events } from '../../shared/events.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { Credentials } from '../auth/auth.types.ts';
import type { MediaStore } from '../media/media-types.ts';
import { normalisePlaylist } from '../playlist/normalise-playlist.ts';
import type { PlaylistManager } from '../playlist/playlist-manager.types.ts';
import { chooseList, type ChosenList } from './choose-list.ts';
import { fitStick, tooLarge } from './fit-stick.ts';
import type { ListAge } from './list-age.ts';
import type { StickPart } from './stick-format.ts';
import { stickKeysOf } from './stick-keys.ts';
import { pulled, type StickReader } from './stick-reader.ts';
import type { StickSource } from './stick-source.ts';

/** What became of a stick: nothing concerned the player; its list plays; the server's is as new; or it is refused. */
export type StickResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'plays' | 'server'; readonly list: ChosenList }
  | { readonly kind: 'refused'; readonly failure: Failure<StickCode>; readonly list: ChosenList | null };

export interface TakeStickDependencies {
  readonly reader: StickReader;
  readonly source: StickSource;
  readonly media: Pick<MediaStore, 'find' | 'use' | 'storageUse'>;
  readonly playlists: Pick<PlaylistManager, 'accept' | 'withdraw' | 'slotOf' | 'supplyProblems' | 'retryNow'>;
  readonly age: Pick<ListAge, 'asOfMs' | 'taken' | 'takenId'>;
  /** Null while the screen is not paired. */
  readonly credentials: () => Credentials | null;
  /** Whether the paired server answers. */
  readonly isServerReached: () => Promise<boolean>;
  readonly clock: Clock;
  readonly changes: Pick<Events<'changed'>, 'listen'>;
  /** The stick holds something for this screen, which is being read now. */
  readonly onReading: () => void;
}

/** Nobody waits longer for files that do not come: this long, and at this pace. */
const LEAST_TAKING_MS = 60_000;
const LEAST_BYTES_PER_MS = 500;

/** The screen of these credentials, whose lists another one's say nothing of. */
export function screenOf({ serverUrl, playerId, hostname }: Credentials): string {
  return `${serverUrl} ${playerId ?? hostname}`;
}

/**
 * Takes what the stick mounted at `folder` holds for this screen. Everything is read and proven before the first byte of it
 * is kept; from there on it is a playlist like the server's.
 */
export async function takeStick(
  dependencies: TakeStickDependencies,
  folder: string,
  signal: AbortSignal,
): Promise<StickResult> {
  const { reader } = dependencies;
  const contents = await reader.look(folder);
  // A stick that cannot be read and may hold anything is nobody's business here.
  if (!contents.ok || contents.value.lists.length + contents.value.notPlain.length === 0)
    return { kind: 'none' };
  dependencies.onReading();
  const credentials = dependencies.credentials();
  if (credentials === null) return refused(notPaired());
  if (credentials.authCode === null) return refused(noSignIn());
  const keys = stickKeysOf(credentials.authCode);
  const chosen = await chooseList(reader, folder, contents.value, { ...credentials, keys });
  if (!chosen.ok) return refused(chosen);
  return await takeList(dependencies, credentials, chosen.value, signal);
}

async function takeList(
  dependencies: TakeStickDependencies,
  credentials: Credentials,
  list: ChosenList,
  signal: AbortSignal,
): Promise<StickResult> {
  const { age, playlists } = dependencies;
  const { madeAtMs } = list.label;
  const screen = screenOf(credentials);
  const normalised = normalisePlaylist(list.body, credentials);
  if (!normalised.ok) return refused(badList(), list);
  const { id } = normalised.value;
  const asOfMs = age.asOfMs(screen) ?? Number.NEGATIVE_INFINITY;
  const here = playlists.slotOf(id);
  if (here === 'playing' || here === 'staged' || age.takenId(screen) === id) return { kind: 'plays', list };
  if (madeAtMs <= asOfMs) return refused(older(), list);
  if (await dependencies.isServerReached()) return { kind: 'server', list };
  const room = fits(dependencies.media, list);
  if (!room.ok) return refused(room, list);
  const whole = await proveParts(dependencies.reader, list, signal);
  if (!whole.ok) return refused(whole, list);
  const taken = await bringIn(
    dependencies,
    { list, id, parts: partsByAddress(list, normalised.value) },
    signal,
  );
  if (!taken.ok) return refused(taken, list);
  if (taken.value === 'server') return { kind: 'server', list };
  age.taken(screen, madeAtMs, id);
  return { kind: 'plays', list };
}

function fits(media: TakeStickDependencies['media'], { parts }: ChosenList): Result<null, StickCode> {
  const newBytes = parts
    .filter(({ sha256, size }) => media.find({ url: '', fileName: '', kind: null, sha256, size }) === null)
    .reduce((sum, { size }) => sum + size, 0);
  return fitStick(newBytes, media.use(), media.storageUse());
}

/** Reads every file once before any of them is kept. */
async function proveParts(
  reader: StickReader,
  { path, parts }: ChosenList,
  signal: AbortSignal,
): Promise<Result<null, StickCode>> {
  for (const { sha256, size, position } of parts) {
    const found = await reader.hash(path, position, size, signal);
    if (!found.ok) return found;
    if (found.value !== sha256)
      return fail(
        'stick-torn',
        'The playlist on the stick is not whole; copy it again, and wait until the copy is done.',
      );
  }
  return ok(null);
}

function partsByAddress(
  { parts }: ChosenList,
  { items }: { readonly items: readonly { readonly url: string; readonly sha256: string | null }[] },
): ReadonlyMap<string, StickPart | null> {
  const byHash = new Map(parts.map((part) => [part.sha256, part]));
  return new Map(items.map(({ url, sha256 }) => [url, byHash.get(sha256 ?? '') ?? null]));
}

interface Taking {
  readonly list: ChosenList;
  readonly id: string;
  readonly parts: ReadonlyMap<string, StickPart | null>;
}

/** Offers the list and lends its files until all of them are here; what does not come to its end is taken back. */
async function bringIn(
  dependencies: TakeStickDependencies,
  { list, id, parts }: Taking,
  signal: AbortSignal,
): Promise<Result<'plays' | 'server', StickCode>> {
  const { source, playlists, reader } = dependencies;
  source.hold({ parts, read: (position, length) => reader.read(list.path, position, length) });
  try {
    const accepted = playlists.accept(list.body, 'stick');
    if (!accepted.ok) return badList();
    playlists.retryNow();
    const ended = await settled(dependencies, id, list, signal);
    if (!ended.ok) playlists.withdraw(id);
    return ended;
  } finally {
    source.release();
  }
}

/** Waits until the list left its place of what is offered, or cannot leave it. */
async function settled(
  { playlists, source, changes, clock }: TakeStickDependencies,
  id: string,
  { parts }: ChosenList,
  signal: AbortSignal,
): Promise<Result<'plays' | 'server', StickCode>> {
  const bytes = parts.reduce((sum, { size }) => sum + size, 0);
  const look = (): Result<'plays' | 'server', StickCode> | null => {
    const slot = playlists.slotOf(id);
    if (slot === null || slot === 'rejected') return ok('server');
    if (slot !== 'offered') return ok('plays');
    const failure = source.failure();
    if (failure !== null) return { ok: false, error: failure };
    const full = playlists.supplyProblems().find(({ code }) => NO_SPACE.has(code));
    if (full !== undefined) return tooLarge(Number(full.params?.['missingBytes'] ?? 0));
    return signal.aborted ? pulled('it is gone') : null;
  };
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const { promise, resolve } = Promise.withResolvers<Result<'plays' | 'server', StickCode>>();
  const check = (): void => {
    const found = look();
    if (found !== null) resolve(found);
  };
  const stopListening = changes.listen(check);
  void wait(clock, LEAST_TAKING_MS + bytes / LEAST_BYTES_PER_MS, either).then((isOver) => {
    resolve(look() ?? (isOver ? badList() : pulled('it is gone')));
  });
  check();
  try {
    return await promise;
  } finally {
    stopListening();
    over.abort();
  }
}

const NO_SPACE: ReadonlySet<string> = new Set(['cache-full', 'disk-full', 'disk-lacks']);

/** Beside the list. */
export function receiptPlace({ path }: ChosenList): { readonly folder: string; readonly name: string } {
  return { folder: dirname(path), name: `${basename(path)}.receipt.csv` };
}

function refused(
  { error }: { readonly error: Failure<StickCode> },
  list: ChosenList | null = null,
): StickResult {
  return { kind: 'refused', failure: error, list };
}

function notPaired() {
  return fail(
    'stick-not-paired',
    'The stick holds a playlist, but this screen is not paired with a server, so that it cannot be judged; pair it first.',
  );
}

function noSignIn() {
  return fail(
    'stick-no-sign-in',
    'The server of this screen is of an older kind, for which no playlists can be put on sticks; update the server.',
  );
}

function badList() {
  return fail(
    'stick-unusable',
    'Nothing of the playlist on the stick can be played here; make it with the version of DigiPlayer that this screen has.',
  );
}

function older() {
  return fail(
    'stick-older',
    'The playlist on the stick is older than the one that this screen has; make a new one.',
  );
}
