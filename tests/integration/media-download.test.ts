import { chmodSync, cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Prober } from '../../src/player/media/probe.ts';
import { fail } from '../../src/shared/result.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import {
  finalFiles,
  fixture,
  longPicture,
  mediaFolder,
  needFor,
  openTestStore,
  partFiles,
  sha256Of,
  type TestStore,
} from '../support/media-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: Simulator;
let folder: string;
let opened: TestStore[];

function open(options: Partial<Parameters<typeof openTestStore>[0]> = {}): TestStore {
  const made = openTestStore({ origin: server.origin, dataFolder: folder, ...options });
  opened.push(made);
  return made;
}

async function closeAll(): Promise<void> {
  for (const store of opened.splice(0)) await store.close();
}

/** The download breaks off after so many bytes, and the server has trouble from then on; `mend` ends it. */
function breakOff(upload: Upload, afterBytes: number): { mend: () => void } {
  const match = { path: upload.path };
  server.addFault({ kind: 'truncate', afterBytes, times: 1, match });
  server.addFault({ kind: 'status', status: 500, match });
  return {
    mend: () => {
      server.clearFaults();
    },
  };
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

test('a file is proven, flushed and private, and is asked for once', async () => {
  const upload = server.addUpload('welcome.png', fixture('green.png'));
  const { store } = open();

  const first = await store.ensure(needFor(server.origin, upload));
  const again = await store.ensure(needFor(server.origin, upload));

  expect(first).toMatchObject({
    ok: true,
    value: { sha256: upload.sha256, kind: 'image', mime: 'image/png' },
  });
  expect(again).toEqual(first);
  expect(server.requests).toHaveLength(1);
  expect(finalFiles(folder)).toEqual({ names: [upload.sha256], wrong: [] });
  expect(partFiles(folder)).toEqual([]);
  expect(statSync(join(mediaFolder(folder), upload.sha256)).mode & 0o777).toBe(0o600);
});

test('a limit holds all downloads together', async () => {
  const uploads = ['one.png', 'two.png'].map((name) => server.addUpload(name, longPicture(250_000)));
  const { store } = open({ limitKbps: 2_000 });
  const startMs = performance.now();
  const came = await Promise.all(uploads.map((upload) => store.ensure(needFor(server.origin, upload))));
  expect(came).toMatchObject([{ ok: true }, { ok: true }]);
  // Half a million bytes are four million bits: two seconds.
  expect(performance.now() - startMs).toBeGreaterThan(1_800);
  expect(performance.now() - startMs).toBeLessThan(10_000);
});

test.each([
  ['through streams and parser', 600_000, 300_000],
  ['straight from the connection', 24_000_000, 10_000_000],
])(
  'a truncated download, read %s, gets no final name, and is continued by Range with If-Range',
  async (_how, bytes, after) => {
    const upload = server.addUpload('long.png', longPicture(bytes));
    const trouble = breakOff(upload, after);
    const { store, index } = open({ limits: { tries: 1 } });

    const broken = await store.ensure(needFor(server.origin, upload));

    expect(broken).toMatchObject({ ok: false, error: { code: 'server-error' } });
    expect(finalFiles(folder).names).toEqual([]);
    const kept = index.parts()[0]?.flushed ?? 0;
    expect(kept).toBeGreaterThan(0);

    trouble.mend();
    const whole = await store.ensure(needFor(server.origin, upload));

    expect(whole).toMatchObject({ ok: true, value: { sha256: upload.sha256 } });
    expect(server.requests.at(-1)).toMatchObject({ status: 206, bytesSent: bytes - kept });
    expect(server.requests.at(-1)?.headers).toMatchObject({
      range: `bytes=${kept}-`,
      'if-range': upload.etag,
    });
    expect(finalFiles(folder)).toEqual({ names: [upload.sha256], wrong: [] });
  },
);

test('a connection that is reset again and again ends in the whole file, each byte asked for about once', async () => {
  const upload = server.addUpload('long.png', longPicture(900_000));
  server.addFault({ kind: 'reset', afterBytes: 300_000, times: 4, match: { path: upload.path } });
  const { store } = open();

  const whole = await store.ensure(needFor(server.origin, upload));

  expect(whole).toMatchObject({ ok: true, value: { sha256: upload.sha256 } });
  expect(server.requests.filter(({ status }) => status === 206).length).toBeGreaterThan(0);
});

test('a file that changed between the part and the rest is not spliced', async () => {
  const before = server.addUpload('news.png', longPicture(500_000));
  const trouble = breakOff(before, 300_000);
  const { store } = open({ limits: { tries: 1 } });
  await store.ensure(needFor(server.origin, before));
  trouble.mend();

  const after = server.replaceUpload('news.png', longPicture(500_000));
  const whole = await store.ensure(needFor(server.origin, after));

  expect(whole).toMatchObject({ ok: true, value: { sha256: after.sha256 } });
  expect(server.requests.at(-1)).toMatchObject({ status: 200 });
  expect(finalFiles(folder)).toEqual({ names: [after.sha256], wrong: [] });
});

test('a server that ignores If-Range and sends the rest of another file is not believed', async () => {
  const before = server.addUpload('news.png', longPicture(500_000));
  const trouble = breakOff(before, 300_000);
  const { store, index } = open({ limits: { tries: 2 } });
  await store.ensure(needFor(server.origin, before));
  trouble.mend();
  const kept = index.parts()[0]?.flushed ?? 0;
  const after = server.replaceUpload('news.png', longPicture(500_000));
  server.addFault({
    kind: 'status',
    status: 206,
    headers: { 'content-range': `bytes ${kept}-499999/500000`, etag: '"another"' },
    body: after.bytes.subarray(kept).toString('latin1'),
    times: 1,
    match: { path: after.path },
  });

  const whole = await store.ensure(needFor(server.origin, after));

  expect(whole).toMatchObject({ ok: true, value: { sha256: after.sha256 } });
  expect(finalFiles(folder).wrong).toEqual([]);
});

test('a weak ETag is not used to continue; Last-Modified is', async () => {
  const upload = server.addUpload('weak.png', longPicture(400_000), { etag: 'weak' });
  const trouble = breakOff(upload, 200_000);
  const { store } = open({ limits: { tries: 1 } });
  await store.ensure(needFor(server.origin, upload));
  trouble.mend();

  const whole = await store.ensure(needFor(server.origin, upload));

  expect(whole.ok).toBe(true);
  expect(server.requests.at(-1)?.headers['if-range']).toBe(upload.lastModified.toUTCString());
});

test('a restart continues the download; a part that a power cut shortened is begun anew', async () => {
  const upload = server.addUpload('long.png', longPicture(600_000));
  const trouble = breakOff(upload, 300_000);
  const first = open({ limits: { tries: 1 } });
  await first.store.ensure(needFor(server.origin, upload));
  await closeAll();
  trouble.mend();
  const [part = ''] = partFiles(folder);
  writeFileSync(join(mediaFolder(folder), 'part', part), 'short');

  const second = open();
  await second.store.start(false);
  const whole = await second.store.ensure(needFor(server.origin, upload));

  expect(whole).toMatchObject({ ok: true, value: { sha256: upload.sha256 } });
  expect(server.requests.at(-1)).toMatchObject({ status: 200 });
  expect(finalFiles(folder).wrong).toEqual([]);
});

test('a transfer that stalls is cut and continued', async () => {
  const upload = server.addUpload('slow.png', longPicture(400_000));
  server.addFault({ kind: 'never-end', mode: 'silent', times: 1, match: { path: upload.path } });
  const { store } = open();

  const whole = await store.ensure(needFor(server.origin, upload));

  expect(whole).toMatchObject({ ok: true, value: { sha256: upload.sha256 } });
  expect(server.requests).toHaveLength(2);
});

test('a body without end is ended by the quota', async () => {
  const upload = server.addUpload('flood.png', longPicture(100_000));
  server.addFault({ kind: 'never-end', mode: 'flood', match: { path: upload.path } });
  const { store } = open({ limitBytes: 2_000_000 });

  const refused = await store.ensure(needFor(server.origin, upload));

  expect(refused).toMatchObject({ ok: false, error: { code: 'cache-full' } });
  expect(finalFiles(folder).names).toEqual([]);
});

test('size and SHA-256 of the playlist are compared', async () => {
  const upload = server.addUpload('a.png', fixture('green.png'));
  const { store } = open({ limits: { tries: 2 } });
  const wrongHash = sha256Of(Buffer.from('something else'));

  const badHash = await store.ensure(needFor(server.origin, upload, { sha256: wrongHash }));
  const badSize = await store.ensure(needFor(server.origin, upload, { size: upload.size + 1 }));
  const good = await store.ensure(
    needFor(server.origin, upload, { sha256: upload.sha256, size: upload.size }),
  );

  expect(badHash).toMatchObject({ ok: false, error: { code: 'hash-mismatch' } });
  expect(badSize).toMatchObject({ ok: false, error: { code: 'size-mismatch' } });
  expect(good.ok).toBe(true);
  expect(finalFiles(folder)).toEqual({ names: [upload.sha256], wrong: [] });
});

test('a byte that changed on the way is noticed by the hash, and the file is fetched again', async () => {
  const upload = server.addUpload('a.png', longPicture(200_000));
  server.addFault({ kind: 'corrupt', times: 2, match: { path: upload.path } });
  const { store } = open();

  const whole = await store.ensure(needFor(server.origin, upload, { sha256: upload.sha256 }));

  expect(whole.ok).toBe(true);
  expect(server.requests).toHaveLength(3);
  expect(finalFiles(folder)).toEqual({ names: [upload.sha256], wrong: [] });
});

test('404 is final, 5xx is tried five times', async () => {
  const upload = server.addUpload('a.png', fixture('green.png'));
  server.addFault({ kind: 'status', status: 500, match: { path: upload.path } });
  const { store } = open();

  const failing = await store.ensure(needFor(server.origin, upload));
  const tries = server.requests.length;
  const missing = await store.ensure(needFor(server.origin, { ...upload, path: '/static/uploads/none.png' }));

  expect(failing).toMatchObject({ ok: false, error: { code: 'server-error' } });
  expect(tries).toBe(5);
  expect(missing).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(server.requests).toHaveLength(6);
});

test('equal bytes are fetched once when the hash is known, and kept once when it is not', async () => {
  const one = server.addUpload('one.png', longPicture(150_000));
  const two = server.addUpload('two.png', one.bytes);
  const { store } = open();
  const { sha256 } = one;

  await Promise.all([one, two].map((upload) => store.ensure(needFor(server.origin, upload, { sha256 }))));
  expect(server.requests).toHaveLength(1);

  await store.ensure(needFor(server.origin, two));
  expect(server.requests).toHaveLength(2);
  expect(finalFiles(folder).names).toEqual([sha256]);
});

test('not more than two downloads run at once, in the order in which they were asked for', async () => {
  const uploads = [1, 2, 3, 4].map((number) => server.addUpload(`${number}.png`, longPicture(60_000)));
  server.setThrottle(300_000);
  const { store } = open();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, server.requests.filter(({ bytesSent }) => bytesSent < 60_000).length);
  }, 5);

  await Promise.all(uploads.map((upload) => store.ensure(needFor(server.origin, upload))));
  clearInterval(watch);

  expect(most).toBe(2);
  // The two that start together may arrive in either order.
  const asked = server.requests.map(({ path }) => path);
  const paths = uploads.map(({ path }) => path);
  expect([asked.slice(0, 2).sort(), asked.slice(2).sort()]).toEqual([paths.slice(0, 2), paths.slice(2)]);
});

