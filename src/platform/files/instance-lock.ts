import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { dataFile } from './data-files.ts';

/** Holds a data folder for one player. */
export interface InstanceLock {
  /** Called when a second start asks the first one to come to the front. */
  onSecondStart(listener: () => void): void;
  release(): void;
}

const ASK_MS = 1_000;

/**
 * Takes the data folder for this process; null when another player has it, in whichever shell.
 *
 * The lock is SQLite's own on `player.lock`, which the kernel drops when its holder dies, however it dies. The socket
 * beside it only carries the wish to come to the front; where it cannot be made (a path that is too long), that is all
 * that is lost.
 */
export function takeDataFolder(dataFolder: string): InstanceLock | null {
  const lock = takeLock(dataFile(dataFolder, 'lock'));
  if (lock === null) return null;
  let listener: () => void = () => undefined;
  const server = listenForSecondStart(socketAddress(dataFolder), () => {
    listener();
  });
  return {
    onSecondStart: (given) => {
      listener = given;
    },
    release() {
      server.close();
      if (lock.isOpen) lock.close();
    },
  };
}

/** Takes the data folder, or asks the player that has it to come to the front and answers null. */
export async function lockDataFolder(dataFolder: string): Promise<InstanceLock | null> {
  const lock = takeDataFolder(dataFolder);
  if (lock === null) await askToFront(dataFolder);
  return lock;
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
  if (process.platform !== 'win32') return dataFile(dataFolder, 'socket');
  return `\\\\.\\pipe\\digiplayer-${createHash('sha256').update(dataFolder).digest('hex')}`;
}

function listenForSecondStart(address: string, asked: () => void): Server {
  // Whoever made a socket that is there held the lock before, and is gone.
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const server = createServer((connection) => {
    connection.on('error', () => connection.destroy());
    connection.end();
    asked();
  });
  // Without the socket nobody can ask; the lock holds all the same.
  server.on('error', () => undefined);
  server.listen(address).unref();
  return server;
}

/** Asks the player that has the data folder to come to the front; waits a second for it at most. */
export function askToFront(dataFolder: string): Promise<void> {
  return new Promise((resolve) => {
    const connection = createConnection(socketAddress(dataFolder));
    const done = (): void => {
      connection.destroy();
      resolve();
    };
    connection.setTimeout(ASK_MS, done);
    connection.on('error', done).on('close', done).resume();
  });
}
