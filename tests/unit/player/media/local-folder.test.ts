import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  openSync,
  closeSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createLocalFolder, type LocalFolder } from '../../../../src/player/media/local-folder.ts';
import { createFolderReader } from '../../../../src/player/media/local-folder-reader.ts';
import type { DownloadAnswer } from '../../../../src/player/server/server-client.types.ts';
import type { Log } from '../../../../src/platform/logging/log.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { makeFolder } from '../../../support/make-folder.ts';

const clock = createSystemClock();
const waitingThread = pathToFileURL(join(import.meta.dirname, '../../../support/waiting-folder-thread.ts'));
const ended: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

interface Follow {
  readonly isOptional?: boolean;
  readonly path?: string;
  readonly keyValues?: ReturnType<typeof createKeyValueStore>;
  readonly thread?: URL;
}

function follow(options: Follow = {}) {
  const made = makeFolder();
  ended.push(made.remove);
  const warnings: string[] = [];
  const log: Log = { ...createSilentLog(), warn: (message) => warnings.push(message) };
  const path = options.path ?? made.path;
  const folder = createLocalFolder({
    path,
    endings: ['.jpg', '.mp4'],
    isOptional: options.isOptional ?? false,
    name: 'test-folder',
    keyValues: options.keyValues ?? createKeyValueStore(openDatabase(':memory:')),
    clock,
    log,
    onChange: () => undefined,
    ...(options.thread && {
      reader: createFolderReader(clock, { file: options.thread, limits: { answerMs: 300 } }),
    }),
  });
  ended.push(() => folder.stop());
  const write = (name: string, bytes: number | string = 100): void => {
    writeFileSync(join(path, name), typeof bytes === 'string' ? bytes : Buffer.alloc(bytes, 7));
  };
  return { folder, path, warnings, write };
}

const namesIn = (folder: LocalFolder): readonly string[] => folder.files().map(({ fileName }) => fileName);
const codesOf = (folder: LocalFolder): readonly string[] => folder.problems().map(({ code }) => code);

async function read(folder: LocalFolder, name: string, whileReading = (): void => undefined) {
  const file = folder.files().find(({ fileName }) => fileName === name);
  const answered = await folder.read({ url: file?.url ?? '', signal: new AbortController().signal });
  if (answered?.ok !== true) return answered;
  return await bytesOf(answered.value, whileReading);
}

