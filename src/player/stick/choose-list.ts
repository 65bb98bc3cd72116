import { join } from 'node:path';
import type { StickCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { StickContents } from './stick-disk.ts';
import {
  notPlain,
  PRELUDE_BYTES,
  readHead,
  readLabel,
  readPrelude,
  type ProvenList,
  type StickLabel,
} from './stick-format.ts';
import type { StickKeys } from './stick-keys.ts';
import type { StickReader } from './stick-reader.ts';

/** A list that is this screen's and whole, as far as its head and its length say. */
export interface ChosenList extends ProvenList {
  readonly path: string;
}

interface Candidate {
  readonly path: string;
  readonly size: number;
  readonly headBytes: number;
  readonly label: StickLabel;
}

/**
 * The newest list of a stick that was made for the screen with these keys, its head proven; where there is none, what is to
 * be said of the others. A stick may bring lists for many screens.
 */
export async function chooseList(
  reader: StickReader,
  folder: string,
  contents: StickContents,
  screen: { readonly hostname: string; readonly keys: StickKeys },
): Promise<Result<ChosenList, StickCode>> {
  const candidates: Candidate[] = [];
  let failed: Failure<StickCode> | null = null;
  for (const name of contents.lists) {
    const candidate = await readCandidate(reader, join(folder, name));
    if (candidate.ok) candidates.push(candidate.value);
    else if (candidate.error.code === 'stick-pulled') return candidate;
    else failed ??= candidate.error;
  }
  const own = candidates.filter(({ label }) => label.key === screen.keys.name);
  const newest = own.sort((one, other) => other.label.madeAtMs - one.label.madeAtMs)[0];
  if (newest !== undefined) return await prove(reader, newest, screen.keys);
  if (failed !== null) return { ok: false, error: failed };
  if (candidates.some(({ label }) => label.hostname === screen.hostname)) return renewed();
  const other = candidates[0];
  return other === undefined ? notPlain() : otherScreen(other.label.hostname);
}

async function readCandidate(reader: StickReader, path: string): Promise<Result<Candidate, StickCode>> {
  const start = await reader.read(path, 0, PRELUDE_BYTES);
  if (!start.ok) return start;
  const { size } = start.value;
  const prelude = readPrelude(start.value.bytes, size);
  if (!prelude.ok) return prelude;
  const { labelBytes, headBytes } = prelude.value;
  const text = await reader.read(path, PRELUDE_BYTES, labelBytes);
  if (!text.ok) return text;
  const label = readLabel(text.value.bytes);
  return label.ok ? ok({ path, size, headBytes, label: label.value }) : label;
}

async function prove(
  reader: StickReader,
  { path, size, headBytes }: Candidate,
  keys: StickKeys,
): Promise<Result<ChosenList, StickCode>> {
  const pieces: Buffer[] = [];
  for (let length = 0; length < headBytes;) {
    const piece = await reader.read(path, length, headBytes - length);
    if (!piece.ok) return piece;
    if (piece.value.bytes.length === 0) break;
    pieces.push(piece.value.bytes);
    length += piece.value.bytes.length;
  }
  const head = readHead(Buffer.concat(pieces), size, keys.proof);
  return head.ok ? ok({ ...head.value, path }) : head;
}

function renewed(): Result<never, StickCode> {
  return fail(
    'stick-renewed',
    'The playlist on the stick was made under a sign-in that this screen does not have any more; make it anew.',
  );
}

function otherScreen(hostname: string): Result<never, StickCode> {
  return fail(
    'stick-other-screen',
    `The playlist on the stick is for another screen, ${hostname}; make one for this screen.`,
    { screen: hostname },
  );
}
