import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDiskWrites, type DiskWrites } from '../../src/platform/files/disk-writes.ts';
import { openKeptDatabase, type KeptDatabase } from '../../src/platform/store/kept-database.ts';
import { createKeyValueStore } from '../../src/platform/store/key-value-store.ts';
import type { PlayerDatabase } from '../../src/platform/store/database.types.ts';
import { openDatabase } from '../../src/platform/store/open-database.ts';
import { createOutboxRecords } from '../../src/platform/store/outbox-records.ts';
import { createPlayRecords, type PlayRecord } from '../../src/platform/store/play-records.ts';
import { createTrustAudit } from '../../src/platform/store/trust-audit.ts';
import { createFakeClock, type FakeClock } from '../support/fakes/fake-clock.ts';
import { makeFolder, type MadeFolder } from '../support/make-folder.ts';
import { mountSmallDisk, whyNoDisk, type SmallDisk } from '../support/small-disk.ts';
import { insertCard, whyNoCard } from '../support/worn-card.ts';

let folder: MadeFolder;
let file: string;
let disks: { unmount: () => void }[];
let opened: KeptDatabase[];
let clock: FakeClock;
let writes: DiskWrites;

function open(): KeptDatabase {
  clock = createFakeClock();
  writes = createDiskWrites(clock);
  const database = openKeptDatabase({ file, clock, writes });
  database.start();
  opened.push(database);
  return database;
}

function mount(megabytes: number): SmallDisk {
  const disk = mountSmallDisk(folder.path, megabytes);
  disks.push(disk);
  return disk;
}

function played(fileName: string): PlayRecord {
  const nothing = { sha256: null, playlistVersion: null };
  const shown = { startedAtMs: 1, shownMs: 1_000, complete: true, reason: 'duration' };
  return { ...shown, ...nothing, itemId: '1', fileName };
}

function namesIn(database: PlayerDatabase): readonly string[] {
  return [...createPlayRecords(database).batches(100)].flat().map(({ fileName }) => fileName);
}

/** Opens what is on the disk, as the next start would. */
function namesOnDisk(): readonly string[] {
  const database = open();
  const names = namesIn(database);
  expect(database.isInMemory()).toBe(false);
  database.close();
  return names;
}

/** Some of each kind; each of the counted tables has given numbers already. */
function fill(database: KeptDatabase): void {
  createKeyValueStore(database).set('name', 'before');
  createKeyValueStore(database).set('gone', 'before');
  createPlayRecords(database).add(played('first.png'));
  const outbox = createOutboxRecords(database);
  const report = { kind: 'event', session: 's', monotonicMs: 0, happenedAtMs: 0 } as const;
  outbox.remove(outbox.add({ ...report, body: 'sent' }).id);
  outbox.add({ ...report, body: 'waits' });
  createTrustAudit(database).append({
    ...{ at: '2026-01-01T00:00:00.000Z', decision: 'accepted', by: 'technician', server: 'https://a' },
    ...{ before: null, after: null, note: 'before' },
  });
}

