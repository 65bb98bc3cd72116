import { wait, type Clock } from '../../shared/clock.ts';
import { fail, ok, describeThrown, type Failure, type Result } from '../../shared/result.ts';
import type { SignInSecrets } from '../auth/sign-in.ts';
import { signIn } from '../auth/sign-in.ts';
import type { Contact } from '../pairing/contact-server.ts';
import { normalisePlaylist } from '../playlist/normalise-playlist.ts';
import { mediaRequestOf } from '../playlist/program-for.ts';
import type { DownloadAnswer, ServerClient } from '../server/server-client.types.ts';
import { beginListFile, LONGEST_VALIDATOR, type ListFile } from './list-file.ts';
import { PRELUDE_BYTES, readHead, writeHead, type StickLabel, type StickManifest } from './stick-format.ts';
import { stickKeysOf } from './stick-keys.ts';

export interface MakeListOptions {
  readonly contact: Pick<Contact, 'url' | 'client'>;
  readonly hostname: string;
  readonly secrets: SignInSecrets;
  /** Where the list goes, once the screen's name is known. */
  readonly placeFor: (hostname: string) => string;
  readonly clock: Clock;
  /** Hears of each file that is fetched, and of each that cannot be had and is left out. */
  readonly onFile: (fileName: string, failure: Failure | null) => void;
}

export interface MadeList {
  readonly path: string;
  readonly hostname: string;
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  /** Of these files the server gave nothing. */
  readonly leftOut: number;
  readonly madeAtMs: number;
}

/** Signs in as a screen, and writes its list with all files into one file for a stick. What fails leaves no file. */
export async function makeList(options: MakeListOptions): Promise<Result<MadeList>> {
  const { client } = options.contact;
  const signedIn = await signIn(client, options.hostname, options.secrets);
  if (!signedIn.ok) return signedIn;
  const { authCode, playerId, hostname } = signedIn.value;
  if (authCode === null || playerId === null)
    return fail('stick-no-sign-in', 'This older server knows no sign-in under which a list could be proven.');
  // Asked for before the list: what is newer on the server may be in the list, and nothing that is older.
  const time = await client.time(AbortSignal.timeout(TIME_WITHIN_MS));
  const madeAtMs = time.ok ? time.value.dateMs : options.clock.now();
  const answer = await client.playlist({ kind: 'bearer', playerId, authCode });
  if (!answer.ok) return answer;
  const body = answer.value.kind === 'body' ? bodyOf(answer.value.body) : null;
  const judged = normalisePlaylist(body, { serverUrl: options.contact.url });
  if (body === null || !judged.ok)
    return fail('bad-playlist', 'The server sent something that is not a playlist.');
  const keys = stickKeysOf(authCode);
  const label: StickLabel = { hostname, server: options.contact.url, key: keys.name, madeAtMs };
  const path = options.placeFor(hostname);
  try {
    return await writeList(options, { path, label, body, proofKey: keys.proof });
  } catch (thrown) {
    return fail('disk-error', `The list could not be written (${describeThrown(thrown)}).`, {
      cause: 'unknown',
    });
  }
}

type Body = StickManifest['body'];

interface Draft {
  readonly path: string;
  readonly label: StickLabel;
  readonly body: Body;
  readonly proofKey: Buffer;
}

async function writeList(options: MakeListOptions, draft: Draft): Promise<Result<MadeList>> {
  const { path, label, body, proofKey } = draft;
  const addresses = addressesIn(body, options.contact.url);
  const room = roomFor(label, body, addresses.size);
  const file = await beginListFile(path, room);
  try {
    const fetched = await fetchAll(options, addresses, file);
    if (addresses.size > 0 && fetched.size === 0)
      return fail(
        'incomplete',
        'The server gave none of the files of this list, so that nothing was written.',
      );
    const files = file.files();
    const proven = { body: withHashes(body, options.contact.url, fetched), files: [...files] };
    const head = writeHead(label, proven, proofKey, room);
    const bytes = room + files.reduce((sum, { size }) => sum + size, 0);
    // What no screen would take is said here and not in front of the screen.
    const readBack = readHead(head, bytes, proofKey);
    if (!readBack.ok) return readBack;
    await file.finish(head);
    const { hostname, madeAtMs } = label;
    const counts = {
      items: body.playlist.length,
      files: files.length,
      leftOut: addresses.size - fetched.size,
    };
    return ok({ path, hostname, ...counts, bytes, madeAtMs });
  } finally {
    await file.close();
  }
}

