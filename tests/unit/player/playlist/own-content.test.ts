import { expect, onTestFinished, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { LocalFile } from '../../../../src/player/media/local-file.ts';
import type { LocalFolder } from '../../../../src/player/media/local-folder.ts';
import type { MediaRecord, MediaStore } from '../../../../src/player/media/media-types.ts';
import { createOwnContent } from '../../../../src/player/playlist/own-content.ts';
import type { MediaCode } from '../../../../src/shared/failure-codes.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const file = (name: string, version = '1'): LocalFile => ({
  ...{ name, version, size: 10, isPlain: true, fileName: name, url: `folder:${name}/${version}` },
});

function folderOf(...names: readonly string[]) {
  const seen = { files: names.map((name) => file(name)), isRunning: false };
  const folder: LocalFolder = {
    start: () => {
      seen.isRunning = true;
    },
    stop: () => {
      seen.isRunning = false;
      return Promise.resolve();
    },
    look: () => Promise.resolve(),
    files: () => seen.files,
    problems: () => (seen.files.length === 0 ? [{ code: 'folder-missing', message: 'It is gone.' }] : []),
    read: () => null,
  };
  return { folder, seen };
}

function bench({ folders = [folderOf('a', 'b')], music = null as ReturnType<typeof folderOf> | null } = {}) {
  const clock = createFakeClock();
  const here = new Map<string, MediaRecord>();
  const answers = new Map<string, MediaCode>();
  const hanging = new Set<string>();
  const ensured: string[] = [];
  const spare: (readonly string[])[] = [];
  const seen = { changes: 0, isPaired: true, broken: false };
  const media: Pick<MediaStore, 'find' | 'ensure' | 'keepSpare'> = {
    find: ({ url }) => here.get(url) ?? null,
    ensure: ({ url, fileName }, signal) => {
      if (seen.broken) return Promise.reject(new Error('A bug.'));
      ensured.push(url);
      const code = answers.get(fileName);
      if (code !== undefined) return Promise.resolve(fail(code, `It is ${code}.`));
      if (hanging.has(fileName)) {
        return new Promise((resolve) => {
          signal?.addEventListener('abort', () => {
            resolve(fail('stopped', 'It was broken off.'));
          });
        });
      }
      const record = { sha256: url, size: 10, kind: 'image', mime: 'image/png', durationMs: null } as const;
      here.set(url, record);
      return Promise.resolve(ok(record));
    },
    keepSpare: (sha256s) => spare.push([...sha256s]),
  };
  const own = createOwnContent({
    ...{ media, clock, log: createSilentLog(), random: () => 0.5 },
    folders: folders.map(({ folder }) => folder),
    music: music?.folder ?? null,
    isPaired: () => seen.isPaired,
    onChange: () => {
      seen.changes += 1;
    },
  });
  onTestFinished(() => own.stop());
  return { own, clock, here, answers, hanging, ensured, spare, seen };
}

const namesOf = (items: readonly { readonly fileName: string }[]) => items.map(({ fileName }) => fileName);

test('copies the folders and the music one after the other, and has them kept', async () => {
  const [first, second, music] = [folderOf('a', 'b'), folderOf('c'), folderOf('song')];
  const { own, clock, ensured, spare } = bench({ folders: [first, second], music });
  own.folderChanged();
  await clock.advance(60_000);
  expect([ensured, first.seen.isRunning]).toEqual([[], false]);
  own.start();
  expect([first, second, music].map(({ seen }) => seen.isRunning)).toEqual([true, true, true]);
  await clock.advance(0);
  const all = ['folder:a/1', 'folder:b/1', 'folder:c/1', 'folder:song/1'];
  expect(ensured).toEqual(all);
  expect(spare.at(-1)).toEqual(all);
  expect(own.lists().map(namesOf)).toEqual([['a', 'b'], ['c']]);
  expect(namesOf(own.music())).toEqual(['song']);
  expect(own.problems()).toEqual([]);
  await clock.advance(120_000);
  expect(ensured).toHaveLength(4);
  await own.stop();
  expect([first, second, music].map(({ seen }) => seen.isRunning)).toEqual([false, false, false]);
});

test('an item is the very same while its file is, and keeps its key where the file is another', async () => {
  const { folder, seen } = folderOf('a');
  const { own, clock } = bench({ folders: [{ folder, seen }] });
  own.start();
  await clock.advance(0);
  const [before] = own.lists().flat();
  expect(own.lists().flat()[0]).toBe(before);
  expect(before).toMatchObject({ fileName: 'a', kind: null, size: 10, muted: true, window: null });
  seen.files = [file('a', '2'), file('b')];
  own.folderChanged();
  await clock.advance(0);
  const [after, other] = own.lists().flat();
  expect(after).not.toBe(before);
  expect(after?.key).toBe(before?.key);
  expect(other?.key).not.toBe(before?.key);
  expect(own.music()).toEqual([]);
});

