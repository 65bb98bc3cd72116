import type { StorageUse } from '../../shared/bridge.ts';
import type { StickCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CacheUse } from '../media/media-types.ts';
import { DEFAULT_MEDIA_LIMITS } from '../media/media-limits.ts';

/** Whether so many new bytes find room beside what plays, once what nobody needs is gone. Pure. Fails with `stick-too-large`. */
export function fitStick(
  newBytes: number,
  { limitBytes, freeBytes }: Pick<CacheUse, 'limitBytes' | 'freeBytes'>,
  { neededBytes, previousBytes, otherBytes, unfinishedBytes }: Omit<StorageUse, 'verifying'>,
): Result<null, StickCode> {
  const overQuota = neededBytes + newBytes - limitBytes;
  const givesWay = previousBytes + otherBytes + unfinishedBytes;
  const overDisk =
    freeBytes === null ? 0 : newBytes + DEFAULT_MEDIA_LIMITS.reserveBytes - freeBytes - givesWay;
  const missingBytes = newBytes === 0 ? 0 : Math.max(overQuota, overDisk);
  return missingBytes <= 0 ? ok(null) : tooLarge(missingBytes);
}

/** There is no room for what a stick brings. */
export function tooLarge(missingBytes: number): Result<never, StickCode> {
  return fail(
    'stick-too-large',
    `The playlist on the stick needs ${missingBytes} bytes more than there are; raise the cache limit, free the disk or shorten the list.`,
    { missingBytes },
  );
}
