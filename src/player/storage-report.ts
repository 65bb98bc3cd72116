import type { Log } from '../platform/logging/log.ts';
import { fail, type Failure } from '../shared/result.ts';
import type { PlayerStorage } from './stages.ts';
import type { Problems } from './status/problems.ts';

/**
 * What the disk refuses is said when it begins and when it ends, and stands in the overlay and in each beat meanwhile. What was
 * refused before there was a log is said now.
 */
export function reportDiskTrouble(
  { database, writes }: PlayerStorage,
  problems: Problems,
  log: Log,
  onChange: () => void,
): void {
  let known = database.setAside();
  const report = (trouble: Failure | null): void => {
    problems.set('disk', trouble === null ? [] : [trouble]);
    if (trouble === null) log.info('The data folder can be written again; what was kept in memory is in it');
    else log.error(trouble.message);
    if (database.setAside() !== known) noteRebuilt(database.setAside(), problems, log);
    known = database.setAside();
    onChange();
  };
  writes.listen(report);
  const trouble = writes.trouble();
  if (trouble !== null) report(trouble);
}

/** Tells that a damaged database is kept in `file`, and that a new one is in use; null: none was damaged. */
export function noteRebuilt(file: string | null, problems: Problems, log: Log): void {
  if (file === null) return;
  const message = `The player's database was damaged; a new one is in use and the old one is kept as ${file}.`;
  problems.set('database', [fail('database-rebuilt', message, { file }).error]);
  log.error(message);
}
