import { spawnSync } from 'node:child_process';

/** What a command printed, both streams in one text; and the code that it ended with, 1 when it was killed. */
export interface SilentRun {
  readonly code: number;
  readonly output: string;
}

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs Node with `options` in `folder`, its output kept: whoever asked prints it when it is worth reading. */
export function runSilently(options: readonly string[], folder: string): SilentRun {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, options, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  const reason = error === undefined ? '' : `${error.message}\n`;
  return { code: status ?? 1, output: `${stdout}${stderr}${reason}` };
}