async function bytesOf({ body }: DownloadAnswer, whileReading: () => void): Promise<number | string> {
  let count = 0;
  try {
    for await (const chunk of body) {
      if (count === 0) whileReading();
      count += chunk.byteLength;
    }
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return count;
}

test('its media are listed in the order of their names, numbers by their value, and each change is followed', async () => {
  const { folder, path, write } = follow();
  for (const name of ['10.jpg', '9.jpg', 'B.MP4', 'a.jpg', 'notes.txt', '.hidden.jpg', 'Thumbs.db'])
    write(name);
  write('empty.jpg', 0);
  mkdirSync(join(path, 'folder.jpg'));
  await folder.look();
  expect(namesIn(folder)).toEqual(['9.jpg', '10.jpg', 'a.jpg', 'B.MP4']);
  expect(folder.problems()).toEqual([]);

  const before = folder.files()[0]?.url;
  write('9.jpg', 101);
  rmSync(join(path, 'a.jpg'));
  renameSync(join(path, 'B.MP4'), join(path, '1.mp4'));
  await folder.look();
  expect(namesIn(folder)).toEqual(['1.mp4', '9.jpg', '10.jpg']);
  expect(folder.files()[1]?.url).not.toBe(before);
});

test('links, pipes, devices and giants are left out, each named once; nothing is written there', async () => {
  const { folder, path, write, warnings } = follow();
  write('good.jpg');
  symlinkSync('/etc/passwd', join(path, 'out.jpg'));
  symlinkSync(join(path, 'good.jpg'), join(path, 'in.jpg'));
  symlinkSync('/dev/zero', join(path, 'zero.mp4'));
  execFileSync('mkfifo', [join(path, 'pipe.mp4')]);
  write('giant.mp4');
  truncateSync(join(path, 'giant.mp4'), 10 * 2 ** 30);
  linkSync(join(path, 'good.jpg'), join(path, 'hard.jpg'));
  const modified = statSync(path).mtimeMs;
  await folder.look();
  await folder.look();
  expect(namesIn(folder)).toEqual(['good.jpg', 'hard.jpg']);
  expect(warnings).toHaveLength(5);
  expect(warnings.join('\n')).toContain('zero.mp4');
  expect(codesOf(folder)).toEqual(Array(5).fill('folder-file-left-out'));
  expect(statSync(path).mtimeMs).toBe(modified);
});

test('names that would turn the writing, break a line or climb are shown clean, and such files are read', async () => {
  const { folder, path, write } = follow();
  write('a\u202Egpj.exe.jpg');
  write('two\nlines.jpg');
  write('%2f..%2fetc%2fpasswd.jpg');
  write(`${'x'.repeat(240)}.jpg`);
  writeFileSync(
    Buffer.concat([Buffer.from(`${path}/bad`), Buffer.from([0xff, 0xfe]), Buffer.from('.jpg')]),
    'x',
  );
  await folder.look();
  const names = namesIn(folder);
  expect(names).toEqual([
    '%2f..%2fetc%2fpasswd.jpg',
    'agpj.exe.jpg',
    'twolines.jpg',
    `${'x'.repeat(240)}.jpg`,
  ]);
  for (const name of names) expect(await read(folder, name)).toBe(100);
  expect(codesOf(folder)).toEqual(['folder-file-left-out']);
});

test('of thousands the first five hundred are used, in a bounded time', async () => {
  const { folder, path } = follow();
  for (let index = 0; index < 3_000; index += 1) closeSync(openSync(join(path, `${index}.jpg`), 'w'));
  for (let index = 0; index < 600; index += 1) appendFileSync(join(path, `${index}.jpg`), 'x');
  await folder.look();
  expect(namesIn(folder)).toHaveLength(500);
  expect(namesIn(folder).at(-1)).toBe('499.jpg');
  expect(codesOf(folder)).toEqual(['folder-too-many']);
});

test('a file that changes while it is read is none of its states, and one that was replaced by a link is not followed', async () => {
  const { folder, path, write } = follow();
  write('film.mp4', 3_000_000);
  write('other.jpg');
  await folder.look();
  const grows = (): void => {
    appendFileSync(join(path, 'film.mp4'), 'more');
  };
  expect(await read(folder, 'film.mp4', grows)).toContain('changed');
  expect(await read(folder, 'film.mp4')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  rmSync(join(path, 'other.jpg'));
  symlinkSync('/etc/passwd', join(path, 'other.jpg'));
  expect(await read(folder, 'other.jpg')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  await folder.look();
  expect(await read(folder, 'film.mp4')).toBe(3_000_004);
});

test('a folder that is gone or cannot be read takes nothing away, and says what is wrong once', async () => {
  const { folder, path, write, warnings } = follow();
  write('one.jpg');
  await folder.look();
  renameSync(path, `${path}-away`);
  await folder.look();
  await folder.look();
  expect([namesIn(folder), codesOf(folder)]).toEqual([['one.jpg'], ['folder-missing']]);
  expect(warnings).toEqual([`There is no folder ${path}.`]);
  writeFileSync(path, 'a file');
  await folder.look();
  expect([namesIn(folder), codesOf(folder)]).toEqual([['one.jpg'], ['folder-unreadable']]);
  rmSync(path);
  renameSync(`${path}-away`, path);
  await folder.look();
  expect([namesIn(folder), codesOf(folder)]).toEqual([['one.jpg'], []]);
  expect(readdirSync(path)).toEqual(['one.jpg']);
});

test.skipIf(process.getuid?.() === 0)('a folder without permission is named', async () => {
  const { folder, path } = follow();
  chmodSync(path, 0);
  ended.push(() => {
    chmodSync(path, 0o700);
  });
  await folder.look();
  expect(codesOf(folder)).toEqual(['folder-unreadable']);
});

test('one that need not be there is no problem, and one that is emptied is empty', async () => {
  const { path } = follow();
  const { folder, write } = follow({ path: join(path, 'fallback'), isOptional: true });
  await folder.look();
  expect(folder.problems()).toEqual([]);
  mkdirSync(join(path, 'fallback'));
  write('one.jpg');
  await folder.look();
  expect(namesIn(folder)).toEqual(['one.jpg']);
  rmSync(join(path, 'fallback'), { recursive: true });
  await folder.look();
  expect(namesIn(folder)).toEqual([]);
});

test('a share that hangs holds up nobody: it is named, keeps what was seen before, and has one thread at most', async () => {
  const keyValues = createKeyValueStore(openDatabase(':memory:'));
  const seen = follow({ keyValues });
  seen.write('one.jpg');
  await seen.folder.look();
  execFileSync('mkfifo', [join(seen.path, 'pipe')]);

  const { folder, warnings } = follow({ keyValues, path: seen.path, thread: waitingThread });
  expect(namesIn(folder)).toEqual(['one.jpg']);
  const startedAt = clock.monotonic();
  await folder.look();
  expect(clock.monotonic() - startedAt).toBeLessThan(15_000);
  expect([namesIn(folder), codesOf(folder)]).toEqual([['one.jpg'], ['folder-silent']]);
  // The thread before has not come back, so none is asked and none is begun.
  await folder.look();
  expect(warnings).toHaveLength(1);
  // The system comes back: the thread ends, and the next one is asked.
  closeSync(openSync(join(seen.path, 'pipe'), 'r+'));
  await folder.stop();
});

test('a process with a thread that hangs ends all the same', async () => {
  const { path } = follow();
  execFileSync('mkfifo', [join(path, 'pipe')]);
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../../support/end-with-waiting-thread.ts'), path],
    { stdio: 'ignore' },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}, 30_000);
