import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { App, CrashReporter } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';

/** So many dumps are kept; each has a few MB. */
const MOST_DUMPS = 5;
/** The folder is looked at no more often, ms: whoever asks does so several times a second. */
const LOOK_EVERY_MS = 60_000;

export interface CrashDumpDependencies {
  readonly app: Pick<App, 'setPath'>;
  readonly crashReporter: Pick<CrashReporter, 'start'>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
}

/**
 * Has native crashes of any process leave a minidump in `folder`, before ready, and sends none anywhere
 * (https://www.electronjs.org/docs/latest/api/crash-reporter). Answers what counts them: whenever it looks, what is older than
 * the newest few is deleted, also while a process crashes again and again.
 */
export function keepCrashDumps(
  { app, crashReporter, clock, log }: CrashDumpDependencies,
  folder: string,
): () => number {
  app.setPath('crashDumps', folder);
  crashReporter.start({ uploadToServer: false });
  let count = tidy(folder);
  let lookedAt = clock.monotonic();
  if (count > 0) log.warn('Processes of the player have crashed before', { dumps: count });
  return () => {
    if (clock.monotonic() - lookedAt < LOOK_EVERY_MS) return count;
    lookedAt = clock.monotonic();
    count = tidy(folder);
    return count;
  };
}

/** How many dumps are left. */
function tidy(folder: string): number {
  const dumps = dumpsIn(folder);
  for (const { path } of dumps.slice(MOST_DUMPS)) {
    try {
      rmSync(path, { force: true });
    } catch {
      // A disk that refuses is told by whoever has to write to it.
    }
  }
  return Math.min(dumps.length, MOST_DUMPS);
}

/** The minidumps, newest first; Crashpad sorts them into folders of its own. */
function dumpsIn(folder: string): readonly { readonly path: string; readonly at: number }[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.dmp'))
      .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
      .toSorted((one, other) => other.at - one.at);
  } catch {
    // No folder yet, or one that may not be read: nothing can be said of crashes.
    return [];
  }
}
