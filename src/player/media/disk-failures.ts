import { describeThrown, fail, type Failed } from '../../shared/result.ts';

/** What a file system call threw, as a failure: `disk-full`, else `disk-error` with the system's code. */
export function diskFailure(thrown: unknown): Failed<'disk-full' | 'disk-error'> {
  const code = errorCode(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT' || isSqliteFull(thrown)) {
    return fail('disk-full', 'The disk is full; free some space or lower the cache limit.', {
      missingBytes: 0,
    });
  }
  return fail(
    'disk-error',
    `The media folder cannot be used: ${describeThrown(thrown)}. Check the disk and its permissions.`,
    { cause: code ?? 'unknown' },
  );
}

const SQLITE_FULL = 13;

function isSqliteFull(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as { errcode?: unknown }).errcode === SQLITE_FULL;
}

/** Whether the operating system said no, and not a parser. */
export function isSystemError(thrown: unknown): boolean {
  return thrown instanceof Error && typeof (thrown as NodeJS.ErrnoException).errno === 'number';
}

/** The system's code of an error, such as `ENOENT`; null when it has none. */
export function errorCode(thrown: unknown): string | null {
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : null;
}
