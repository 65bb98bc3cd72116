import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stickKeysOf } from '../../src/player/stick/stick-keys.ts';
import { writeHead } from '../../src/player/stick/stick-format.ts';
import type { Mount } from '../../src/platform/machine/mounts.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { makeFolder } from '../support/make-folder.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { provisionedBy } from '../support/provisioned-by.ts';
import {
  bundleMake,
  makeStick,
  nextSecond,
  run,
  writeChanged,
  type TestStick,
} from '../support/stick-support.ts';

const CODE = 'STICK-CODE';
const media = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../support/media', name));

let folder: { path: string; remove: () => void };
let simulator: Simulator;
let player: TestPlayer;
let mounts: readonly Mount[] = [];
let mountIds = 0;
let authCode = '';

const inFolder = (...names: readonly string[]): string => join(folder.path, ...names);
const LIST = 'lobby.digiplaylist';

/** Pulls what is in and puts `path` in its place. */
function putIn(path: string): void {
  mountIds += 1;
  mounts = [{ id: String(mountIds), path, device: '8:1' }];
}

/** Everything of the store, to the byte. */
function storeNow(): Record<string, number> {
  const entries = readdirSync(inFolder('data', 'media'), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [name, statSync(join(parentPath, name)).size]),
  );
}

/** A folder with one list, put in. */
function putInList(name: string, write: (path: string) => void): void {
  const stick = inFolder(name);
  mkdirSync(stick, { recursive: true });
  write(join(stick, LIST));
  putIn(stick);
}

async function outcome(): Promise<void> {
  const before = player.snapshot().stick?.at;
  await player.until(
    ({ stick }) => stick !== null && stick.at !== before && stick.outcome !== 'reading',
    'an outcome',
  );
}

async function startPlayer(): Promise<void> {
  player = await startTestPlayer(
    inFolder('data'),
    {
      ...provisionedBy(simulator.origin, 'lobby', CODE),
      DIGIPLAYER_RETRY_ATTEMPTS: '1',
      DIGIPLAYER_PLAYLIST_POLL_SECONDS: '3600',
      DIGIPLAYER_MAX_CACHE_SIZE_MB: '32',
      DIGIPLAYER_DOWNLOAD_HOURS: 'mon-sun off',
    },
    { sticks: { mounts: () => mounts, lookEveryMs: 50 } },
  );
}

const make = async (hostname: string, name: string): Promise<Buffer> => {
  const made = await bundleMake(inFolder('desk'), simulator, { hostname, code: CODE, out: inFolder(name) });
  if (!made.ok) throw new Error(made.error.message);
  return readFileSync(inFolder(name));
};

let old: Buffer;
let list: Buffer;
let newer: Buffer;
let forCafe: Buffer;
const BIG = Buffer.concat([media('green.png'), Buffer.alloc(24_000_000, 7)]);

beforeAll(async () => {
  folder = makeFolder();
  mkdirSync(inFolder('desk'));
  simulator = await startSimulator({
    players: [
      { hostname: 'lobby', code: CODE },
      { hostname: 'cafe', code: CODE },
    ],
    rateLimit: false,
  });
  for (const name of ['red.jpg', 'yellow.png', 'blue.mp4']) simulator.addUpload(name, media(name));
  simulator.addUpload('big.png', BIG);
  simulator.addUpload('huge.png', Buffer.concat([media('green.png'), Buffer.alloc(36_000_000, 9)]));
  const item = (name: string): Record<string, unknown> => simulator.itemFor(name, {});
  simulator.setPlaylist('lobby', [item('red.jpg')], 1);
  simulator.setPlaylist('cafe', [item('yellow.png')], 1);
  authCode = simulator.player('lobby').authCode;
  old = await make('lobby', 'old.digiplaylist');
  await startPlayer();
  await player.until(({ current }) => current?.fileName === 'red.jpg', 'the list of the server');
  simulator.setPlaylist('lobby', [item('big.png'), item('blue.mp4')], 2);
  await nextSecond();
  list = await make('lobby', 'list.digiplaylist');
  forCafe = await make('cafe', 'cafe.digiplaylist');
  simulator.setPlaylist('lobby', [item('huge.png')], 3);
  await make('lobby', 'large.digiplaylist');
  simulator.setPlaylist('lobby', [item('yellow.png'), item('blue.mp4')], 4);
  await nextSecond();
  newer = await make('lobby', 'newer.digiplaylist');
}, 60_000);

