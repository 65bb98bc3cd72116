import { once } from 'node:events';
import { rmSync, truncateSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openOrRebuild } from '../../src/platform/store/open-or-rebuild.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import { finalFiles, fixture, longPicture } from '../support/media-support.ts';
import { namesOf, openTestPlayer, type TestPlayer } from '../support/playlist-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: Simulator;
let folder: string;
let opened: TestPlayer[];

function open(options: Partial<Parameters<typeof openTestPlayer>[0]> = {}): TestPlayer {
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder, ...options });
  opened.push(player);
  return player;
}

async function closeAll(): Promise<void> {
  for (const player of opened.splice(0)) await player.close();
}

function pictures(...names: string[]): Upload[] {
  return names.map((name) => server.addUpload(`${name}.png`, longPicture(40_000)));
}

function bodyOf(uploads: readonly Upload[], version: number): unknown {
  const playlist = uploads.map((upload, index) =>
    server.itemFor(upload.name, { id: upload.name, position: index }),
  );
  return { playlist, playlist_version: version };
}

/** Offers a playlist, waits until all of it is here, and shows it. */
async function play(player: TestPlayer, uploads: readonly Upload[], version: number): Promise<string> {
  const offer = player.playlists.accept(bodyOf(uploads, version));
  if (!offer.ok) throw new Error(offer.error.message);
  await expect.poll(() => player.records.read('offered')).toBeNull();
  const program = player.playlists.currentProgram();
  player.playlists.confirmPlaying(program?.id ?? '');
  return offer.value.id;
}

beforeEach(async () => {
  server = await startSimulator();
  folder = temporaryFolder();
  opened = [];
});

afterEach(async () => {
  await closeAll();
  await server.stop();
});

test('the first playlist starts with its first item and grows in order', async () => {
  const uploads = pictures('a', 'b', 'c', 'd');
  // However slow this machine is: not all of it is there before it was looked at.
  const fault = server.addFault({ kind: 'reset', match: { path: uploads.at(-1)?.path ?? '' } });
  const { playlists, programs, records } = open();
  playlists.start();
  expect(playlists.currentProgram()).toBeNull();

  const offer = playlists.accept(bodyOf(uploads, 1));
  await expect.poll(() => programs.length, { timeout: 5_000 }).toBeGreaterThan(0);
  const first = programs[0];
  expect(first?.items.length).toBeLessThan(4);
  playlists.confirmPlaying(first?.id ?? '');
  expect(records.read('playing')).toMatchObject({ complete: false });
  expect(playlists.progress()).toMatchObject({ filesTotal: 4 });

  fault.remove();
  await expect.poll(() => records.read('playing')?.complete, { timeout: 10_000 }).toBe(true);
  await expect.poll(() => namesOf(programs.at(-1))).toEqual(['a.png', 'b.png', 'c.png', 'd.png']);
  const revisions = programs.map((program) => program?.revision ?? 0);
  expect(revisions).toEqual([...revisions].sort((one, other) => one - other));
  expect(new Set(programs.map((program) => program?.id))).toEqual(new Set([offer.ok && offer.value.id]));
  expect(playlists.progress()).toBeNull();
});

test.each([
  ['at once with its first item, which comes a little late', 300, ['slow.png']],
  ['with another one where the first takes longer than some seconds', 60_000, ['b.png']],
])('the first playlist begins %s', async (_how, milliseconds, names) => {
  const uploads = pictures('slow', 'b', 'c');
  const slow = uploads[0]?.path ?? '';
  server.addFault({ kind: 'latency', milliseconds, match: { path: slow } });
  const { playlists, programs } = open();
  playlists.start();
  playlists.accept(bodyOf(uploads, 1));
  await expect.poll(() => programs.length, { timeout: 12_000 }).toBeGreaterThan(0);
  expect(namesOf(programs[0])?.slice(0, names.length)).toEqual(names);
});