test('what no screen can show is refused, is not kept, and is not fetched again while it is unchanged', async () => {
  const text = server.addUpload('note.png', Buffer.from('this is no picture'));
  const { store } = open();

  const first = await store.ensure(needFor(server.origin, text));
  const asked = server.requests.length;
  const second = await store.ensure(needFor(server.origin, text));

  expect(first).toMatchObject({ ok: false, error: { code: 'undecodable' } });
  expect(second).toMatchObject({ ok: false, error: { code: 'undecodable' } });
  expect(asked).toBe(2);
  expect(server.requests.at(-1)).toMatchObject({ status: 304 });
  expect(finalFiles(folder).names).toEqual([]);

  const mended = server.replaceUpload('note.png', fixture('green.png'));
  expect(await store.ensure(needFor(server.origin, mended))).toMatchObject({ ok: true });
});

test('quarantine holds for one version of the player', async () => {
  const upload = server.addUpload('a.png', fixture('green.png'));
  const need = needFor(server.origin, upload);
  const old = open({ appVersion: '1.0.0' });
  await old.store.ensure(need);
  old.store.quarantine(upload.sha256, 'the decoder gave up');
  expect(old.store.find(need)).toBeNull();
  await closeAll();

  const updated = open({ appVersion: '1.0.1' });
  await updated.store.start(false);

  expect(updated.store.find(need)).toMatchObject({ sha256: upload.sha256 });
});

