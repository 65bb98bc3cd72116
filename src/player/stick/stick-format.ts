import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { StickCode } from '../../shared/failure-codes.ts';
import { exceedsJsonBounds } from '../../shared/json-bounds.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/*
 * One file: the prelude (magic, length of the label, length of the manifest, HMAC over all three and what follows of the
 * head), the label and the manifest as JSON, then the bytes of each file in the manifest's order, with nothing between them.
 */

/** Bytes of the prelude. */
export const PRELUDE_BYTES = 56;
const MAGIC = Buffer.from('DIGIPLAYLIST\0\0\0\x01', 'latin1');
const LENGTHS_AT = 16;
const PROOF_AT = 24;
const PROOF_BYTES = 32;
const MOST_LABEL_BYTES = 4_096;
const MOST_MANIFEST_BYTES = 33_554_432;
const MOST_FILES = 100_000;
const MOST_FILE_BYTES = 2 ** 46;

const labelSchema = z.strictObject({
  /** Whom it is for, and whose list it is. */
  hostname: z.string().min(1).max(255),
  server: z.string().max(2_048),
  /** `StickKeys.name` of the auth code under which it was made. */
  key: z.string().regex(/^[0-9a-f]{32}$/),
  /** When the server said the list, by the server's clock, ms since the epoch: what makes one older than another. */
  madeAtMs: z.number().int().min(0).max(8.64e15),
});

const manifestSchema = z.strictObject({
  /** What of a playlist's body a stick may say: the list, what plays when nothing of it can, its version, and nothing else. */
  body: z.strictObject({
    playlist: z.array(z.unknown()).max(MOST_FILES),
    playlist_version: z.union([z.string().max(100), z.number()]).nullable(),
    default_item: z.unknown().optional(),
  }),
  files: z
    .array(
      z.strictObject({
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        size: z.number().int().min(1).max(MOST_FILE_BYTES),
        etag: z.string().max(1_024).nullable(),
        lastModified: z.string().max(256).nullable(),
      }),
    )
    .max(MOST_FILES),
});

/** What a list says of itself; believed only once the head is proven. */
export type StickLabel = z.infer<typeof labelSchema>;
export type StickManifest = z.infer<typeof manifestSchema>;

/** Where the parts of a head lie. */
export interface Prelude {
  readonly labelBytes: number;
  readonly manifestBytes: number;
  /** Where the first file begins. */
  readonly headBytes: number;
  readonly proof: Buffer;
}

/** A file of a proven list, and where it lies in it. */
export interface StickPart {
  readonly sha256: string;
  readonly size: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly position: number;
}

/** A list whose every statement is its maker's. */
export interface ProvenList {
  readonly label: StickLabel;
  readonly body: StickManifest['body'];
  readonly parts: readonly StickPart[];
}

/**
 * The head of a list, filled up with spaces to `headBytes`. Throws where it has no room there, or is larger than any reader
 * takes.
 */
export function writeHead(
  label: StickLabel,
  manifest: StickManifest,
  proofKey: Buffer,
  headBytes = 0,
): Buffer {
  const labelText = Buffer.from(JSON.stringify(label));
  const written = JSON.stringify(manifest);
  const room = headBytes - PRELUDE_BYTES - labelText.length - Buffer.byteLength(written);
  const manifestText = Buffer.from(written + ' '.repeat(Math.max(0, room)));
  if (labelText.length > MOST_LABEL_BYTES || manifestText.length > MOST_MANIFEST_BYTES)
    throw new RangeError('The playlist is too long for a stick.');
  const start = Buffer.alloc(PROOF_AT);
  MAGIC.copy(start);
  start.writeUInt32BE(labelText.length, LENGTHS_AT);
  start.writeUInt32BE(manifestText.length, LENGTHS_AT + 4);
  return Buffer.concat([start, proofOf(proofKey, start, labelText, manifestText), labelText, manifestText]);
}