test('a later playlist never replaces a complete one while incomplete', async () => {
  const player = open();
  const { playlists, records, programs } = player;
  playlists.start();
  const before = await play(player, pictures('a', 'b'), 1);
  const [late] = pictures('late');
  if (late === undefined) throw new Error('no upload');
  const fault = server.addFault({ kind: 'reset', match: { path: late.path } });

  playlists.accept(bodyOf([late, ...pictures('early')], 2));
  await expect.poll(() => server.requests.filter(({ path }) => path === late.path).length).toBeGreaterThan(2);
  expect(programs.at(-1)?.id).toBe(before);
  expect(playlists.status()).toMatchObject({ version: '1', offered: '2', staged: null });

  fault.remove();
  await expect.poll(() => playlists.status().staged, { timeout: 10_000 }).toBe('2');
  expect(namesOf(playlists.currentProgram())).toEqual(['late.png', 'early.png']);
  expect(records.read('playing')).toMatchObject({ version: '1' });

  playlists.confirmPlaying(playlists.currentProgram()?.id ?? '');
  expect(records.read('playing')).toMatchObject({ version: '2', complete: true });
  expect(records.read('previous')).toMatchObject({ version: '1' });
  expect(records.read('staged')).toBeNull();
});

test('what an earlier version kept is the server’s list of today, whatever its descriptions say now', async () => {
  const uploads = pictures('a', 'b');
  const first = open();
  first.playlists.start();
  await play(first, uploads, 1);
  const playing = first.records.read('playing');
  if (playing === null) throw new Error('nothing plays');
  const items = JSON.parse(playing.items) as object[];
  const described = JSON.stringify(items.map((item) => ({ ...item, description: 'Lobby' })));
  first.records.write({ playing: { ...playing, id: 'of-an-earlier-version', items: described } });
  await closeAll();

  const { playlists, records } = open();
  playlists.start();
  const body = bodyOf(uploads, 1) as { playlist: object[] };
  const offer = playlists.accept({
    ...body,
    playlist: body.playlist.map((item) => ({ ...item, description: 'Canteen' })),
  });
  expect(offer).toMatchObject({ ok: true, value: { id: playing.id } });
  expect(records.read('offered')).toBeNull();
  expect(records.read('staged')).toBeNull();
  expect(playlists.currentProgram()?.id).toBe(playing.id);
});

test('items answered 404, or failing five times, are left out, told, and come when they can', async () => {
  const [good, broken] = pictures('good', 'broken');
  if (good === undefined || broken === undefined) throw new Error('no upload');
  const fault = server.addFault({ kind: 'status', status: 500, match: { path: broken.path } });
  const player = open();
  player.playlists.start();
  const missing = { ...broken, name: 'missing.png' };
  server.addUpload('missing.png', fixture('green.png'));
  const body = bodyOf([good, broken, missing], 1);
  server.removeUpload('missing.png');

  player.playlists.accept(body);
  await expect.poll(() => player.records.read('staged')?.complete, { timeout: 10_000 }).toBe(true);

  expect(namesOf(player.playlists.currentProgram())).toEqual(['good.png']);
  expect(player.playlists.problems().map(({ params }) => params?.['file'])).toEqual(
    expect.arrayContaining(['broken.png', 'missing.png']),
  );
  fault.remove();
  player.playlists.retryNow();
  await expect.poll(() => namesOf(player.playlists.currentProgram())).toEqual(['good.png', 'broken.png']);
});

test('an identical playlist writes nothing and asks for nothing', async () => {
  const player = open();
  player.playlists.start();
  const uploads = pictures('a', 'b');
  await play(player, uploads, 1);
  const requests = server.requests.length;
  const changesBefore = player.database.connection.prepare('SELECT total_changes() AS n').get();

  const offer = player.playlists.accept(bodyOf(uploads, 1));

  expect(offer).toMatchObject({ ok: true, value: { changed: false } });
  expect(player.database.connection.prepare('SELECT total_changes() AS n').get()).toEqual(changesBefore);
  expect(server.requests).toHaveLength(requests);
});

test('the same items under a new version: files that changed behind their addresses are found', async () => {
  const player = open();
  player.playlists.start();
  const uploads = pictures('a', 'b');
  await play(player, uploads, 1);
  const before = player.playlists.currentProgram();
  const changed = server.replaceUpload('b.png', longPicture(50_000));

  player.playlists.accept(bodyOf(uploads, 2));

  await expect.poll(() => player.playlists.currentProgram()?.items[1]?.sha256).toBe(changed.sha256);
  expect(player.playlists.currentProgram()).toMatchObject({ id: before?.id });
  expect(player.playlists.status().version).toBe('2');
});