test('follows a folder: what is new is copied, what went is not kept', async () => {
  const one = folderOf('a', 'b');
  const { own, clock, ensured, spare, seen } = bench({ folders: [one] });
  own.start();
  await clock.advance(0);
  const changes = seen.changes;
  one.seen.files = [file('b'), file('c')];
  own.folderChanged();
  await clock.advance(0);
  expect(ensured).toEqual(['folder:a/1', 'folder:b/1', 'folder:c/1']);
  expect(spare.at(-1)).toEqual(['folder:b/1', 'folder:c/1']);
  expect(seen.changes).toBeGreaterThan(changes);
  one.seen.files = [];
  own.folderChanged();
  await clock.advance(0);
  expect(own.problems()).toMatchObject([{ code: 'folder-missing' }]);
  expect(spare.at(-1)).toEqual([]);
});

test('a file that cannot be copied keeps no other waiting, is told, and has another chance later', async () => {
  const { own, clock, answers, ensured } = bench();
  answers.set('a', 'undecodable');
  own.start();
  await clock.advance(0);
  expect(ensured).toEqual(['folder:a/1', 'folder:b/1']);
  expect(own.problems()).toMatchObject([
    { code: 'item-left-out', params: { file: 'a', reason: 'undecodable' } },
  ]);
  own.folderChanged();
  await clock.advance(29_999);
  expect(ensured).toHaveLength(2);
  answers.clear();
  await clock.advance(1);
  expect(ensured).toHaveLength(3);
  expect(own.problems()).toEqual([]);
});

test('a file that was evicted is copied again', async () => {
  const { own, clock, here, ensured } = bench();
  own.start();
  await clock.advance(0);
  here.delete('folder:b/1');
  await clock.advance(30_000);
  expect(ensured).toEqual(['folder:a/1', 'folder:b/1', 'folder:b/1']);
});

test('of many files that cannot be copied only some are told', async () => {
  const names = Array.from({ length: 30 }, (_, place) => `n${place}`);
  const { own, clock, answers } = bench({ folders: [folderOf(...names)] });
  for (const name of names) answers.set(name, 'unsupported');
  own.start();
  await clock.advance(0);
  expect(own.problems()).toHaveLength(20);
});

test('a stop breaks off the copy, which is no fault of the file, and a start goes on', async () => {
  const { own, clock, hanging, ensured, answers } = bench();
  hanging.add('a');
  own.start();
  await clock.advance(0);
  expect(ensured).toEqual(['folder:a/1']);
  await own.stop();
  expect([ensured, own.problems(), clock.pendingTimers()]).toEqual([['folder:a/1'], [], 0]);
  hanging.clear();
  answers.clear();
  own.start();
  await clock.advance(0);
  expect(ensured).toEqual(['folder:a/1', 'folder:a/1', 'folder:b/1']);
});

test('what changes while a file is copied is looked at after it', async () => {
  const one = folderOf('a');
  const { own, clock, hanging, ensured, here } = bench({ folders: [one] });
  own.start();
  one.seen.files = [file('b')];
  own.folderChanged();
  await clock.advance(0);
  expect(ensured).toEqual(['folder:a/1', 'folder:b/1']);
  expect([...here.keys()]).toEqual(ensured);
  expect(hanging.size).toBe(0);
});

test('a bug while copying ends nothing', async () => {
  const { own, clock, seen, ensured } = bench();
  seen.broken = true;
  own.start();
  await clock.advance(0);
  seen.broken = false;
  await clock.advance(30_000);
  expect(ensured).toEqual(['folder:a/1', 'folder:b/1']);
});

test('pairing and unpairing are told once each, since they say whether it may stand alone', () => {
  const { own, seen } = bench({ folders: [] });
  own.start();
  const changes = seen.changes;
  own.lookAtPairing();
  expect([own.mayStandAlone(), seen.changes]).toEqual([true, changes]);
  seen.isPaired = false;
  own.lookAtPairing();
  own.lookAtPairing();
  expect([own.mayStandAlone(), seen.changes]).toEqual([false, changes + 1]);
  seen.isPaired = true;
  own.lookAtPairing();
  expect(seen.changes).toBe(changes + 2);
});