test('another file behind the same address is noticed by one conditional request', async () => {
  const before = server.addUpload('menu.png', fixture('green.png'));
  const need = needFor(server.origin, before);
  const { store, events } = open();
  await store.ensure(need);

  await store.revalidate(need);
  expect(server.requests.at(-1)).toMatchObject({ status: 304 });
  const after = server.replaceUpload('menu.png', fixture('yellow.png'));
  await store.revalidate(need);

  expect(store.find(need)).toMatchObject({ sha256: after.sha256 });
  expect(events).toContainEqual({
    kind: 'changed',
    url: need.url,
    before: before.sha256,
    after: after.sha256,
  });
});

test('a download that is stopped is continued after the restart', async () => {
  const upload = server.addUpload('long.png', longPicture(800_000));
  server.setThrottle(400_000);
  const first = open();
  const broken = first.store.ensure(needFor(server.origin, upload));
  await expect.poll(() => first.index.parts()[0]?.flushed ?? 0).toBeGreaterThan(65_536);
  await closeAll();
  expect(await broken).toMatchObject({ ok: false, error: { code: 'stopped' } });
  server.setThrottle(null);

  const second = open();
  await second.store.start(false);
  const whole = await second.store.ensure(needFor(server.origin, upload));

  expect(whole).toMatchObject({ ok: true, value: { sha256: upload.sha256 } });
  expect(server.requests.at(-1)).toMatchObject({ status: 206 });
});