/** Of what the server sent only the list, its default item and its version: a stick says nothing else. */
function bodyOf(sent: unknown): Body | null {
  if (Array.isArray(sent)) return { playlist: sent as unknown[], playlist_version: null };
  if (typeof sent !== 'object' || sent === null) return null;
  const fields = sent as Readonly<Record<string, unknown>>;
  const list = [fields['playlist'], fields['items'], fields['content']].find((one) => Array.isArray(one));
  if (list === undefined) return null;
  const { playlist_version: version, default_item: other = null } = fields;
  const isVersion = typeof version === 'string' || typeof version === 'number';
  const body = { playlist: list as unknown[], playlist_version: isVersion ? version : null };
  return other === null ? body : { ...body, default_item: other };
}

/** The file that an item needs, by the rules of the screen; null for a page, and for what no screen could use. */
function requestOf(
  raw: unknown,
  serverUrl: string,
): { readonly url: string; readonly fileName: string } | null {
  const one = normalisePlaylist([raw], { serverUrl });
  const item = one.ok ? one.value.items[0] : undefined;
  return item === undefined ? null : mediaRequestOf(item);
}

function addressesIn(
  { playlist, default_item: other }: Body,
  serverUrl: string,
): ReadonlyMap<string, string> {
  const requests = [...playlist, other]
    .map((raw) => requestOf(raw, serverUrl))
    .filter((request) => request !== null);
  return new Map(requests.map(({ url, fileName }) => [url, fileName]));
}

const HASH_ROOM = 'sha256:'.length + 64 + 'size:123456789012345'.length + 16;
const ENTRY_ROOM = 2 * LONGEST_VALIDATOR + 64 + 96;

function roomFor(label: StickLabel, body: Body, files: number): number {
  const written = [label, body].reduce((sum, part) => sum + Buffer.byteLength(JSON.stringify(part)), 0);
  return PRELUDE_BYTES + written + (body.playlist.length + 1) * HASH_ROOM + files * ENTRY_ROOM + 64;
}

interface Fetched {
  readonly sha256: string;
  readonly size: number;
}

async function fetchAll(
  { contact: { client }, clock, onFile }: MakeListOptions,
  addresses: ReadonlyMap<string, string>,
  file: ListFile,
): Promise<ReadonlyMap<string, Fetched>> {
  const fetched = new Map<string, Fetched>();
  for (const [url, fileName] of addresses) {
    const added = await fetchOne(client, url, file, clock);
    if (added.ok && added.value !== null) fetched.set(url, added.value);
    onFile(fileName, added.ok ? null : added.error);
  }
  return fetched;
}

/** Null: the address shows a page, which no stick brings. */
async function fetchOne(
  client: Pick<ServerClient, 'download'>,
  url: string,
  file: ListFile,
  clock: Clock,
): Promise<Result<Fetched | null>> {
  for (let tries = 1; ; tries += 1) {
    const silence = new AbortController();
    const answer = await client.download({ url, signal: silence.signal });
    const page = answer.ok && /^text\/html\b/i.test(answer.value.contentType ?? '');
    if (page) silence.abort();
    if (page) return ok(null);
    const added = answer.ok
      ? await file.add({ ...answer.value, body: watched(answer.value, silence, clock) })
      : answer;
    if (added.ok || tries === TRIES || added.error.code === 'not-found') return added;
    await wait(clock, tries * TRY_AGAIN_MS);
  }
}

const TRIES = 3;
const TRY_AGAIN_MS = 1_000;
const TIME_WITHIN_MS = 10_000;
const SILENCE_MS = 60_000;

/** Ends a body that stays silent for too long. */
async function* watched(
  { body }: DownloadAnswer,
  silence: AbortController,
  clock: Clock,
): AsyncGenerator<Uint8Array> {
  const begin = () =>
    clock.after(SILENCE_MS, () => {
      silence.abort();
    });
  let timer = begin();
  try {
    for await (const chunk of body) {
      timer.cancel();
      yield chunk;
      timer = begin();
    }
  } finally {
    timer.cancel();
  }
}

/** Each item names the very bytes that come with it, so that no file of the same address is taken for them. */
function withHashes(body: Body, serverUrl: string, fetched: ReadonlyMap<string, Fetched>): Body {
  const named = (raw: unknown): unknown => {
    const found = fetched.get(requestOf(raw, serverUrl)?.url ?? '');
    if (found === undefined || typeof raw !== 'object' || raw === null) return raw;
    const { sha256, size } = found;
    return { ...raw, sha256, size };
  };
  const playlist = body.playlist.map(named);
  const { default_item: other } = body;
  return other === undefined ? { ...body, playlist } : { ...body, playlist, default_item: named(other) };
}
