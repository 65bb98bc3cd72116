import { writeFileSync } from 'node:fs';
import { keepPlayerRunning } from '../../src/cli/keep-player-running.ts';
import { createSystemClock } from '../../src/shared/clock.ts';

/** The parent of a pretended player, in a process of its own: `parent-harness.ts SCRIPT FOLDER`; its exit code is told in a file. */
const [script = '', folder = ''] = process.argv.slice(2);
const exitCode = await keepPlayerRunning({
  choose: () => ({ command: process.execPath, args: [script, folder], trial: null }),
  environment: process.env,
  missingDisplay: () => Promise.resolve(null),
  clock: createSystemClock(),
  say: (line) => {
    console.error(line);
  },
});
writeFileSync(`${folder}/ended`, String(exitCode));
process.exit(exitCode);
