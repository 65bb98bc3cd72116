import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFile } from './data-files.ts';
import { takeFileLock, type FileLock } from './file-lock.ts';
import { isOurs, nameOf } from './writable-folder.ts';

/** Holds a data folder for one player. */
export interface InstanceLock {
  /** From now on each second start has its wish to see the first one heard. Called once, when there is something to see. */
  onSecondStart(listener: () => void): void;
  release(): void;
}

const ASK_MS = 1_000;
const ELSEWHERE = { prefix: 'digiplayer-', suffix: '.lock' } as const;

/**
 * Takes the data folder for this process; null when another player has it, in whichever shell.
 *
 * The lock is SQLite's own on `player.lock`, which the kernel drops when its holder dies, however it dies. The socket
 * beside it only carries the wish to come to the front; where it cannot be made (a path that is too long), that is all
 * that is lost. Where the folder cannot be written, the lock stands in a folder for temporary files, under a name made of
 * the data folder's; whoever takes the folder looks there as well. Where that fails, too, the player starts without one: a
 * screen that stays black protects nothing.
 */
export function takeDataFolder(dataFolder: string): InstanceLock | null {
  const locks = takeLocks(dataFolder);
  if (locks === null) return null;
  let server: Server | null = null;
  return {
    onSecondStart: (listener) => {
      server = listenForSecondStart(socketAddress(dataFolder), listener);
    },
    release() {
      server?.close();
      for (const lock of locks) lock.release();
    },
  };
}

/** Takes the data folder, or asks the player that has it to come to the front and answers null. */
export async function lockDataFolder(dataFolder: string): Promise<InstanceLock | null> {
  const lock = takeDataFolder(dataFolder);
  if (lock === null) await askToFront(dataFolder);
  return lock;
}

/** Whether a player has the data folder now; nothing in it changes. */
export function isDataFolderTaken(dataFolder: string): boolean {
  return [dataFile(dataFolder, 'lock'), lockElsewhere(dataFolder)].some((path) => {
    if (!existsSync(path)) return false;
    const lock = takeFileLock(path);
    if (typeof lock !== 'string') lock.release();
    return lock === 'taken';
  });
}

/** The locks that were to be had; null: another player holds one of them. */
function takeLocks(dataFolder: string): readonly FileLock[] | null {
  const own = takeFileLock(dataFile(dataFolder, 'lock'));
  if (own === 'taken') return null;
  // Its name takes Node's cryptography, which the start of a browser need not wait for where no player has such a lock.
  if (own !== 'refused' && !areLocksElsewhere()) return [own];
  const elsewhere = lockElsewhere(dataFolder);
  // A file that another user put there says nothing of our players.
  const mayLook = isOurs(elsewhere) || (own === 'refused' && !existsSync(elsewhere));
  const other = mayLook ? takeFileLock(elsewhere) : 'refused';
  const locks = [own, other].filter((lock) => typeof lock !== 'string');
  if (other !== 'taken') return locks;
  for (const lock of locks) lock.release();
  return null;
}

function lockElsewhere(dataFolder: string): string {
  return join(tmpdir(), `${ELSEWHERE.prefix}${nameOf(dataFolder)}${ELSEWHERE.suffix}`);
}

/** Whether any data folder has its lock there; true where that cannot be seen. */
function areLocksElsewhere(): boolean {
  try {
    return readdirSync(tmpdir()).some(
      (name) => name.startsWith(ELSEWHERE.prefix) && name.endsWith(ELSEWHERE.suffix),
    );
  } catch {
    return true;
  }
}

function socketAddress(dataFolder: string): string {
  if (process.platform !== 'win32') return dataFile(dataFolder, 'socket');
  return `\\\\.\\pipe\\digiplayer-${nameOf(dataFolder)}`;
}

function listenForSecondStart(address: string, asked: () => void): Server {
  // The lock is ours, so an existing socket is stale: delete it.
  if (process.platform !== 'win32') removeQuietly(address);
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

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true, recursive: true });
  } catch {
    // The folder cannot be written: there will be no socket either.
  }
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
