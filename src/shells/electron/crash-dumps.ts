import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { App, CrashReporter } from 'electron';
import type { Log } from '../../platform/logging/log.ts';

/** So many dumps are kept; each has a few MB. */
const MOST_DUMPS = 5;

/**
 * Has native crashes of any process leave a minidump in `folder`, before ready, and sends none anywhere
 * (https://www.electronjs.org/docs/latest/api/crash-reporter). What is older than the newest few is deleted. Answers how many
 * there are.
 */
export function keepCrashDumps(
  { app, crashReporter, log }: { app: Pick<App, 'setPath'>; crashReporter: CrashReporter; log: Log },
  folder: string,
): number {
  app.setPath('crashDumps', folder);
  crashReporter.start({ uploadToServer: false });
  const dumps = dumpsIn(folder);
  for (const { path } of dumps.slice(MOST_DUMPS)) rmSync(path, { force: true });
  if (dumps.length > 0) log.warn('Processes of the player have crashed before', { dumps: dumps.length });
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
