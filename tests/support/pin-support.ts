import { createDiskWrites } from '../../src/platform/files/disk-writes.ts';
import { createKeyValueStore } from '../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../src/platform/store/open-database.ts';
import { createPinFile } from '../../src/player/pairing/pin-file.ts';
import {
  createPinGuard,
  type PinGuard,
  type PinGuardDependencies,
} from '../../src/player/pairing/pin-guard.ts';
import type { Clock } from '../../src/shared/clock.ts';

/** A guard over the real files of `folder`, with a database that never held a PIN unless `changes` say so. */
export function pinGuardOn(
  folder: string,
  clock: Clock,
  changes: Partial<PinGuardDependencies> = {},
): PinGuard {
  return createPinGuard({
    file: createPinFile(folder),
    keyValues: createKeyValueStore(openDatabase(':memory:')),
    writes: createDiskWrites(clock),
    clock,
    ...changes,
  });
}
