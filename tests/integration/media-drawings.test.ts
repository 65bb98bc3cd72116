import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMediaResponder } from '../../src/player/media/media-response.ts';
import type { MediaRecord } from '../../src/player/media/media-types.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import type { Drawing, DrawingOrder, DrawingPort } from '../../src/shared/drawing.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { fixture, mediaFolder, needFor, openTestStore, type TestStore } from '../support/media-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What becomes of vector pictures in the store, over a process that draws as each test says. */

const svg = (name: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><title>${name}</title></svg>`);
const gaveUp: Drawing = { kind: 'gave-up', why: 'time' };

let server: Simulator;
let folder: string;
let opened: TestStore;
let orders: DrawingOrder[];
/** What the process answers; by default a picture that names its box. */
let answer: (order: DrawingOrder) => Drawing | Promise<Drawing>;

const port: DrawingPort = {
  draw: async (order) => {
    orders.push(order);
    return await answer(order);
  },
};
const pngOf = ({ box }: DrawingOrder): Buffer => {
  const png = Buffer.alloc(1_000, ' ');
  png.write(`PNG of ${box.width}×${box.height} ${box.fit}`);
  return png;
};

beforeEach(async () => {
  server = await startSimulator();
  folder = temporaryFolder();
  orders = [];
  answer = (order) => ({ kind: 'still', png: pngOf(order) });
  opened = openTestStore({ origin: server.origin, dataFolder: folder, drawing: port });
  opened.store.drawFor({ width: 1_920, height: 1_080, fit: 'contain' });
});

afterEach(async () => {
  await opened.close();
  await server.stop();
});

async function ensured(name = 'sign.svg'): Promise<MediaRecord> {
  const came = await opened.store.ensure(needFor(server.origin, server.addUpload(name, svg(name))));
  if (!came.ok) throw new Error(came.error.message);
  return came.value;
}

/** What the stage gets of a file, for a panel. */
async function shownOf(
  sha256: string,
  query = '?width=1280&height=720&fit=contain',
): Promise<{ status: number; type: string | null; text: string }> {
  const respond = createMediaResponder((name, box) => opened.store.open(name, box), createSilentLog());
  const response = await respond(new Request(`http://player/media/${sha256}${query}`));
  const text = (await response.text()).trim();
  return { status: response.status, type: response.headers.get('content-type'), text };
}

const drawnFiles = (): string[] => {
  const path = join(mediaFolder(folder), 'drawn');
  return existsSync(path) ? readdirSync(path) : [];
};

test('a drawing that stands still is judged before it is ready, and is a picture of the panel from then on', async () => {
  const { sha256, size } = await ensured();
  expect(orders).toHaveLength(1);
  expect(opened.store.use().usedBytes).toBe(size + 1_000);

  expect(await shownOf(sha256)).toEqual({
    status: 200,
    type: 'image/png',
    text: 'PNG of 1280×720 contain',
  });
  // Turned, and back to what was asked for last: each size is drawn once, and one is kept.
  expect(await shownOf(sha256, '?width=720&height=1280&fit=contain')).toMatchObject({
    text: 'PNG of 720×1280 contain',
  });
  expect(await shownOf(sha256, '')).toMatchObject({ text: 'PNG of 720×1280 contain' });
  expect(orders).toHaveLength(3);
  expect(opened.store.use().usedBytes).toBe(size + 1_000);
  expect(opened.store.storageUse().unfinishedBytes).toBe(0);
  expect(drawnFiles()).toEqual([sha256]);

  opened.store.pin({ pinned: new Set(), previous: new Set() });
  expect(await opened.store.clear()).toBe(size + 1_000);
  expect(drawnFiles()).toEqual([]);
});