test('the quota is kept: least recently played goes first, what is pinned never', async () => {
  const uploads = ['a', 'b', 'c'].map((name) => server.addUpload(`${name}.png`, longPicture(100_000)));
  const [a, b, c] = uploads.map((upload) => needFor(server.origin, upload));
  if (a === undefined || b === undefined || c === undefined) throw new Error('three uploads');
  const { store, events } = open({ limitBytes: 250_000 });
  const first = await store.ensure(a);
  await store.ensure(b);
  if (!first.ok) throw new Error('the first download failed');
  store.pin({ pinned: new Set([first.value.sha256]), previous: new Set() });

  expect(await store.ensure(c)).toMatchObject({ ok: true });
  expect(store.find(a)).not.toBeNull();
  expect(store.find(b)).toBeNull();
  expect(store.use()).toMatchObject({ usedBytes: 200_000, limitBytes: 250_000, files: 2 });

  const third = store.find(c);
  store.pin({ pinned: new Set([first.value.sha256, third?.sha256 ?? '']), previous: new Set() });
  expect(await store.ensure(b)).toMatchObject({
    ok: false,
    error: { code: 'cache-full', params: { missingBytes: 50_000 } },
  });

  store.pin({ pinned: new Set([first.value.sha256]), previous: new Set([third?.sha256 ?? '']) });
  expect(await store.ensure(b)).toMatchObject({ ok: true });
  expect(events).toContainEqual({ kind: 'previous-given-up' });
});

