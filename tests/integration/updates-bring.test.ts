import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bringUpdate } from '../../src/player/updates/bring-update.ts';
import { isVersionHere, keepUpdateState, peekUpdateState } from '../../src/player/updates/update-folder.ts';
import { packagedOnly } from '../../src/player/updates/update-state.ts';
import { createTestClient, openTestStore, type TestStore } from '../support/media-support.ts';
import { mountSmallDisk, whyNoDisk, type SmallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  createUpdateMaker,
  packageOf,
  packTree,
  smallArchive,
  startUpdateFeed,
  writeTree,
  type UpdateFeed,
} from '../support/update-feed.ts';

/** A newer version comes over a real connection onto a real disk, or does not, and nothing that works changes. */

let feed: UpdateFeed;
let work: string;
let folder: string;
let media: TestStore;
let disk: SmallDisk | null = null;
const client = createTestClient('http://127.0.0.1:1');

beforeEach(async () => {
  feed = await startUpdateFeed();
  work = temporaryFolder();
  folder = temporaryFolder();
});
afterEach(async () => {
  await media.close();
  await feed.stop();
  disk?.unmount();
  disk = null;
});

async function openStore(limitBytes = 1_000_000_000): Promise<void> {
  media = openTestStore({ origin: feed.url, dataFolder: folder, limitBytes, limits: { tries: 1 } });
  await media.store.start(false);
  media.store.pin({ pinned: new Set(), previous: new Set() });
}

const bring = (own: Partial<Parameters<typeof bringUpdate>[0]['own']> = {}) =>
  bringUpdate(
    {
      dataFolder: folder,
      address: `${feed.url}manifest.json`,
      keys: [feed.maker.publicKey],
      own: { version: '1.0.0', platform: 'linux', arch: 'x64', form: 'tree', ...own },
      media: media.store,
      download: (request) => client.download(request),
      now: () => 7,
    },
    new AbortController().signal,
  );

/** A version of about two megabytes that no packing makes smaller. */
async function largeArchive(version: string): Promise<Buffer> {
  const tree = join(work, `large-${version}`);
  writeTree(tree, version);
  writeFileSync(join(tree, 'out/noise'), randomBytes(2_000_000));
  await packTree(tree, `${tree}.tar.gz`);
  return readFileSync(`${tree}.tar.gz`);
}

const nothingHere = (): void => {
  expect(peekUpdateState(folder)).toEqual(packagedOnly);
  const versions = join(folder, 'updates/versions');
  expect(existsSync(versions) ? readdirSync(versions) : []).toEqual([]);
};

it('waits, whole and for its user alone, once a signed newer version was fetched, and is fetched once', async () => {
  await openStore();
  feed.offer('1.1.0', await smallArchive(work, '1.1.0'));
  expect(await bring()).toEqual({ ok: true, value: '1.1.0' });
  expect(peekUpdateState(folder).staged).toEqual({ version: '1.1.0', sinceMs: 7 });
  expect(isVersionHere(folder, '1.1.0', 'tree')).toBe(true);
  for (const path of ['updates', 'updates/versions', 'updates/versions/1.1.0'])
    expect(statSync(join(folder, path)).mode & 0o777, path).toBe(0o700);
  // The archive was lent only.
  expect(readdirSync(join(folder, 'media/part'))).toEqual([]);
  expect(await bring()).toEqual({ ok: true, value: null });
  expect(feed.asked.filter((path) => path.endsWith('.tar.gz'))).toHaveLength(1);
  feed.offer('1.2.0', await smallArchive(work, '1.2.0'));
  expect(await bring()).toEqual({ ok: true, value: '1.2.0' });
  expect(readdirSync(join(folder, 'updates/versions'))).toEqual(['1.2.0']);
});

