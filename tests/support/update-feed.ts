import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { create } from 'tar';
import type { Manifest, UpdatePackage } from '../../src/player/updates/manifest.ts';

/** Somebody who may sign versions. */
export interface UpdateMaker {
  /** As `package.json` has it. */
  readonly publicKey: string;
  sign(manifest: Manifest | string): string;
}

export function createUpdateMaker(): UpdateMaker {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64'),
    sign: (manifest) =>
      signed(typeof manifest === 'string' ? manifest : JSON.stringify(manifest), privateKey),
  };
}

function signed(manifest: string, key: KeyObject): string {
  return JSON.stringify({ manifest, signature: sign(null, Buffer.from(manifest), key).toString('base64') });
}

/** The tar.gz of what lies in `folder`, as a feed offers it. */
export async function packTree(folder: string, file: string): Promise<void> {
  await create({ gzip: { level: 1 }, cwd: folder, file, portable: true }, ['.']);
}

/** A small tree that stands for a version. */
export function writeTree(folder: string, version: string): void {
  mkdirSync(join(folder, 'out/cli'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
  writeFileSync(join(folder, 'out/cli/player.js'), `console.log('${version}');`);
}

/** What a manifest says of `archive`. */
export function packageOf(archive: Buffer, file: string): UpdatePackage {
  const sha256 = createHash('sha256').update(archive).digest('hex');
  return { platform: 'any', arch: 'any', form: 'tree', file, size: archive.length, sha256 };
}

/** A host that offers updates over http. */
export interface UpdateFeed {
  /** Of the manifest's folder, with a slash at its end. */
  readonly url: string;
  readonly maker: UpdateMaker;
  /** Each path that was asked for, with its Range. */
  readonly asked: readonly string[];
  /** Offers the archive `file` as `version`. */
  offer(version: string, archive: Buffer, changes?: Partial<Manifest>): void;
  put(name: string, content: string | Buffer): void;
  /** Each answer ends after so many bytes of its body; null: whole. */
  tearAfter(bytes: number | null): void;
  stop(): Promise<void>;
}

export async function startUpdateFeed(maker: UpdateMaker = createUpdateMaker()): Promise<UpdateFeed> {
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  let tear: number | null = null;
  const server = createServer((request, response) => {
    const range = request.headers.range;
    asked.push(`${request.url ?? ''}${range === undefined ? '' : ` ${range}`}`);
    const content = files.get((request.url ?? '').replace('/feed/', ''));
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
    const from =
      request.headers['if-range'] === etag ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
    const body = content.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': body.length,
      etag,
      ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    });
    if (tear === null || body.length <= tear) response.end(body);
    else response.write(body.subarray(0, tear), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const put = (name: string, content: string | Buffer): void => {
    files.set(name, Buffer.from(content));
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`,
    maker,
    asked,
    put,
    offer: (version, archive, changes = {}) => {
      const file = `digiplayer-${version}.tar.gz`;
      put(file, archive);
      const packages = [packageOf(archive, file)];
      put('manifest.json', maker.sign({ product: 'digiplayer', version, packages, ...changes }));
    },
    tearAfter: (bytes) => {
      tear = bytes;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The archive of a small version, made in `folder`. */
export async function smallArchive(folder: string, version: string): Promise<Buffer> {
  const tree = join(folder, `tree-${version}`);
  writeTree(tree, version);
  const file = join(folder, `${version}.tar.gz`);
  await packTree(tree, file);
  return readFileSync(file);
}
