import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { keepNewest } from './keep-newest.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import { playRecordsHeader, playRecordsToCsv, type PlayRecords } from '../../platform/store/play-records.ts';

export interface PlayExportDependencies {
  readonly plays: Pick<PlayRecords, 'batches'>;
  readonly dataFolder: string;
  readonly clock: Clock;
}

/** So many records are turned into text before whatever else waits gets its turn. */
const BATCH = 2_000;

/**
 * Writes the whole proof of play to a CSV file in the data folder (mode 600), which has its name only once it is complete.
 * Answers its path and how many showings it holds; fails with `plays-not-written`.
 */
export async function exportPlays({
  plays,
  dataFolder,
  clock,
}: PlayExportDependencies): Promise<Result<{ readonly path: string; readonly records: number }>> {
  const stamp = new Date(clock.now()).toISOString().replace(/[:.]/g, '-');
  const path = join(dataFolder, `proof-of-play-${stamp}.csv`);
  const partial = `${path}.partial`;
  try {
    const records = await write(partial, plays);
    await rename(partial, path);
    keepNewest(dataFolder, 'proof-of-play-', '.csv');
    return ok({ path, records });
  } catch (thrown) {
    await rm(partial, { force: true }).catch(() => undefined);
    const reason = describeThrown(thrown);
    return fail('plays-not-written', `The proof of play could not be written (${reason}).`, { reason });
  }
}

async function write(path: string, plays: PlayExportDependencies['plays']): Promise<number> {
  let records = 0;
  const file = await open(path, 'w', 0o600);
  try {
    await file.write(playRecordsHeader);
    for (const batch of plays.batches(BATCH)) {
      await file.write(playRecordsToCsv(batch));
      records += batch.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return records;
}