test('one that takes too long is quarantined and told once, and keeps no neighbour waiting', async () => {
  const drawn = Promise.withResolvers<Drawing>();
  answer = () => drawn.promise;
  const bad = needFor(server.origin, server.addUpload('bad.svg', svg('bad')));
  const judged = opened.store.ensure(bad);
  // More of them than there are lanes.
  const others = ['worse.svg', 'worst.svg'].map((name) =>
    opened.store.ensure(needFor(server.origin, server.addUpload(name, svg(name)))),
  );
  await expect.poll(() => orders.length).toBe(1);
  for (const name of ['red.jpg', 'green.png', 'blue.mp4'])
    expect(
      await opened.store.ensure(needFor(server.origin, server.addUpload(name, fixture(name)))),
    ).toMatchObject({
      ok: true,
    });
  drawn.resolve(gaveUp);

  expect(await judged).toMatchObject({ ok: false, error: { code: 'undecodable' } });
  expect(opened.store.find(bad)).toBeNull();
  expect(await opened.store.ensure(bad)).toMatchObject({ ok: false });
  expect(await Promise.all(others)).toMatchObject([{ ok: false }, { ok: false }]);
  expect(orders).toHaveLength(3);
  expect(opened.events.filter((event) => event.kind === 'refused' && event.fileName === 'bad.svg')).toEqual([
    {
      kind: 'refused',
      fileName: 'bad.svg',
      reason: 'The drawing cannot be shown: drawing it takes too long.',
    },
  ]);
  expect(readdirSync(mediaFolder(folder)).filter((name) => name.length === 64)).toHaveLength(3);
});

test('a worse drawing behind a known address never takes the place of the good one', async () => {
  const upload = server.addUpload('sign.svg', svg('good'));
  const need = needFor(server.origin, upload);
  expect(await opened.store.ensure(need)).toMatchObject({ ok: true });
  answer = () => gaveUp;
  server.replaceUpload('sign.svg', svg('worse'));
  expect(await opened.store.revalidate(need)).toMatchObject({ ok: false });
  expect(opened.store.find(need)).toMatchObject({ sha256: upload.sha256 });
  expect(await shownOf(upload.sha256, '?width=1920&height=1080&fit=contain')).toMatchObject({ status: 200 });
});

test('one that moves stays itself once it was drawn in time', async () => {
  answer = () => ({ kind: 'moves' });
  const { sha256 } = await ensured();
  expect(await shownOf(sha256)).toEqual({
    status: 200,
    type: 'image/svg+xml',
    text: svg('sign.svg').toString(),
  });
  expect(orders).toHaveLength(1);
});

test('what nobody judged is judged before the stage gets it', async () => {
  answer = () => ({ kind: 'unavailable', reason: 'no browser' });
  const { sha256 } = await ensured();
  // Nobody can draw: that is not the file's fault, and it is not shown unseen either.
  expect(await shownOf(sha256)).toMatchObject({ status: 404 });
  opened.store.quarantine(sha256, 'it did not show');
  answer = (order) => ({ kind: 'still', png: pngOf(order) });
  expect(await shownOf(sha256)).toMatchObject({ type: 'image/png' });

  answer = () => ({ kind: 'unavailable', reason: 'no browser' });
  const other = await ensured('other.svg');
  answer = () => ({ kind: 'gave-up', why: 'memory' });
  expect(await shownOf(other.sha256)).toMatchObject({ status: 404 });
  expect(opened.index.quarantineReason(other.sha256, '1.0.0')).toMatch(/too much memory/);
});

test('a new size that cannot be drawn leaves the picture of the old one, and is not tried at each showing', async () => {
  const { sha256 } = await ensured();
  answer = () => gaveUp;
  for (let showing = 0; showing < 3; showing += 1)
    expect(await shownOf(sha256)).toMatchObject({ text: 'PNG of 1920×1080 contain' });
  expect(orders).toHaveLength(2);
  expect(opened.index.quarantineReason(sha256, '1.0.0')).toBeNull();
});

test('a kept picture is its own or none: rot is drawn anew, and what belongs to nobody is deleted', async () => {
  const { sha256 } = await ensured();
  await shownOf(sha256);
  const kept = join(mediaFolder(folder), 'drawn', sha256);
  writeFileSync(kept, 'rot');
  expect(await shownOf(sha256)).toMatchObject({ text: 'PNG of 1280×720 contain' });
  expect(readFileSync(kept, 'utf8').trim()).toBe('PNG of 1280×720 contain');

  const stray = join(mediaFolder(folder), 'drawn', '0'.repeat(64));
  for (const path of [stray, `${kept}.draft`]) writeFileSync(path, 'half');
  await opened.store.start(false);
  expect(drawnFiles()).toEqual([sha256]);
});

