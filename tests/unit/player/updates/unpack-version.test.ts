import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { beforeEach, describe, expect, it } from 'vitest';
import { isVersionHere } from '../../../../src/player/updates/update-folder.ts';
import {
  unpackVersion,
  type UnpackLimits,
  type UnpackOptions,
} from '../../../../src/player/updates/unpack-version.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { packTree, writeTree } from '../../../support/update-feed.ts';

let folder: string;
let tree: string;
let archive: string;

beforeEach(() => {
  folder = temporaryFolder();
  [tree, archive] = [join(folder, 'tree'), join(folder, 'archive')];
  writeTree(tree, '1.1.0');
  [asked, lacks] = [[], null];
});

const unpack = (limits?: UnpackLimits) =>
  unpackVersion(archive, { dataFolder: folder, version: '1.1.0', form: 'tree', room }, limits);

/** How many bytes were asked for. */
let asked: number[];
let lacks: ReturnType<typeof fail<'disk-lacks'>> | null;
const room: UnpackOptions['room'] = (bytes) => {
  asked.push(bytes);
  return Promise.resolve(lacks ?? ok(null));
};

const versions = (): string[] => {
  const path = join(folder, 'updates/versions');
  return existsSync(path) ? readdirSync(path) : [];
};

it('lays a version beside the others, for its user alone', async () => {
  mkdirSync(join(folder, 'updates/versions/unpacking'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'updates/versions/unpacking/left-over'), 'of a power cut');
  await packTree(tree, archive);
  expect(await unpack()).toEqual({ ok: true, value: null });
  expect(versions()).toEqual(['1.1.0']);
  const at = (path: string): string => join(folder, 'updates/versions/1.1.0', path);
  expect(readdirSync(at('.')).sort()).toEqual(['out', 'package.json']);
  expect(readFileSync(at('out/cli/player.js'), 'utf8')).toContain('1.1.0');
  expect(statSync(at('out/cli/player.js')).mode & 0o777).toBe(0o600);
  expect(statSync(at('out')).mode & 0o777).toBe(0o700);
  expect(isVersionHere(folder, '1.1.0', 'tree')).toBe(true);
});

it('asks for the room that it needs before it writes anything, and writes nothing where there is none', async () => {
  writeFileSync(join(tree, 'out/nothing'), Buffer.alloc(1_000_000));
  await packTree(tree, archive);
  expect(statSync(archive).size).toBeLessThan(20_000);
  lacks = fail('disk-lacks', 'The disk lacks 7 bytes.', { missingBytes: 7 });
  expect(await unpack()).toEqual(lacks);
  expect(versions()).toEqual([]);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toBeGreaterThan(1_000_000);
  expect(asked[0]).toBeLessThan(1_020_000);
});

it('lays an AppImage there as one file that may be run', async () => {
  writeFileSync(archive, '\x7fELF');
  const placed = await unpackVersion(archive, {
    dataFolder: folder,
    version: '1.1.0',
    form: 'appimage',
    room,
  });
  expect(placed).toEqual({ ok: true, value: null });
  expect(statSync(join(folder, 'updates/versions/1.1.0/digiplayer.AppImage')).mode & 0o777).toBe(0o700);
});

/** One entry of a tar with a path of our choosing, which no packer would write. */
function entry(path: string): Buffer {
  const header = new Header({ path, type: 'File', size: 1, mode: 0o600 });
  const block = Buffer.alloc(512);
  header.encode(block, 0);
  return gzipSync(Buffer.concat([block, Buffer.from('x'), Buffer.alloc(511), Buffer.alloc(1_024)]));
}

describe('leaves nothing of an archive that', () => {
  it.each<[string, () => void | Promise<void>, UnpackLimits?]>([
    [
      'has a symbolic link',
      () => {
        symlinkSync('/etc/passwd', join(tree, 'out/link'));
      },
    ],
    [
      'has a hard link',
      () => {
        linkSync(join(tree, 'package.json'), join(tree, 'out/hard'));
      },
    ],
    [
      'is another version',
      () => {
        writeTree(tree, '1.2.0');
      },
    ],
    ['has too many files', () => undefined, { bytes: 1_000_000, files: 3 }],
    [
      'is too large',
      () => {
        writeFileSync(join(tree, 'zeros'), Buffer.alloc(2_000_000));
      },
      { bytes: 1_000_000, files: 100 },
    ],
    [
      'has a hidden file',
      () => {
        writeFileSync(join(tree, '.hidden'), '');
      },
    ],
  ])('%s', async (_, change, limits) => {
    await change();
    await packTree(tree, archive);
    expect(await unpack(limits)).toMatchObject({ error: { code: 'update-damaged' } });
    expect(versions()).toEqual([]);
  });

  it.each([
    ['climbs out of it', () => entry('../outside')],
    ['names a place of its own', () => entry('/tmp/digiplayer-outside')],
    ['climbs in the middle', () => entry('out/../../outside')],
    ['is no archive', () => Buffer.from('no archive at all')],
    ['is an archive of nothing', () => gzipSync(Buffer.from('nothing'))],
  ])('%s', async (_, make) => {
    writeFileSync(archive, make());
    expect(await unpack()).toMatchObject({ error: { code: 'update-damaged' } });
    expect(versions()).toEqual([]);
    expect(existsSync(join(folder, 'updates/outside'))).toBe(false);
  });

  it('was torn off', async () => {
    await packTree(tree, archive);
    writeFileSync(archive, readFileSync(archive).subarray(0, -40));
    expect(await unpack()).toMatchObject({ error: { code: 'update-damaged' } });
    expect(versions()).toEqual([]);
  });
});