function proofOf(key: Buffer, ...parts: readonly Uint8Array[]): Buffer {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** Reads the prelude off the first bytes of a file of `size` bytes. */
export function readPrelude(bytes: Buffer, size: number): Result<Prelude, StickCode> {
  if (bytes.length < PRELUDE_BYTES) return torn();
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return unusable();
  const labelBytes = bytes.readUInt32BE(LENGTHS_AT);
  const manifestBytes = bytes.readUInt32BE(LENGTHS_AT + 4);
  if (labelBytes > MOST_LABEL_BYTES || manifestBytes > MOST_MANIFEST_BYTES) return unusable();
  const headBytes = PRELUDE_BYTES + labelBytes + manifestBytes;
  if (headBytes > size) return torn();
  const proof = Buffer.from(bytes.subarray(PROOF_AT, PROOF_AT + PROOF_BYTES));
  return ok({ labelBytes, manifestBytes, headBytes, proof });
}

/** Reads the label, of which nothing is proven. */
export function readLabel(bytes: Buffer): Result<StickLabel, StickCode> {
  const parsed = labelSchema.safeParse(jsonOf(bytes));
  return parsed.success ? ok(parsed.data) : unusable();
}

/**
 * Proves a whole head and reads it: nothing of the manifest is parsed before its authenticator is right. Fails with
 * `stick-forged`, `stick-unusable`, `stick-not-plain` and, where `size` is not that of all parts together, `stick-torn`.
 */
export function readHead(head: Buffer, size: number, proofKey: Buffer): Result<ProvenList, StickCode> {
  const prelude = readPrelude(head, size);
  if (!prelude.ok) return prelude;
  const { labelBytes, headBytes, proof } = prelude.value;
  if (head.length !== headBytes) return torn();
  const rest = head.subarray(PRELUDE_BYTES);
  if (!timingSafeEqual(proofOf(proofKey, head.subarray(0, PROOF_AT), rest), proof)) return forged();
  const label = readLabel(rest.subarray(0, labelBytes));
  if (!label.ok) return label;
  const parsed = manifestSchema.safeParse(jsonOf(rest.subarray(labelBytes)));
  if (!parsed.success) return unusable();
  const { body, files } = parsed.data;
  if (new Set(files.map(({ sha256 }) => sha256)).size !== files.length) return unusable();
  if ([...body.playlist, body.default_item].some(leavesItsPlace)) return notPlain();
  let position = headBytes;
  const parts = files.map((file) => {
    const part = { ...file, position };
    position += file.size;
    return part;
  });
  return position === size ? ok({ label: label.value, body, parts }) : torn();
}

function jsonOf(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  if (exceedsJsonBounds(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NAMES = ['file_name', 'filename', 'name'] as const;

/** No name on a stick is ever a path here; one that tries to be is the work of somebody who hopes otherwise. */
function leavesItsPlace(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const fields = item as Readonly<Record<string, unknown>>;
  const { url } = fields;
  if (typeof url === 'string' && /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(url)) return true;
  return NAMES.some((name) => {
    const written = fields[name];
    return typeof written === 'string' && /[/\\]|^\.\.$/.test(written);
  });
}

function torn(): Result<never, StickCode> {
  return fail(
    'stick-torn',
    'The playlist on the stick is not whole; copy it again, and wait until the copy is done.',
  );
}

function unusable(): Result<never, StickCode> {
  return fail(
    'stick-unusable',
    'The playlist on the stick cannot be read here; make it with the version of DigiPlayer that this screen has.',
  );
}

function forged(): Result<never, StickCode> {
  return fail(
    'stick-forged',
    'The playlist on the stick was changed after it was made, so that nothing of it is used; make it anew.',
  );
}

/** The list, or a name in it, is not what it should be. */
export function notPlain(): Result<never, StickCode> {
  return fail(
    'stick-not-plain',
    'The playlist on the stick is a link, or names other folders, so that nothing of it is used; make it anew.',
  );
}
