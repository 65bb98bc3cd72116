import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { finalFiles, fixture, needFor, openTestStore, type TestStore } from '../support/media-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: Simulator;
let folder: string;
let opened: TestStore;

beforeEach(async () => {
  server = await startSimulator();
  folder = temporaryFolder();
  opened = openTestStore({ origin: server.origin, dataFolder: folder });
});

afterEach(async () => {
  await opened.close();
  await server.stop();
});

function half(name: string): Buffer {
  const whole = fixture(name);
  return whole.subarray(0, Math.ceil(whole.length / 2));
}

/** Half a picture that ends as a whole one does: what a tool makes of half a transfer. */
function halfWithEnd(): Buffer {
  return Buffer.concat([half('red.jpg'), Buffer.from([0xff, 0xd9])]);
}

const logIn = Buffer.from('<!doctype html><html><body><form>Log in</form></body></html>');

test.each([
  ['a log-in page', 'red.jpg', logIn],
  ['nothing', 'red.jpg', Buffer.alloc(0)],
  ['another kind', 'red.jpg', fixture('blue.mp4')],
  ['half a JPEG', 'red.jpg', half('red.jpg')],
  ['half a JPEG with an end', 'red.jpg', halfWithEnd()],
  ['half a PNG', 'green.png', half('green.png')],
  ['half a GIF', 'yellow.gif', half('yellow.gif')],
  ['half a WebP', 'blue.webp', half('blue.webp')],
  ['half a video', 'blue.mp4', half('blue.mp4')],
])('%s takes no good file off the screen, and the next good one follows', async (_name, good, rubbish) => {
  const before = server.addUpload(good, fixture(good));
  const kind = good === 'blue.mp4' ? 'video' : 'image';
  const need = needFor(server.origin, before, { kind });
  const { store, events } = opened;
  await store.ensure(need);
  const validated = store.lastValidated(need.url);

  server.replaceUpload(good, rubbish, { type: 'text/html' });
  const refused = await store.revalidate(need);

  expect(refused).toMatchObject({ ok: false, error: { code: 'undecodable' } });
  expect(store.find(need)).toMatchObject({ sha256: before.sha256 });
  expect(store.lastValidated(need.url)).toBe(validated);
  expect(events.filter((event) => event.kind === 'changed')).toEqual([]);
  expect(finalFiles(folder).names).toEqual([before.sha256]);

  // The very bytes that were refused are refused again.
  expect(await store.revalidate(need)).toMatchObject({ ok: false });
  expect(store.find(need)).toMatchObject({ sha256: before.sha256 });

  const mended = server.replaceUpload(
    good,
    fixture(kind === 'video' ? 'magenta-portrait.mp4' : 'yellow.png'),
  );
  expect(await store.revalidate(need)).toMatchObject({ ok: true });
  expect(store.find(need)).toMatchObject({ sha256: mended.sha256 });
});

test('where nothing good stood, a cut picture is better than none', async () => {
  const cut = server.addUpload('red.jpg', half('red.jpg'));
  expect(await opened.store.ensure(needFor(server.origin, cut))).toMatchObject({ ok: true });
});

test('a file of another kind is taken where the playlist names no kind, or names the new one', async () => {
  const before = server.addUpload('item', fixture('green.png'));
  const { store } = opened;
  await store.ensure(needFor(server.origin, before));
  const after = server.replaceUpload('item', fixture('blue.mp4'));
  expect(await store.revalidate(needFor(server.origin, before))).toMatchObject({ ok: true });
  const again = server.replaceUpload('item', fixture('yellow.png'));
  expect(await store.revalidate(needFor(server.origin, before, { kind: 'image' }))).toMatchObject({
    ok: true,
  });
  expect(after.sha256).not.toBe(again.sha256);
});
