import { tellMeantEnd } from '../platform/machine/parent-process.ts';
import { BAD_ARGUMENTS_EXIT_CODE } from '../shared/exit-codes.ts';
import { readCommandLine } from './command-line.ts';
import { run } from './run.ts';

/* The player's own process in the Chromium shell, as its parent starts it. */

/** Resolves to the exit code when the player has ended. */
export const ended = main();
void ended.then((exitCode) => {
  process.exitCode = exitCode;
});

async function main(): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2), process.env);
  const isStart = commandLine.ok && commandLine.value.kind === 'start';
  const exitCode = isStart ? await run(commandLine.value) : BAD_ARGUMENTS_EXIT_CODE;
  if (exitCode === BAD_ARGUMENTS_EXIT_CODE) tellMeantEnd();
  return exitCode;
}