test('a restart with the server down plays at once, where it stood', async () => {
  const first = open();
  first.playlists.start();
  const id = await play(first, pictures('a', 'b', 'c'), 1);
  first.playlists.itemShown(id, 'b.png');
  await closeAll();
  await server.stop();

  const second = open();

  expect(second.playlists.currentProgram()).toMatchObject({ id, resumeAt: 'b.png' });
  expect(namesOf(second.playlists.currentProgram())).toEqual(['a.png', 'b.png', 'c.png']);
});

test('an empty playlist is a real one; one that cannot be used is not', async () => {
  const player = open();
  player.playlists.start();
  const id = await play(player, pictures('a'), 1);

  const garbage = player.playlists.accept({
    playlist: [{ url: 'javascript:alert(1)' }, { file_name: '../' }],
  });
  expect(garbage).toMatchObject({ ok: false, error: { code: 'bad-playlist' } });
  expect(player.playlists.currentProgram()?.id).toBe(id);
  expect(player.playlists.problems()).toMatchObject([{ code: 'bad-playlist' }]);

  await play(player, [], 2);
  expect(player.playlists.currentProgram()).toMatchObject({ items: [] });
  expect(player.playlists.status()).toMatchObject({ version: '2', items: 0 });
  expect(player.playlists.problems()).toEqual([]);
});

test('a playlist of which nothing can be had replaces nothing', async () => {
  const player = open();
  player.playlists.start();
  const id = await play(player, pictures('a'), 1);
  const [gone] = pictures('gone');
  const body = bodyOf(
    [gone].filter((upload) => upload !== undefined),
    2,
  );
  server.removeUpload('gone.png');

  player.playlists.accept(body);
  await expect.poll(() => player.playlists.problems().length).toBeGreaterThan(0);

  expect(player.playlists.currentProgram()?.id).toBe(id);
  expect(player.playlists.status().staged).toBeNull();
});

test('a playlist that does not fit is refused with the missing bytes, and the old one plays on', async () => {
  const player = open({ limitBytes: 130_000 });
  player.playlists.start();
  const id = await play(player, pictures('a'), 1);

  player.playlists.accept(bodyOf(pictures('b', 'c', 'd'), 2));

  await expect
    .poll(() => player.playlists.problems())
    .toMatchObject([
      { code: 'playlist-refused', params: { version: '2', missingBytes: expect.any(Number) as number } },
    ]);
  expect(player.playlists.currentProgram()?.id).toBe(id);
  expect(finalFiles(folder).wrong).toEqual([]);

  player.store.setLimit(1_000_000);
  player.playlists.retryNow();
  await expect.poll(() => player.playlists.status().staged).toBe('2');
});

test('the previous playlist is given up before one is refused', async () => {
  const player = open({ limitBytes: 130_000 });
  player.playlists.start();
  await play(player, pictures('a'), 1);
  await play(player, pictures('b'), 2);
  expect(player.records.read('previous')).toMatchObject({ version: '1' });

  await play(player, pictures('c', 'd'), 3);

  expect(player.playlists.status()).toMatchObject({ version: '3' });
  expect(namesOf(player.playlists.currentProgram())).toEqual(['c.png', 'd.png']);
});