test('a limit that is lowered takes effect at once', async () => {
  const upload = server.addUpload('a.png', longPicture(100_000));
  const { store } = open();
  await store.ensure(needFor(server.origin, upload));
  store.pin({ pinned: new Set(), previous: new Set() });

  store.setLimit(50_000);

  await expect.poll(() => finalFiles(folder).names).toEqual([]);
});

test('a disk that is nearly full is left alone', async () => {
  const upload = server.addUpload('a.png', fixture('green.png'));
  const { store } = open({ limits: { reserveBytes: Number.MAX_SAFE_INTEGER } });

  expect(await store.ensure(needFor(server.origin, upload))).toMatchObject({
    ok: false,
    error: { code: 'disk-lacks' },
  });
});

test('a media folder that cannot be made is a failure in words, and heals by itself', async () => {
  const upload = server.addUpload('a.png', fixture('green.png'));
  writeFileSync(mediaFolder(folder), 'a file stands where the folder should be');
  const { store } = open();
  await store.start(false);

  const failed = await store.ensure(needFor(server.origin, upload));
  expect(failed).toMatchObject({ ok: false, error: { code: 'disk-error' } });

  rmSync(mediaFolder(folder));
  expect(await store.ensure(needFor(server.origin, upload))).toMatchObject({ ok: true });
});

test('downloads at the same time share the quota, and none loses its part to another', async () => {
  const uploads = ['a', 'b', 'c'].map((name) => server.addUpload(`${name}.png`, longPicture(300_000)));
  const { store } = open({ limitBytes: 700_000 });
  store.pin({ pinned: new Set(uploads.map(({ sha256 }) => sha256)), previous: new Set() });

  const results = await Promise.all(uploads.map((upload) => store.ensure(needFor(server.origin, upload))));

  expect(results.map((result) => (result.ok ? 'here' : result.error.code))).toEqual([
    'here',
    'here',
    'cache-full',
  ]);
  expect(store.use().usedBytes).toBe(600_000);
});

test('files without a row are hashed and adopted, foreign ones stay, rows without a file are dropped', async () => {
  const kept = server.addUpload('kept.png', longPicture(50_000));
  const gone = server.addUpload('gone.png', longPicture(50_000));
  const first = open();
  await first.store.ensure(needFor(server.origin, kept));
  await first.store.ensure(needFor(server.origin, gone));
  await closeAll();
  rmSync(join(folder, 'player.db'));
  const liar = sha256Of(Buffer.from('not these bytes'));
  writeFileSync(join(mediaFolder(folder), liar), fixture('green.png'));
  writeFileSync(join(mediaFolder(folder), 'part', 'stray'), 'leftover');

  const rebuilt = open();
  await rebuilt.store.start(false);
  expect(
    rebuilt.index
      .files()
      .map(({ sha256 }) => sha256)
      .sort(),
  ).toEqual([kept.sha256, gone.sha256].sort());
  // Its name is not its hash: it may be anybody's.
  expect(finalFiles(folder).wrong).toEqual([liar]);
  expect(partFiles(folder)).toEqual(['stray']);
  await closeAll();
  rmSync(join(mediaFolder(folder), gone.sha256));

  const after = open();
  await after.store.start(false);
  expect(after.index.files().map(({ sha256 }) => sha256)).toEqual([kept.sha256]);
});

test('the scrubber finds a file that rotted; it is not served any more and fetched again', async () => {
  const upload = server.addUpload('a.png', longPicture(50_000));
  const need = needFor(server.origin, upload);
  const { store, events } = open({ scrubSeconds: 0.02 });
  await store.ensure(need);
  const path = join(mediaFolder(folder), upload.sha256);
  const bytes = readFileSync(path);
  bytes[40_000] = (bytes[40_000] ?? 0) ^ 1;
  chmodSync(path, 0o600);
  writeFileSync(path, bytes);

  await store.start(false);
  await expect.poll(() => events.some(({ kind }) => kind === 'lost')).toBe(true);
  expect(store.find(need)).toBeNull();
  expect(await store.open(upload.sha256)).toBeNull();

  expect(await store.ensure(need)).toMatchObject({ ok: true });
  expect(finalFiles(folder)).toEqual({ names: [upload.sha256], wrong: [] });
});

