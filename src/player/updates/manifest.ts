import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { CodeOf } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { updateForms, type UpdateForm } from '../../shared/update-form.ts';
import { isNewer, isVersion } from './version.ts';

/** A manifest is no longer than this, bytes. */
export const MOST_MANIFEST_BYTES = 65_536;
const MOST_ARCHIVE_BYTES = 536_870_912;
/** Nor does a version become larger than this once it is unpacked, bytes. */
export const MOST_UNPACKED_BYTES = 1_073_741_824;

/** What lies in a feed as `manifest.json`: the manifest as a text, and what signs exactly this text. */
const envelopeSchema = z.object({
  manifest: z.string().max(MOST_MANIFEST_BYTES),
  /** Ed25519 over the UTF-8 bytes of `manifest`, base64. */
  signature: z.base64().length(88),
});

const packageSchema = z.object({
  /** `any`: what needs only the Node or Electron that is here. */
  platform: z.enum(['linux', 'win32', 'darwin', 'any']),
  arch: z.enum(['x64', 'arm64', 'any']),
  form: z.enum(updateForms),
  /** Beside the manifest. */
  file: z.string().regex(/^[\w][\w.-]{0,120}$/),
  size: z.number().int().positive().max(MOST_ARCHIVE_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes that it needs once it is unpacked. */
  unpackedSize: z.number().int().positive().max(MOST_UNPACKED_BYTES).optional(),
});
export type UpdatePackage = z.infer<typeof packageSchema>;

const manifestSchema = z.object({
  product: z.literal('digiplayer'),
  version: z.string().refine(isVersion),
  packages: z.array(packageSchema).max(40),
  /** Where a person gets the packages that no player installs by itself. */
  page: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional(),
});
/** What a feed offers. */
export type Manifest = z.infer<typeof manifestSchema>;

type ManifestCode = CodeOf<'updates'>;

/**
 * Reads what a feed offers, which nobody believes before one of `keys` (Ed25519, base64 of 32 bytes) has signed it: fails with
 * `update-unsigned` or `update-unreadable`.
 */
export function readManifest(text: string, keys: readonly string[]): Result<Manifest, ManifestCode> {
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success) return unreadable();
  const signed = Buffer.from(envelope.data.manifest, 'utf8');
  const signature = Buffer.from(envelope.data.signature, 'base64');
  if (!keys.some((key) => isSignedBy(key, signed, signature))) {
    return fail(
      'update-unsigned',
      'The update is not signed by the makers of this player; nothing of it was used. Check the address of the feed.',
    );
  }
  const manifest = manifestSchema.safeParse(parseJson(envelope.data.manifest));
  return manifest.success ? ok(manifest.data) : unreadable();
}

function isSignedBy(key: string, signed: Buffer, signature: Buffer): boolean {
  try {
    const x = Buffer.from(key, 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, signed, publicKey, signature);
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unreadable(): Result<never, ManifestCode> {
  return fail('update-unreadable', 'What the feed of updates offers cannot be read; check its address.');
}

/** What this player is, for the choice of a package. */
export interface OwnKind {
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
  /** Null: nothing can be installed beside it. */
  readonly form: UpdateForm | null;
}

/**
 * The package of `manifest` for this player; null when it is this very version. Fails with `update-older`, with
 * `update-by-hand` (params `version`, `page`) where only a person can install it, and with `update-other-machine`.
 */
export function choosePackage(manifest: Manifest, own: OwnKind): Result<UpdatePackage | null, ManifestCode> {
  const { version, packages, page } = manifest;
  if (version === own.version) return ok(null);
  if (!isNewer(version, own.version)) {
    const message = `The feed offers version ${version}, which is older than this one; it is not installed.`;
    return fail('update-older', message, { version });
  }
  if (own.form === null) {
    const where = page ?? 'the page of its makers';
    const message = `Version ${version} is there; install it by hand from ${where}.`;
    return fail('update-by-hand', message, { version, page: where });
  }
  const fitting = packages.find(
    ({ platform, arch, form }) =>
      [own.platform, 'any'].includes(platform) && [own.arch, 'any'].includes(arch) && form === own.form,
  );
  if (fitting !== undefined) return ok(fitting);
  return fail(
    'update-other-machine',
    `Version ${version} is there, but not for this kind of machine (${own.platform}, ${own.arch}); nothing was installed.`,
    { version, machine: `${own.platform} ${own.arch}` },
  );
}
