import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { every } from '../../shared/async.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import type { Failure } from '../../shared/result.ts';
import { diskErrorOf } from '../files/disk-trouble.ts';
import type { DiskWrites } from '../files/disk-writes.ts';
import { copyNothing, copyTables, writeBack } from './copy-tables.ts';
import type { PlayerDatabase, Statement } from './database.types.ts';
import { IN_MEMORY, openDatabase } from './open-database.ts';
import { companions, openOrRebuild } from './open-or-rebuild.ts';
import { readWithoutWriting } from './peek-database.ts';

/** The player's database for as long as it runs: on the disk where the disk lets it, else in memory. */
export interface KeptDatabase extends PlayerDatabase {
  /** As {@link PlayerDatabase.flush}, and never rejects. */
  flush(): Promise<void>;
  /** Where a database that was damaged is kept; null: none was. */
  setAside(): string | null;
  /** From here on it is looked after and checkpointed by itself. */
  start(): void;
  /** Resolves when nothing is on its way to the disk any more; never rejects. */
  stop(): Promise<void>;
}

export interface KeptDatabaseDependencies {
  readonly file: string;
  readonly clock: Clock;
  readonly writes: DiskWrites;
}

/** What a power cut may cost of what was committed lazily; from the first of it on, since each flush writes a page once more. */
const FLUSH_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 30_000;
const CHECKPOINT_EVERY_MS = 3_600_000;
/** Of proof of play and the outbox this many are taken into memory; the rest stays where it is. */
const MOST_COPIED = 10_000;
/** As much as opening and the first writes take. */
const PROBE_BYTES = 131_072;
const NAME = 'player.db';

/**
 * Opens the database. It never fails: what the disk holds and lets be read is copied into memory, and is written back when the
 * disk lets it; so it is when the disk refuses while the player runs, or the file is taken away under it. The call that
 * met the refusal goes on in memory, so that no caller ever sees it.
 */
export function openKeptDatabase({ file, clock, writes }: KeptDatabaseDependencies): KeptDatabase {
  let setAside: string | null = null;
  let partial: ReadonlySet<string> = new Set();
  let identity = '';
  let depth = 0;
  let flushTimer: ClockTimer | null = null;
  let flushing: Promise<void> = Promise.resolve();
  let checkpointedAt = clock.monotonic();

  const openOnDisk = (): PlayerDatabase => {
    const opened = openOrRebuild(file, () => clock.now());
    if (!opened.ok) throw refusalOf(opened.error);
    setAside = opened.value.setAside ?? setAside;
    identity = identityOf(file);
    return opened.value.database;
  };
  const openAtFirst = (): PlayerDatabase => {
    try {
      const database = openOnDisk();
      // The log that a crash left behind is of no use there.
      database.checkpoint();
      return database;
    } catch (thrown) {
      const memory = openDatabase(IN_MEMORY);
      partial =
        readWithoutWriting(file, (disk) => copyTables(disk, memory.connection, MOST_COPIED)) ??
        copyNothing(memory.connection);
      writes.later(NAME, moveToDisk, whatProbingSays(file) ?? thrown);
      return memory;
    }
  };
  const moveToMemory = (thrown: unknown, most: number): void => {
    const disk = current;
    const memory = openDatabase(IN_MEMORY);
    partial = copyTables(disk.connection, memory.connection, most);
    current = memory;
    closeQuietly(disk);
    writes.later(NAME, moveToDisk, whatProbingSays(file) ?? thrown);
  };
  const moveToDisk = (): void => {
    const memory = current;
    if (!memory.isInMemory()) return;
    probe(file);
    // Makes it anew where it has to be; only one at a time may have it open.
    openOnDisk().close();
    writeBack(memory.connection, file, partial);
    current = openOnDisk();
    memory.close();
  };
  let current: PlayerDatabase = openAtFirst();

  /** Runs `work` where the database is; when the disk refuses it, once more in memory. */
  const surely = <Value>(work: () => Value): Value => {
    depth += 1;
    try {
      return work();
    } catch (thrown) {
      if (depth > 1 || current.isInMemory() || diskErrorOf(thrown) === null) throw thrown;
      moveToMemory(thrown, MOST_COPIED);
      return work();
    } finally {
      depth -= 1;
    }
  };
  const prepare = (sql: string): Statement => {
    let prepared: { readonly on: PlayerDatabase; readonly statement: Statement } | null = null;
    const here = (): Statement => {
      if (prepared?.on !== current) prepared = { on: current, statement: current.prepare(sql) };
      return prepared.statement;
    };
    return {
      run: (...values) => surely(() => here().run(...values)),
      get: (...values) => surely(() => here().get(...values)),
      all: (...values) => surely(() => here().all(...values)),
    };
  };

  /** A file that was taken away takes writes as if nothing were; the next start would find none of them. */
  const lookAfter = (): void => {
    if (current.isInMemory()) return;
    if (identityOf(file) !== identity) {
      moveToMemory(new Error('its files were taken away'), Number.MAX_SAFE_INTEGER);
      writes.attempt(NAME, moveToDisk);
      return;
    }
    if (clock.monotonic() - checkpointedAt >= CHECKPOINT_EVERY_MS) checkpoint();
  };
  /** What the disk refuses here it refuses with the next write as well, which answers it. */
  const flush = (): Promise<void> => {
    forgetFlush();
    flushing = current.flush().catch(() => undefined);
    return flushing;
  };
  const forgetFlush = (): void => {
    flushTimer?.cancel();
    flushTimer = null;
  };
  const checkpoint = (): void => {
    checkpointedAt = clock.monotonic();
    quietly(() => {
      current.checkpoint();
    });
  };

  const care = every(clock, LOOK_EVERY_MS, lookAfter);

  return {
    get connection() {
      return current.connection;
    },
    isInMemory: () => current.isInMemory(),
    prepare,
    transaction: (work) => surely(() => current.transaction(work)),
    lazily: (work) => {
      flushTimer ??= clock.after(FLUSH_AFTER_MS, () => void flush());
      return surely(() => current.lazily(work));
    },
    flush,
    checkpoint,
    setAside: () => setAside,
    start: care.start,
    stop: () => {
      care.stop();
      forgetFlush();
      return flushing;
    },
    close: () => {
      care.stop();
      forgetFlush();
      checkpoint();
      closeQuietly(current);
    },
  };
}

/** The failure as the system's own error, so that whoever catches it can tell a full disk from another. */
function refusalOf({ code, message, params }: Failure): Error {
  const cause = code === 'database-locked' ? 'EBUSY' : String(params?.['cause'] ?? 'unknown');
  return Object.assign(new Error(message), { errno: 0, code: cause });
}

/** Which files the database and its companions are; another where one was taken away or replaced. */
function identityOf(file: string): string {
  return companions
    .map((suffix) => {
      const stats = statSync(file + suffix, { throwIfNoEntry: false });
      return stats === undefined ? 'none' : `${stats.dev}:${stats.ino}`;
    })
    .join(' ');
}

/** Whether the disk takes anything at all; throws what it says. Opening the database only to find out is dear. */
function probe(file: string): void {
  const path = `${file}.probe`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  rmSync(path, { force: true });
  const handle = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(handle, Buffer.alloc(PROBE_BYTES));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
    rmSync(path, { force: true });
  }
}

/** SQLite tells little of what the system said to it. */
function whatProbingSays(file: string): unknown {
  try {
    probe(file);
    return null;
  } catch (thrown) {
    return thrown;
  }
}

function closeQuietly(database: PlayerDatabase): void {
  quietly(() => {
    database.close();
  });
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // The disk is behind it, and nothing more can be saved.
  }
}
