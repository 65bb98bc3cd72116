import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Manifest, UpdatePackage } from '../../src/player/updates/manifest.ts';

/** Makes a pair of keys: the private one into `file`, for its user alone; answers the public one. Throws where the file is there. */
export function makeUpdateKey(file: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  return publicKeyText(publicKey);
}

/** The public key of the private one in `file`, as `updateKeys` has it. */
export function publicKeyOf(file: string): string {
  return publicKeyText(createPublicKey(createPrivateKey(readFileSync(file))));
}

function publicKeyText(key: KeyObject): string {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
}

export interface SigningOptions {
  /** Where the packages of this version lie; the manifest is written beside them. */
  readonly folder: string;
  readonly version: string;
  /** Of the private key, PEM. */
  readonly keyFile: string;
  /** Where a person gets the packages that no player installs by itself. */
  readonly page: string | null;
}

/** Writes the signed `manifest.json` of a version; answers the files that it offers. Throws where there is none. */
export async function signUpdate({
  folder,
  version,
  keyFile,
  page,
}: SigningOptions): Promise<readonly string[]> {
  const packages: UpdatePackage[] = [];
  for (const file of readdirSync(folder).sort()) {
    const kind = kindOf(file, version);
    if (kind !== null) packages.push({ ...kind, file, ...(await measure(join(folder, file))) });
  }
  if (packages.length === 0)
    throw new Error(`There is no package of version ${version} that a player installs in ${folder}.`);
  const manifest: Manifest = { product: 'digiplayer', version, packages, ...(page !== null && { page }) };
  const text = JSON.stringify(manifest);
  const signature = sign(null, Buffer.from(text), createPrivateKey(readFileSync(keyFile))).toString('base64');
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify({ manifest: text, signature })}\n`);
  return packages.map(({ file }) => file);
}

type PackageKind = Pick<UpdatePackage, 'platform' | 'arch' | 'form'>;

/** What a player does with the file of that name; null: no player installs it. */
function kindOf(file: string, version: string): PackageKind | null {
  const kinds: Readonly<Record<string, PackageKind>> = {
    '-update.tar.gz': { platform: 'any', arch: 'any', form: 'tree' },
    '-linux-x64.tar.gz': { platform: 'linux', arch: 'x64', form: 'unpacked' },
    '-linux-arm64.tar.gz': { platform: 'linux', arch: 'arm64', form: 'unpacked' },
    '-linux-x86_64.AppImage': { platform: 'linux', arch: 'x64', form: 'appimage' },
    '-linux-arm64.AppImage': { platform: 'linux', arch: 'arm64', form: 'appimage' },
  };
  const beginning = `digiplayer-${version}`;
  return file.startsWith(beginning) ? (kinds[file.slice(beginning.length)] ?? null) : null;
}

async function measure(path: string): Promise<Pick<UpdatePackage, 'size' | 'sha256' | 'unpackedSize'>> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(part);
    size += part.byteLength;
  }
  let unpackedSize = path.endsWith('.gz') ? 0 : size;
  if (path.endsWith('.gz'))
    for await (const part of createReadStream(path).pipe(createGunzip()) as AsyncIterable<Buffer>)
      unpackedSize += part.byteLength;
  return { size, sha256: hash.digest('hex'), unpackedSize };
}