afterAll(async () => {
  await player.stop();
  await simulator.stop();
  folder.remove();
});

describe('a stick', () => {
  it('is not needed while the server is reached', async () => {
    putInList('reached', (path) => {
      writeFileSync(path, list);
    });
    await outcome();
    expect(player.snapshot().stick).toMatchObject({ outcome: 'server', failure: null });
    expect(player.snapshot().current?.fileName).toBe('red.jpg');
    await simulator.stop();
    await player.ask('sync-now');
    await player.until(({ connection }) => connection === 'offline', 'no server');
  });

  const refusals: readonly (readonly [what: string, code: string, write: (path: string) => void])[] = [
    [
      'a forged manifest',
      'stick-forged',
      (path) => {
        writeChanged(path, list, (copy) => flip(copy, 900));
      },
    ],
    [
      'a forged authenticator',
      'stick-forged',
      (path) => {
        writeChanged(path, list, (copy) => flip(copy, 30));
      },
    ],
    [
      'a changed byte of a file',
      'stick-torn',
      (path) => {
        writeChanged(path, list, (copy) => flip(copy, copy.length - 9));
      },
    ],
    [
      'one that was copied in part',
      'stick-torn',
      (path) => {
        writeFileSync(path, list.subarray(0, -1));
      },
    ],
    [
      'one with only a part of its head',
      'stick-torn',
      (path) => {
        writeFileSync(path, list.subarray(0, 40));
      },
    ],
    [
      'one that is older',
      'stick-older',
      (path) => {
        writeFileSync(path, old);
      },
    ],
    [
      'one of another player',
      'stick-other-screen',
      (path) => {
        writeFileSync(path, forCafe);
      },
    ],
    [
      'one under a sign-in that was renewed',
      'stick-renewed',
      (path) => {
        writeFileSync(path, heads().renewed());
      },
    ],
    [
      'one with names of other folders',
      'stick-not-plain',
      (path) => {
        writeFileSync(path, heads().climbing());
      },
    ],
    [
      'one that would change settings',
      'stick-unusable',
      (path) => {
        writeFileSync(path, heads().withSettings());
      },
    ],
    [
      'a link',
      'stick-not-plain',
      (path) => {
        symlinkSync(inFolder('list.digiplaylist'), path);
      },
    ],
    [
      'a folder',
      'stick-not-plain',
      (path) => {
        mkdirSync(path);
      },
    ],
    [
      'one that is too large',
      'stick-too-large',
      (path) => {
        copyFileSync(inFolder('large.digiplaylist'), path);
      },
    ],
    [
      'noise',
      'stick-unusable',
      (path) => {
        writeFileSync(path, Buffer.alloc(100_000, 'noise'));
      },
    ],
  ];
  it.each(refusals)('is refused with %s: %s, and no byte of it is kept', async (what, code, write) => {
    const before = storeNow();
    putInList(what.replaceAll(' ', '-'), write);
    await outcome();
    const { stick, problems, current } = player.snapshot();
    expect(stick).toMatchObject({ outcome: 'refused', failure: { code } });
    expect(problems.filter((problem) => problem.code.startsWith('stick-'))).toEqual([stick?.failure]);
    expect(player.log()).toContain(stick?.failure?.message);
    expect(storeNow()).toEqual(before);
    expect(current?.fileName).toBe('red.jpg');
  });
});

