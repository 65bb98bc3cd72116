import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Holds a data folder for one player. */
export interface InstanceLock {
  /** Called when a second start asks the first one to come to the front. */
  onSecondStart(listener: () => void): void;
  release(): void;
}

const ASK_MS = 1_000;

/**
 * Takes the data folder for this process, or asks the one that has it to come to the front and answers null.
 *
 * The lock is SQLite's own on `player.lock`, which the kernel drops when its holder dies, however it dies. The socket
 * beside it only carries the wish to come to the front; where it cannot be made (a path that is too long), that is all
 * that is lost.
 */
export async function lockDataFolder(dataFolder: string): Promise<InstanceLock | null> {
  const lock = takeLock(join(dataFolder, 'player.lock'));
  const address = socketAddress(dataFolder);
  if (lock === null) {
    await askToFront(address);
    return null;
  }
  let listener: () => void = () => undefined;
  const server = await listenForSecondStart(address, () => {
    listener();
  });
  return {
    onSecondStart: (given) => {
      listener = given;
    },
    release() {
      server?.close();
      lock.close();
    },
  };
}

function takeLock(path: string): DatabaseSync | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is ever written: no journal has to be kept on the disk.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch {
    database.close();
    return null;
  }
}

function socketAddress(dataFolder: string): string {
  if (process.platform !== 'win32') return join(dataFolder, 'player.sock');
  return `\\\\.\\pipe\\digiplayer-${createHash('sha256').update(dataFolder).digest('hex')}`;
}

function listenForSecondStart(address: string, asked: () => void): Promise<Server | null> {
  // Whoever made a socket that is there held the lock before, and is gone.
  if (process.platform !== 'win32') rmSync(address, { force: true });
  return new Promise((resolve) => {
    const server = createServer((connection) => {
      connection.on('error', () => connection.destroy());
      connection.end();
      asked();
    });
    server.once('error', () => {
      resolve(null);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

function askToFront(address: string): Promise<void> {
  return new Promise((resolve) => {
    const connection = createConnection(address);
    const done = (): void => {
      connection.destroy();
      resolve();
    };
    connection.setTimeout(ASK_MS, done);
    connection.on('error', done).on('close', done).resume();
  });
}
