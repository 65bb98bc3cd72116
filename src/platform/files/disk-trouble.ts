import { describeThrown, fail, type Failure } from '../../shared/result.ts';

/** SQLite's kinds of errors that the disk is behind, and what the operating system calls them. */
const sqliteKinds: Readonly<Record<number, string>> = {
  3: 'EACCES',
  5: 'EBUSY',
  6: 'EBUSY',
  8: 'EROFS',
  10: 'EIO',
  11: 'EIO',
  13: 'ENOSPC',
  14: 'EACCES',
  26: 'EIO',
};

/** What the disk answered, by the system's name (`ENOSPC`, `EROFS`, `EIO`, …); null: the disk is not behind `thrown`. */
export function diskErrorOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error)) return null;
  const { errcode, errno, code } = thrown as { errcode?: unknown; errno?: unknown; code?: unknown };
  // The lower byte of SQLite's extended codes is the kind of error.
  if (typeof errcode === 'number') return sqliteKinds[errcode & 0xff] ?? null;
  return typeof errno === 'number' && typeof code === 'string' ? code : null;
}

/** What keeps the data folder from being written, for people: `disk-full`, else `data-not-written`; params `reason`. */
export function diskTrouble(thrown: unknown): Failure {
  const reason = diskErrorOf(thrown) ?? describeThrown(thrown);
  const isFull = reason === 'ENOSPC' || reason === 'EDQUOT';
  const words = 'what is new is kept in memory until there is';
  return isFull
    ? fail('disk-full', `The disk is full; free some space on it: ${words} some.`, { reason }).error
    : fail(
        'data-not-written',
        `The data folder cannot be written (${reason}); check the disk and its permissions: what is new is kept in memory until it can.`,
        { reason },
      ).error;
}