describe('when a new playlist fails on the screen', () => {
  test('more than half in its first round brings back the one before, and keeps it', async () => {
    const player = open();
    const { playlists, records } = player;
    playlists.start();
    const before = await play(player, pictures('a'), 1);
    const uploads = pictures('b', 'c', 'd');
    const bad = await play(player, uploads, 2);

    playlists.itemFailed(bad, 'b.png', 'decode');
    expect(playlists.currentProgram()?.id).toBe(bad);
    playlists.itemFailed(bad, 'c.png', 'decode');

    expect(playlists.currentProgram()?.id).toBe(before);
    expect(records.read('rejected')).toMatchObject({ id: bad });
    expect(playlists.problems()).toMatchObject([{ code: 'playlist-rolled-back', params: { version: '2' } }]);
    expect(playlists.accept(bodyOf(uploads, 2))).toMatchObject({ ok: true, value: { changed: false } });
    expect(playlists.currentProgram()?.id).toBe(before);

    await play(player, pictures('e'), 3);
    expect(playlists.problems()).toEqual([]);
    expect(namesOf(playlists.currentProgram())).toEqual(['e.png']);
  });

  test('and also when none of it was ever shown', async () => {
    const player = open();
    player.playlists.start();
    const before = await play(player, pictures('a'), 1);
    player.playlists.accept(bodyOf(pictures('b'), 2));
    await expect.poll(() => player.playlists.status().staged).toBe('2');

    player.playlists.itemFailed(player.playlists.currentProgram()?.id ?? '', 'b.png', 'decode');

    expect(player.playlists.currentProgram()?.id).toBe(before);
    expect(player.playlists.status()).toMatchObject({ version: '1', offered: '2', staged: null });
  });

  test('web pages that are down do not, whoever is with them', async () => {
    const player = open();
    player.playlists.start();
    await play(player, pictures('a'), 1);
    const [picture] = pictures('b');
    const page = (id: string): unknown => ({ id, type: 'web', url: `https://${id}.test/`, file_name: id });
    const body = {
      playlist: [page('w1'), page('w2'), page('w3'), server.itemFor(picture?.name ?? '', { id: 'b.png' })],
      playlist_version: 2,
    };
    player.playlists.accept(body);
    await expect.poll(() => player.playlists.status().staged).toBe('2');
    const id = player.playlists.currentProgram()?.id ?? '';
    player.playlists.confirmPlaying(id);
    for (const key of ['w1', 'w2', 'w3']) player.playlists.itemFailed(id, key, 'It cannot be reached.');
    expect(player.playlists.currentProgram()?.id).toBe(id);

    player.playlists.itemFailed(id, 'b.png', 'decode');
    expect(player.playlists.currentProgram()?.id).not.toBe(id);
  });

  test('half, or failures after the first round, do not', async () => {
    const player = open();
    player.playlists.start();
    await play(player, pictures('a'), 1);
    const id = await play(player, pictures('b', 'c'), 2);

    player.playlists.itemShown(id, 'b.png');
    player.playlists.itemFailed(id, 'c.png', 'decode');
    player.playlists.itemShown(id, 'b.png');
    player.playlists.itemFailed(id, 'b.png', 'decode');

    expect(player.playlists.currentProgram()?.id).toBe(id);
  });

  test('a single file that keeps failing is taken out', async () => {
    const player = open();
    player.playlists.start();
    const id = await play(player, pictures('a', 'b', 'c'), 1);

    player.playlists.itemFailed(id, 'b.png', 'decode');
    player.playlists.itemFailed(id, 'b.png', 'decode');

    expect(namesOf(player.playlists.currentProgram())).toEqual(['a.png', 'c.png']);
    expect(player.playlists.problems()).toMatchObject([{ code: 'item-does-not-play' }]);
  });
});

test('pages need no file; an address without a type that shows a page is one', async () => {
  server.addUpload('menu', Buffer.from('<!doctype html><title>Menu</title>'), {
    type: 'text/html; charset=utf-8',
  });
  const player = open();
  player.playlists.start();

  player.playlists.accept([
    { id: 1, type: 'web', url: 'https://page.example/' },
    server.itemFor('menu', { id: 2, type: 'unknown', duration: 5 }),
  ]);
  await expect.poll(() => player.records.read('staged') ?? player.records.read('playing')).not.toBeNull();

  await expect
    .poll(() => player.playlists.currentProgram()?.items)
    .toMatchObject([
      { key: '1', kind: 'web', source: 'https://page.example/', sha256: null, durationMs: 10_000 },
      { key: '2', kind: 'web', source: `${server.origin}/static/uploads/menu`, durationMs: 5_000 },
    ]);
  expect(player.playlists.problems()).toEqual([]);
});