describe('a stick for this screen', () => {
  const sticks: TestStick[] = [];
  const stickWith = (name: string, bytes: Buffer, megabytes: number): TestStick => {
    const stick = makeStick(folder.path, name, megabytes);
    sticks.push(stick);
    writeFileSync(join(stick.path, LIST), bytes);
    return stick;
  };
  const receiptOn = (stick: TestStick): string =>
    readFileSync(join(stick.path, `${LIST}.receipt.csv`), 'utf8');
  afterAll(() => {
    for (const stick of sticks) stick.remove();
  });

  it('is taken over without a network, in time, and carries the proof of play away', async () => {
    const program = player.playing();
    const shown = { program: program?.id, item: program?.items[0]?.key, shownMs: 5_000, complete: true };
    await player.ask('report-playback', { kind: 'ended', ...shown, reason: 'duration' });
    const stick = stickWith('good', list, 64);
    const startedMs = performance.now();
    putIn(stick.path);
    await player.until(({ current }) => current?.fileName === 'big.png', 'the list of the stick');
    const tookMs = performance.now() - startedMs;
    console.log(
      `${list.length} bytes played after ${Math.round(tookMs)} ms; a real stick: ${stick.image !== null}`,
    );
    expect(tookMs).toBeLessThan(5 * (list.length / 20_000 + 10_000));
    await player.until(({ stick: last }) => last?.outcome === 'plays', 'its outcome');
    expect(player.snapshot()).toMatchObject({ connection: 'offline', playlist: { version: '2' } });
    await expect
      .poll(() => existsSync(join(stick.path, `${LIST}.receipt.csv`)), { timeout: 5_000 })
      .toBe(true);
    const [head, read, , totals, first] = receiptOn(stick).split('\r\n');
    expect(head).toBe('read_at,screen,list_made_at,outcome,message');
    expect(read).toMatch(/^\d{4}-[^,]+Z,lobby,\d{4}-[^,]+Z,plays,$/);
    expect(totals).toBe('day,item_id,file_name,showings,complete,shown_s');
    expect(first).toMatch(/,red\.jpg,1,1,5\.000$/);
    for (const text of [receiptOn(stick), player.log()]) expect(text).not.toContain(authCode);
    expect(list.includes(authCode)).toBe(false);
    expect(list.includes(CODE)).toBe(false);
  });

  it('may come again, read-only, full or after a restart, and each is fine', async () => {
    const again = stickWith('again', list, 64);
    if (again.image !== null) run('mount', '-o', 'remount,ro', again.path);
    putIn(again.path);
    await outcome();
    expect(player.snapshot().stick).toMatchObject({ outcome: 'plays' });
    await player.stop();
    await startPlayer();
    await player.until(({ current }) => current?.fileName === 'big.png', 'what the stick brought');
    expect(player.snapshot().stick).toMatchObject({ outcome: 'plays' });
    const full = stickWith('full', newer, 8);
    try {
      if (full.image !== null) writeFileSync(join(full.path, 'filler'), Buffer.alloc(16_000_000));
    } catch {
      // It is full now.
    }
    putIn(full.path);
    await player.until(({ current }) => current?.fileName === 'yellow.png', 'the newer list');
    await player.until(({ stick }) => stick?.outcome === 'plays', 'its outcome');
    putInList('replayed', (path) => {
      writeFileSync(path, list);
    });
    await outcome();
    expect(player.snapshot().stick).toMatchObject({ outcome: 'refused', failure: { code: 'stick-older' } });
    mounts = [];
    await player.until(
      ({ problems }) => !problems.some(({ code }) => code.startsWith('stick-')),
      'no complaint',
    );
    expect(player.snapshot().current?.fileName).toBe('yellow.png');
  });

  it('gives way to the server as soon as that is back, whose same files are not fetched again', async () => {
    await simulator.start();
    simulator.clearRequests();
    await player.ask('sync-now');
    await player.until(({ connection }) => connection === 'online', 'the server');
    const uploads = () => simulator.requests.filter(({ path }) => path.startsWith('/static/uploads/'));
    expect(uploads()).toEqual([]);
    expect(player.snapshot().current?.fileName).toBe('yellow.png');
    simulator.setPlaylist('lobby', [simulator.itemFor('blue.mp4', {})], 5);
    await player.ask('sync-now');
    await player.until(({ current }) => current?.fileName === 'blue.mp4', 'the list of the server');
  });

  it('is refused by a screen that is not paired', async () => {
    await player.ask('unpair');
    putInList('unpaired', (path) => {
      writeFileSync(path, newer);
    });
    await outcome();
    expect(player.snapshot().stick).toMatchObject({
      outcome: 'refused',
      failure: { code: 'stick-not-paired' },
    });
    expect(player.log()).toContain('pair it first');
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

/** Heads that nobody makes by accident, each with a right authenticator. */
function heads() {
  const written = (manifest: object, code = authCode): Buffer => {
    const keys = stickKeysOf(code);
    const label = { hostname: 'lobby', server: simulator.origin, key: keys.name, madeAtMs: Date.now() };
    return writeHead(label, manifest as Parameters<typeof writeHead>[1], keys.proof);
  };
  const body = { playlist: [{ file_name: 'red.jpg' }], playlist_version: 9 };
  return {
    renewed: () => written({ body, files: [] }, `${authCode}-before`),
    climbing: () =>
      written({ body: { ...body, playlist: [{ file_name: '../../settings.json' }] }, files: [] }),
    withSettings: () =>
      written({ body: { ...body, screen_hours: 'mon-sun off' }, files: [], settings: { pin: '' } }),
  };
}