test('where the picture has no room it is shown all the same', async () => {
  await opened.close();
  opened = openTestStore({ origin: server.origin, dataFolder: folder, drawing: port, limitBytes: 500 });
  const { sha256 } = await ensured();
  expect(drawnFiles()).toEqual([]);
  expect(await shownOf(sha256)).toMatchObject({ text: 'PNG of 1280×720 contain' });
});

test('what was drawn for another panel is drawn for this one before it is due, and once', async () => {
  const names = ['one.svg', 'two.svg', 'moving.svg'];
  answer = (order) => (orders.length === 3 ? { kind: 'moves' } : { kind: 'still', png: pngOf(order) });
  const records = [];
  for (const name of names) records.push(await ensured(name));
  answer = (order) => ({ kind: 'still', png: pngOf(order) });

  opened.store.drawFor({ width: 1_280, height: 720, fit: 'contain' });
  await expect.poll(() => orders.length).toBe(5);
  await expect
    .poll(() => opened.index.drawings().map(({ moves, width }) => (moves ? 'moves' : width)))
    .toEqual([1_280, 1_280, 'moves']);
  expect(await shownOf(records[1]?.sha256 ?? '')).toMatchObject({ text: 'PNG of 1280×720 contain' });
  opened.store.drawFor({ width: 1_280, height: 720, fit: 'contain' });
  await ensured('three.svg');
  expect(orders.slice(5).map(({ box }) => box.width)).toEqual([1_280]);
});

test('a panel that is told while a drawing is judged gets its own picture of it at once', async () => {
  const judged = Promise.withResolvers<Drawing>();
  answer = () => judged.promise;
  const coming = ensured();
  await expect.poll(() => orders.length).toBe(1);
  answer = (order) => ({ kind: 'still', png: pngOf(order) });
  opened.store.drawFor({ width: 720, height: 1_280, fit: 'cover' });
  judged.resolve({ kind: 'still', png: Buffer.from('PNG') });
  const { sha256 } = await coming;
  await expect.poll(() => opened.index.drawing(sha256)?.width).toBe(720);
  expect(orders.map(({ box }) => box.width)).toEqual([1_920, 720]);
  // A box that was left behind is not drawn for.
  opened.store.drawFor({ width: 100, height: 100, fit: 'contain' });
  opened.store.drawFor({ width: 200, height: 100, fit: 'contain' });
  await expect.poll(() => opened.index.drawing(sha256)?.width).toBe(200);
  expect(orders.map(({ box }) => box.width)).toEqual([1_920, 720, 200]);
});

test('on a new player a drawing waits for the first word of its panel, and its neighbours do not', async () => {
  await opened.close();
  opened = openTestStore({ origin: server.origin, dataFolder: temporaryFolder(), drawing: port });
  const coming = ensured();
  for (const name of ['red.jpg', 'green.png'])
    await opened.store.ensure(needFor(server.origin, server.addUpload(name, fixture(name))));
  expect(orders).toEqual([]);
  opened.store.drawFor({ width: 1_280, height: 720, fit: 'contain' });
  await coming;
  await ensured('next.svg');
  expect(orders.map(({ box }) => box.width)).toEqual([1_280, 1_280]);
});

test('a player without any panel waits for it once', async () => {
  await opened.close();
  opened = openTestStore({ origin: server.origin, dataFolder: temporaryFolder(), drawing: port });
  await ensured();
  const since = performance.now();
  await ensured('next.svg');
  expect(performance.now() - since).toBeLessThan(2_500);
  expect(orders.map(({ box }) => box.width)).toEqual([1_920, 1_920]);
});

test('a player that has been told its panel waits for it at no later start', async () => {
  await opened.close();
  opened = openTestStore({ origin: server.origin, dataFolder: folder, drawing: port });
  const since = performance.now();
  await ensured();
  expect(performance.now() - since).toBeLessThan(2_500);
});
