import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload, UploadOptions } from '../simulator/types.ts';
import { fixture, longPicture } from '../support/media-support.ts';
import { openTestPlayer, type TestPlayer } from '../support/playlist-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: Simulator;
let player: TestPlayer;

beforeEach(async () => {
  server = await startSimulator();
  player = openTestPlayer({ origin: server.origin, dataFolder: temporaryFolder() });
  player.playlists.start();
});

afterEach(async () => {
  await player.close();
  await server.stop();
});

function uploads(options: UploadOptions = {}): Upload[] {
  return ['a', 'b', 'c', 'd', 'e', 'f'].map((name) =>
    server.addUpload(`${name}.png`, longPicture(30_000), options),
  );
}

/** The list as a server writes it that signs its addresses, and names its items, anew with each answer. */
function signedList(files: readonly Upload[], poll: number, isNamedAnew: boolean): unknown {
  return files.map(({ name, path }, place) => ({
    ...server.itemFor(name),
    id: isNamedAnew ? `${poll}-${place}` : name,
    position: place,
    description: `written at ${poll}`,
    url: `${server.origin}${path}?sign=${poll}`,
  }));
}

async function poll(body: unknown): Promise<void> {
  const accepted = player.playlists.accept(body);
  if (!accepted.ok) throw new Error(accepted.error.message);
  await expect.poll(() => player.records.read('offered')).toBeNull();
  player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');
}

/** Answers with a file, as far as they were read. */
function filesSent(): number {
  return server.requests.filter(({ path, status }) => path.startsWith('/static/') && status === 200).length;
}

test.each([
  ['by ETag', {}, false],
  ['by ETag, with items named anew', {}, true],
  ['by Last-Modified', { etag: 'none' as const }, false],
])(
  'ten polls of signed addresses fetch each file once and show one list: %s',
  async (_how, options, isNamedAnew) => {
    const files = uploads(options);
    for (let round = 1; round <= 10; round += 1) await poll(signedList(files, round, isNamedAnew));

    expect(filesSent()).toBe(6);
    expect(new Set(player.programs.map((program) => program?.id)).size).toBe(1);
    expect(player.programs.at(-1)?.items).toHaveLength(6);
    expect(player.programs.at(-1)?.items[0]?.id).toBe(isNamedAnew ? '10-0' : 'a.png');
    // Each file is known under its address of today and that of before.
    const rows = player.database.prepare('SELECT count(*) AS rows FROM media_url').all();
    expect(Number(rows[0]?.['rows'])).toBeLessThanOrEqual(12);
    // What is on the screen may still be called by its name of before.
    const { id = '', items = [] } = player.programs.at(-1) ?? {};
    expect(player.playlists.item(id, items[0]?.key ?? '')).not.toBeNull();
  },
);

test('the same text again asks for nothing', async () => {
  const files = uploads();
  await poll(signedList(files, 1, false));
  await poll(signedList(files, 2, false));
  const asked = server.requests.length;
  const again = player.playlists.accept(signedList(files, 2, false));
  expect(again).toMatchObject({ ok: true, value: { changed: false } });
  expect(server.requests).toHaveLength(asked);
});

test('other bytes behind a new query are another list', async () => {
  const files = uploads();
  await poll(signedList(files, 1, false));
  const before = player.playlists.currentProgram();
  const changed = server.replaceUpload('c.png', fixture('yellow.png'));
  await poll(signedList(files, 2, false));

  const after = player.playlists.currentProgram();
  expect(after?.id).not.toBe(before?.id);
  expect(after?.items[2]?.sha256).toBe(changed.sha256);
  expect(filesSent()).toBe(7);
});

test('a changed duration, order or window is another list', async () => {
  const files = uploads();
  await poll(signedList(files, 1, false));
  const list = signedList(files, 2, false) as Record<string, unknown>[];
  const ids = new Set([player.playlists.currentProgram()?.id]);
  for (const change of [{ duration: 99 }, { position: 50 }, { days: 'Mon' }]) {
    await poll(list.map((item, place) => (place === 1 ? { ...item, ...change } : item)));
    ids.add(player.playlists.currentProgram()?.id);
  }
  expect(ids.size).toBe(4);
});

test('a list that was given up stays so under other names, until it shows something else', async () => {
  const [first, ...files] = uploads();
  if (first === undefined) throw new Error('no upload');
  await poll(signedList([first], 1, false));
  const good = player.playlists.currentProgram()?.id;
  await poll(signedList(files, 1, false));
  const bad = player.playlists.currentProgram()?.id ?? '';
  for (const { name } of files.slice(0, 3)) player.playlists.itemFailed(bad, name, 'decode');
  expect(player.playlists.currentProgram()?.id).toBe(good);

  for (let round = 2; round <= 4; round += 1) {
    await poll(signedList(files, round, true));
    expect(player.playlists.currentProgram()?.id).toBe(good);
    expect(player.playlists.problems()).toMatchObject([{ code: 'playlist-rolled-back' }]);
  }
  server.replaceUpload('c.png', fixture('yellow.png'));
  await poll(signedList(files, 5, true));
  expect(player.playlists.currentProgram()?.items).toHaveLength(5);
  expect(player.playlists.problems()).toEqual([]);
});

test('an empty list is a list after one that was given up as well', async () => {
  const [first, ...files] = uploads();
  if (first === undefined) throw new Error('no upload');
  await poll(signedList([first], 1, false));
  await poll(signedList(files, 1, false));
  const bad = player.playlists.currentProgram()?.id ?? '';
  for (const { name } of files.slice(0, 3)) player.playlists.itemFailed(bad, name, 'decode');
  await poll([]);
  expect(player.playlists.currentProgram()?.items).toEqual([]);
});

test('a bad file under signed addresses keeps its own wait', async () => {
  const files = [...uploads(), server.addUpload('bad.png', Buffer.from('no picture'))];
  for (let round = 1; round <= 6; round += 1) await poll(signedList(files, round, false));
  expect(server.requests.filter(({ path }) => path.includes('bad.png')).length).toBeLessThanOrEqual(2);
  expect(player.programs.at(-1)?.items).toHaveLength(6);
});

test('a list whose text changes while it is fetched is fetched once, and grows on the screen', async () => {
  const files = uploads();
  server.setThrottle(150_000);
  let round = 0;
  const lists = setInterval(() => {
    round += 1;
    player.playlists.accept(signedList(files, round, false));
  }, 100);
  await expect.poll(() => player.programs.at(-1)?.items.length, { timeout: 20_000 }).toBe(6);
  clearInterval(lists);
  await expect.poll(() => player.records.read('offered'), { timeout: 10_000 }).toBeNull();

  expect(round).toBeGreaterThan(3);
  expect(filesSent()).toBe(6);
});
