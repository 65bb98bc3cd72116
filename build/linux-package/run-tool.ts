import { spawnSync } from 'node:child_process';

const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs a program of the machine and answers what it printed; throws one sentence and its output when it fails. */
export function runTool(
  command: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(command, options, {
    encoding: 'utf8',
    env: { ...process.env, ...environment, LC_ALL: 'C.UTF-8' },
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (error !== undefined) throw new Error(`${command} could not be run: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ended with ${String(status)}: ${stdout}${stderr}`);
  return stdout;
}