test('a media folder that is deleted while running is made again and filled again', async () => {
  const upload = server.addUpload('a.png', fixture('green.png'));
  const { store, events } = open();
  await store.ensure(needFor(server.origin, upload));
  rmSync(mediaFolder(folder), { recursive: true });

  expect(await store.open(upload.sha256)).toBeNull();
  expect(events.some(({ kind }) => kind === 'lost')).toBe(true);
  expect(await store.ensure(needFor(server.origin, upload))).toMatchObject({ ok: true });
  expect(finalFiles(folder).names).toEqual([upload.sha256]);
});

test('a file is not evicted under its reader', async () => {
  const upload = server.addUpload('a.png', longPicture(100_000));
  const { store } = open();
  await store.ensure(needFor(server.origin, upload));
  store.pin({ pinned: new Set(), previous: new Set() });
  const reader = await store.open(upload.sha256);

  expect(await store.clear()).toBe(0);
  const buffer = new Uint8Array(10);
  expect(await reader?.read(buffer, 99_990)).toBe(10);
  await reader?.close();

  expect(await store.clear()).toBe(100_000);
  expect(finalFiles(folder).names).toEqual([]);
});

/** A prober whose answers are given by hand, by the bytes of the file. */
function proberByHand(): {
  prober: Prober;
  asked: string[];
  answer: (probe: Awaited<ReturnType<Prober['probe']>>) => void;
} {
  const asked: string[] = [];
  let answered = Promise.withResolvers<Awaited<ReturnType<Prober['probe']>>>();
  return {
    asked,
    answer: (probe) => {
      answered.resolve(probe);
      answered = Promise.withResolvers();
    },
    prober: {
      probe: (path) => {
        asked.push(sha256Of(readFileSync(path)));
        return answered.promise;
      },
      isWhole: () => Promise.resolve(true),
      stop: () => Promise.resolve(),
    },
  };
}

test('what is ready plays at once, while a file that nobody has read yet is read for ever', async () => {
  const ready = server.addUpload('ready.png', longPicture(50_000));
  await open().store.ensure(needFor(server.origin, ready));
  await closeAll();
  const stranger = fixture('red.jpg');
  writeFileSync(join(mediaFolder(folder), sha256Of(stranger)), stranger);

  const { prober, asked, answer } = proberByHand();
  const { store } = open({ prober });
  const started = store.start(false);
  await expect.poll(() => asked).toEqual([sha256Of(stranger)]);
  expect(store.find(needFor(server.origin, ready))).toMatchObject({ sha256: ready.sha256 });
  expect(await (await store.open(ready.sha256))?.close()).toBeUndefined();
  answer(fail('undecodable', 'The file cannot be read.'));
  await started;
  expect(finalFiles(folder).names).toEqual([ready.sha256]);
});

test('a file that the process died over is quarantined by the next one, and neither read nor fetched again', async () => {
  const upload = server.addUpload('poison.svg', fixture('red.jpg'));
  const need = needFor(server.origin, upload);
  const { prober, asked, answer } = proberByHand();
  const dying = open({ prober });
  void dying.store.ensure(need);
  await expect.poll(() => asked).toEqual([upload.sha256]);
  // What a SIGKILL leaves: the database as it is now, and the part.
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });

  const next = open({ dataFolder: copy, prober });
  await next.store.start(true);
  expect(next.index.quarantineReason(upload.sha256, '1.0.0')).toBe(
    'The player ended while it read this file.',
  );
  expect(await next.store.ensure(need)).toMatchObject({ ok: false, error: { code: 'undecodable' } });
  expect(asked).toHaveLength(1);
  answer(fail('stopped', 'The test is over.'));
});
