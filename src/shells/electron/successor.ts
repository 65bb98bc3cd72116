import { spawn } from 'node:child_process';
import type { App } from 'electron';

export interface SuccessorDependencies {
  readonly app: Pick<App, 'relaunch'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What this process was started with, without the program's own path. */
  readonly args: readonly string[];
  readonly pid: number;
}

/** Waits until this process is gone, a minute at most, and becomes the program that is named. */
const WAIT_AND_BECOME = `left=600
while kill -0 "$1" 2>/dev/null && [ $left -gt 0 ]; do left=$((left - 1)); sleep 0.1; done
program=$2; shift 2
exec "$program" "$@"`;

/** What the start of an AppImage sets. */
const OF_THE_START = ['APPDIR', 'APPIMAGE', 'ARGV0', 'OWD'];
/** Lists of folders to which the start of an AppImage adds its own, anew each time. */
const FOLDER_LISTS = ['PATH', 'LD_LIBRARY_PATH', 'XDG_DATA_DIRS', 'GSETTINGS_SCHEMA_DIR', 'XDG_CONFIG_DIRS'];

/**
 * Has the player started anew when this process has ended, where nobody else does it.
 *
 * In an AppImage everything is in a mount that goes with this process, Electron's own helper for a relaunch with it
 * (shell/browser/relauncher.cc starts CHILD_PROCESS_EXE, and that starts the program of `process.argv`): so the AppImage's
 * own file is started, by the shell of the system, from a folder that stays.
 */
export function createSuccessor({ app, environment, args, pid }: SuccessorDependencies): () => void {
  const image = environment['APPIMAGE'] ?? '';
  return () => {
    // https://www.electronjs.org/docs/latest/api/app#apprelaunchoptions: it takes effect when this process exits.
    if (image === '') app.relaunch();
    else
      spawn('/bin/sh', ['-c', WAIT_AND_BECOME, 'sh', String(pid), image, ...args], {
        cwd: '/',
        detached: true,
        stdio: 'ignore',
        env: withoutMount(environment),
      }).unref();
  };
}

/** The environment as it was before the AppImage was started. */
export function withoutMount(
  environment: SuccessorDependencies['environment'],
): Record<string, string | undefined> {
  const mount = environment['APPDIR'] ?? '';
  const entries = Object.entries(environment)
    .filter(([name]) => !OF_THE_START.includes(name))
    .map(([name, value]) => {
      if (mount === '' || value === undefined || !FOLDER_LISTS.includes(name)) return [name, value] as const;
      const folders = value.split(':').filter((folder) => !folder.startsWith(mount));
      return [name, folders.join(':')] as const;
    });
  return Object.fromEntries(entries);
}