describe('nothing is used of a version that', () => {
  it.each<[string, string, (archive: Buffer) => void]>([
    [
      'somebody else signed',
      'update-unsigned',
      (archive) => {
        const packages = [packageOf(archive, 'digiplayer-1.1.0.tar.gz')];
        feed.put(
          'manifest.json',
          createUpdateMaker().sign({ product: 'digiplayer', version: '1.1.0', packages }),
        );
      },
    ],
    [
      'is older than what runs',
      'update-older',
      (archive) => {
        feed.offer('0.9.0', archive);
      },
    ],
    [
      'is for another machine',
      'update-other-machine',
      (archive) => {
        feed.offer('1.1.0', archive, {
          packages: [{ ...packageOf(archive, 'digiplayer-1.1.0.tar.gz'), platform: 'win32' }],
        });
      },
    ],
    [
      'is another file than was signed',
      'hash-mismatch',
      (archive) => {
        feed.offer('1.1.0', archive);
        const other = Buffer.from(archive);
        other[100] = (other[100] ?? 0) ^ 1;
        feed.put('digiplayer-1.1.0.tar.gz', other);
      },
    ],
    [
      'has another size than was signed',
      'size-mismatch',
      (archive) => {
        feed.offer('1.1.0', archive);
        feed.put('digiplayer-1.1.0.tar.gz', Buffer.concat([archive, archive]));
      },
    ],
    [
      'calls itself another inside',
      'update-damaged',
      (archive) => {
        feed.offer('1.3.0', archive);
      },
    ],
    [
      'is offered in a text without end',
      'too-large',
      () => {
        feed.put('manifest.json', Buffer.alloc(70_000, ' '));
      },
    ],
    ['is offered by nobody', 'not-found', () => undefined],
    [
      'was taken back here',
      'update-refused',
      (archive) => {
        feed.offer('1.1.0', archive);
      },
    ],
  ])('%s', async (what, code, offer) => {
    await openStore();
    const refused = { ...packagedOnly, refused: '1.1.0' };
    if (what === 'was taken back here') keepUpdateState(folder, refused);
    offer(await smallArchive(work, '1.1.0'));
    expect(await bring()).toMatchObject({ ok: false, error: { code } });
    if (what === 'was taken back here') expect(peekUpdateState(folder)).toEqual(refused);
    else nothingHere();
  });

  it('a person has to install, but it is told', async () => {
    await openStore();
    const page = 'https://example.com/player';
    feed.offer('1.1.0', await smallArchive(work, '1.1.0'), { page });
    expect(await bring({ form: null })).toMatchObject({
      error: { code: 'update-by-hand', params: { page } },
    });
    nothingHere();
    expect(feed.asked).toEqual(['/feed/manifest.json']);
  });

  it('does not fit into the quota of the cache', async () => {
    await openStore(1_000_000);
    feed.offer('1.1.0', await largeArchive('1.1.0'));
    expect(await bring()).toMatchObject({ error: { code: 'cache-full' } });
    nothingHere();
  });
});

it('goes on with a download that was torn off, each time where it ended', async () => {
  await openStore();
  feed.offer('1.1.0', await largeArchive('1.1.0'));
  feed.tearAfter(1_200_000);
  expect(await bring()).toEqual({ ok: true, value: '1.1.0' });
  const asked = feed.asked.filter((path) => path.includes('.tar.gz'));
  expect(asked.length).toBeGreaterThan(1);
  for (const path of asked.slice(1)) expect(path).toMatch(/ bytes=[1-9]\d+-$/);
});

it.skipIf(whyNoDisk() !== null)('leaves a full disk as it was, and is there once there is room', async () => {
  disk = mountSmallDisk(join(folder, 'small'), 6);
  folder = join(folder, 'small');
  await openStore();
  const archive = await largeArchive('1.1.0');
  feed.offer('1.1.0', archive);
  const archives = (): number => feed.asked.filter((path) => path.endsWith('.tar.gz')).length;
  // Room for the archive, and not for what is in it.
  const free = 6_291_456 - 3_000_000;
  writeFileSync(join(folder, 'content'), Buffer.alloc(free - 500_000));
  const refused = await bring();
  expect(refused).toMatchObject({
    error: { code: 'disk-lacks', message: expect.stringMatching(/^The disk lacks \d+ bytes; /) as string },
  });
  expect(archives()).toBe(0);
  nothingHere();
  // One that becomes more than its manifest says is seen before it is unpacked.
  const packages = [{ ...packageOf(archive, 'digiplayer-1.1.0.tar.gz'), unpackedSize: 1 }];
  feed.offer('1.1.0', archive, { packages });
  expect(await bring()).toMatchObject({ error: { code: 'disk-lacks' } });
  expect(archives()).toBe(1);
  nothingHere();
  writeFileSync(join(folder, 'content'), '');
  expect(await bring()).toEqual({ ok: true, value: '1.1.0' });
  expect(archives()).toBe(1);
  expect(media.store.storageUse().unfinishedBytes).toBe(0);
});