test('a file on a host that cannot be reached holds nothing up for ever', async () => {
  let knocks = 0;
  const far = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void far.close());
  await once(far, 'listening');
  const { port } = far.address() as AddressInfo;
  const player = open();
  player.playlists.start();
  pictures('good');

  player.playlists.accept([
    server.itemFor('good.png'),
    { id: 9, type: 'image', url: `https://127.0.0.1:${port}/far.png` },
  ]);
  await expect.poll(() => knocks).toBeGreaterThan(0);
  while (player.playlists.progress() !== null) {
    const before = knocks;
    player.playlists.mediaEvent({
      kind: 'lost',
      sha256: 'none',
      failure: { code: 'media-lost', message: 'look again' },
    });
    // It is looked for again at once, until it is given up for now.
    await expect.poll(() => knocks > before || player.playlists.progress() === null).toBe(true);
  }

  expect(player.records.read('staged')?.complete).toBe(true);
  expect(namesOf(player.playlists.currentProgram())).toEqual(['good.png']);
  expect(player.playlists.problems()).toMatchObject([{ code: 'item-left-out', params: { file: 'far.png' } }]);
});

test('the server may return to what plays: what was on its way is dropped', async () => {
  const player = open();
  player.playlists.start();
  const first = pictures('a');
  const id = await play(player, first, 1);
  server.setThrottle(10_000);
  player.playlists.accept(bodyOf(pictures('b'), 2));
  expect(player.records.read('offered')).not.toBeNull();

  player.playlists.accept(bodyOf(first, 1));

  expect(player.records.read('offered')).toBeNull();
  expect(player.playlists.currentProgram()?.id).toBe(id);
});

test('a disk that refuses does not stop the screen; what was not saved is saved with the next move', async () => {
  const player = open();
  player.playlists.start();
  const uploads = pictures('a', 'b');
  await play(player, uploads, 1);
  player.database.connection.exec('PRAGMA query_only = ON');

  const offer = player.playlists.accept(bodyOf(uploads.slice(0, 1), 2));
  expect(offer.ok).toBe(true);
  await expect.poll(() => player.playlists.status().staged).toBe('2');
  player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');
  player.playlists.itemShown(player.playlists.currentProgram()?.id ?? '', 'a.png');

  expect(namesOf(player.playlists.currentProgram())).toEqual(['a.png']);
  expect(player.playlists.problems()).toMatchObject([{ code: 'disk-error' }]);
  expect(player.records.read('playing')).toMatchObject({ version: '1' });

  player.database.connection.exec('PRAGMA query_only = OFF');
  await play(player, uploads.slice(1), 3);
  expect(player.records.read('playing')).toMatchObject({ version: '3' });
  expect(player.records.read('previous')).toMatchObject({ version: '2' });
  expect(player.playlists.problems()).toEqual([]);
});

test('a media folder that is deleted while playing is filled again', async () => {
  const player = open();
  player.playlists.start();
  await play(player, pictures('a'), 1);
  const sha256 = player.playlists.currentProgram()?.items[0]?.sha256 ?? '';
  rmSync(join(folder, 'media'), { recursive: true });

  expect(await player.store.open(sha256)).toBeNull();

  await expect.poll(() => namesOf(player.playlists.currentProgram())).toEqual(['a.png']);
  expect(finalFiles(folder)).toEqual({ names: [sha256], wrong: [] });
});

test('a database cut in half is set aside; the next sync rebuilds it without fetching what has a hash', async () => {
  const first = open();
  first.playlists.start();
  const uploads = pictures('a', 'b');
  const body = {
    playlist: uploads.map((upload) => server.itemFor(upload.name, { sha256: upload.sha256 })),
  };
  first.playlists.accept(body);
  await expect.poll(() => first.records.read('staged')).not.toBeNull();
  await closeAll();
  const file = join(folder, 'player.db');
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const rebuilt = openOrRebuild(file, () => Date.now());
  expect(rebuilt).toMatchObject({ ok: true, value: { rebuilt: true } });
  if (rebuilt.ok) rebuilt.value.database.close();
  server.clearRequests();

  const second = open();
  await second.store.start(false);
  second.playlists.start();
  second.playlists.accept(body);

  await expect
    .poll(() => second.playlists.status().items + (second.records.read('staged') === null ? 0 : 2))
    .toBe(2);
  expect(namesOf(second.playlists.currentProgram())).toEqual(['a.png', 'b.png']);
  expect(server.requests).toHaveLength(0);
});