/** Another player adds a showing and is killed; answers the signal. */
async function crashedAfter(fileName: string): Promise<string> {
  const source = (path: string): string => JSON.stringify(import.meta.resolve(`../../src/${path}`));
  const script = `
    const { openDatabase } = await import(${source('platform/store/open-database.ts')});
    const { createPlayRecords } = await import(${source('platform/store/play-records.ts')});
    createPlayRecords(openDatabase(${JSON.stringify(file)})).add(${JSON.stringify(played(fileName))});
    process.kill(process.pid, 'SIGKILL');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  const [, signal] = (await once(child, 'exit')) as [number | null, string];
  return signal;
}

beforeEach(() => {
  folder = makeFolder();
  file = join(folder.path, 'player.db');
  disks = [];
  opened = [];
});

afterEach(() => {
  for (const database of opened) if (database.connection.isOpen) database.close();
  for (const disk of disks) disk.unmount();
  folder.remove();
});

const noDisk = whyNoDisk();
if (noDisk !== null) console.log(`The tests with a real disk of their own are left out: ${noDisk}.`);

describe.skipIf(noDisk !== null)('on a real disk', () => {
  test('that is read-only from the start, what a crash left in the log is read as well', async () => {
    const disk = mount(4);
    const crashed = await crashedAfter('first.png');
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    expect(crashed).toBe('SIGKILL');
    disk.setReadOnly(true);

    const database = open();

    expect(database.isInMemory()).toBe(true);
    expect(namesIn(database)).toEqual(['first.png']);
    createPlayRecords(database).add(played('second.png'));
    disk.setReadOnly(false);
    await clock.advance(1_000);
    expect(database.isInMemory()).toBe(false);
    database.close();
    expect(namesOnDisk()).toEqual(['first.png', 'second.png']);
  });

  test('that is full, no write throws and what was written meanwhile comes when there is room', async () => {
    const disk = mount(3);
    const database = open();
    fill(database);
    const plays = createPlayRecords(database);
    disk.fill();

    for (let index = 0; index < 500; index += 1) plays.add(played(`${index}.png`));
    createKeyValueStore(database).set('last-run', 'stopped');
    database.transaction(() => {
      plays.add(played('in a transaction.png'));
    });

    expect(writes.trouble()).toMatchObject({ code: 'disk-full' });
    expect([...plays.batches(1_000)].flat()).toHaveLength(502);
    disk.fill();
    await clock.advance(600_000);
    expect(database.isInMemory()).toBe(true);
    disk.relieve();
    await clock.advance(60_000);
    expect(database.isInMemory()).toBe(false);
    database.close();
    expect(namesOnDisk()).toHaveLength(502);
  });

  test('that is full at the start, it is read, and closing does not throw', () => {
    const disk = mount(3);
    const before = open();
    fill(before);
    before.close();
    disk.fill();

    const database = open();
    createPlayRecords(database).add(played('second.png'));
    expect(namesIn(database)).toEqual(['first.png', 'second.png']);
    writes.stop();
    database.close();
    disk.relieve();
    expect(namesOnDisk()).toEqual(['first.png']);
  });
});

const noCard = whyNoCard();
if (noCard !== null) console.log(`The tests with a worn card are left out: ${noCard}.`);

test.skipIf(noCard !== null)(
  'on a card that turns read-only while it is in use, everything goes on in memory and is on the disk afterwards',
  async () => {
    const card = insertCard(folder.path);
    disks.push(card);
    const database = open();
    fill(database);
    const [kept, plays, outbox] = [
      createKeyValueStore(database),
      createPlayRecords(database),
      createOutboxRecords(database),
    ];
    outbox.remove(
      outbox.add({ kind: 'event', session: 's', monotonicMs: 0, happenedAtMs: 0, body: 'sent, too' }).id,
    );
    card.turnReadOnly();

    plays.add(played('second.png'));
    kept.set('name', 'after');
    kept.remove('gone');
    const next = outbox.add({ kind: 'event', session: 's', monotonicMs: 0, happenedAtMs: 0, body: 'new' });

    expect(database.isInMemory()).toBe(true);
    expect(writes.trouble()).toMatchObject({ code: 'data-not-written', params: { reason: 'EROFS' } });
    expect(namesIn(database)).toEqual(['first.png', 'second.png']);
    // A number that was given once never names another report.
    expect(next.id).toBe(4);
    expect(outbox.first()?.body).toBe('waits');
    card.renew();
    await clock.advance(60_000);

    expect(database.isInMemory()).toBe(false);
    expect(writes.trouble()).toBeNull();
    plays.add(played('third.png'));
    database.close();
    expect(namesOnDisk()).toEqual(['first.png', 'second.png', 'third.png']);
    const again = open();
    expect(createKeyValueStore(again).get('name')).toBe('after');
    expect(createKeyValueStore(again).get('gone')).toBeNull();
    expect(createOutboxRecords(again).count()).toBe(2);
    expect(createTrustAudit(again).list(10)).toHaveLength(1);
  },
);

/** Reading the first bytes of a process's own memory is answered with EIO: a bad sector without a bad disk. */
const badSector = '/proc/self/mem';

test.skipIf(!existsSync(badSector))(
  'a database that cannot be read at all is joined with what came meanwhile when it can',
  async () => {
    const before = open();
    fill(before);
    before.close();
    renameSync(file, `${file}.real`);
    symlinkSync(badSector, file);

    const database = open();
    expect(database.isInMemory()).toBe(true);
    expect(writes.trouble()).toMatchObject({ code: 'data-not-written', params: { reason: 'EIO' } });
    expect(namesIn(database)).toEqual([]);
    const outbox = createOutboxRecords(database);
    outbox.add({ kind: 'event', session: 's', monotonicMs: 0, happenedAtMs: 0, body: 'meanwhile' });
    createPlayRecords(database).add(played('meanwhile.png'));
    createKeyValueStore(database).set('name', 'meanwhile');
    createTrustAudit(database).append({
      ...{ at: '2026-01-02T00:00:00.000Z', decision: 'refused', by: 'rotation', server: 'https://a' },
      ...{ before: null, after: null, note: 'meanwhile' },
    });
    rmSync(file);
    renameSync(`${file}.real`, file);
    await clock.advance(1_000);

    expect(database.isInMemory()).toBe(false);
    expect(namesIn(database)).toEqual(['first.png', 'meanwhile.png']);
    expect(outbox.count()).toBe(2);
    expect(outbox.first()?.body).toBe('waits');
    expect(createKeyValueStore(database).get('name')).toBe('meanwhile');
    expect(createKeyValueStore(database).get('gone')).toBe('before');
    expect(createTrustAudit(database).list(9)).toMatchObject([{ note: 'meanwhile' }, { note: 'before' }]);
  },
);

test('a database that is deleted under the player is there again within a minute, with all that it held', async () => {
  const database = open();
  fill(database);
  for (const name of readdirSync(folder.path)) rmSync(join(folder.path, name));
  createPlayRecords(database).add(played('into nothing.png'));

  await clock.advance(60_000);

  expect(database.isInMemory()).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  createPlayRecords(database).add(played('after.png'));
  database.close();
  expect(namesOnDisk()).toEqual(['first.png', 'into nothing.png', 'after.png']);
});

test('so is one whose log alone was deleted', async () => {
  const database = open();
  fill(database);
  rmSync(`${file}-wal`);
  await clock.advance(60_000);
  expect(existsSync(`${file}-wal`)).toBe(true);
  database.close();
  expect(namesOnDisk()).toEqual(['first.png']);
});

test('after an hour, and after a stop, a log that is torn costs nothing of what came before', async () => {
  const database = open();
  fill(database);
  createPlayRecords(database).add(played('within the hour.png'));
  await clock.advance(3_600_000);
  createPlayRecords(database).add(played('after the hour.png'));
  // What a power cut leaves when it tears the log in its first page.
  const torn = join(folder.path, 'torn', 'player.db');
  mkdirSync(dirname(torn));
  copyFileSync(file, torn);
  copyFileSync(`${file}-wal`, `${torn}-wal`);
  truncateSync(`${torn}-wal`, 3_000);
  const left = openDatabase(torn);
  expect(namesIn(left)).toEqual(['first.png', 'within the hour.png']);
  expect(createTrustAudit(left).list(9)).toHaveLength(1);
  expect(createOutboxRecords(left).first()?.body).toBe('waits');
  left.close();
  database.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
});
