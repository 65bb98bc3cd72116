import { spawnSync } from 'node:child_process';

/*
 * `npm run test:all`: `npm test` and then every command that is too long for it, one after another, whatever the one before said. It
 * takes hours, ends with a line for each, and with 1 when one of them failed.
 */

/** A new long command gets its line here. */
const commands: readonly (readonly string[])[] = [
  ['test'],
  ['run', 'test:chaos'],
  ['run', 'test:crash', '--', '--kills', '1000'],
  ['run', 'test:updates', '--', '--kills', '100'],
  ['run', 'test:standin'],
  ['run', 'test:nmcli'],
  ['run', 'test:fuzz', '--', '--seconds=600'],
  ['run', 'bench', '--', 'recovery', '--kills', '300'],
  ['run', 'bench', '--', 'transitions'],
  ['run', 'bench', '--', 'sync-screens', '--seconds=600', 'boundaries', 'frames'],
  ['run', 'bench', '--', 'sync-screens', 'off', 'killed', 'late', 'alone', 'clock'],
  ['run', 'bench', '--', 'soak', '--anew'],
  ...['playback', 'trust', 'heartbeat', 'playlist'].map((room) => ['run', 'test:mutation', '--', room]),
];

const lines = commands.map((words) => {
  const name = `npm ${words.join(' ')}`;
  console.log(`\n=== ${name}`);
  const startedAt = performance.now();
  const { status } = spawnSync('npm', words, { stdio: 'inherit' });
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  return { passed: status === 0, line: `${status === 0 ? 'passed' : 'FAILED'}  ${name}  (${minutes} min)` };
});
console.log(`\n${lines.map(({ line }) => line).join('\n')}`);
process.exitCode = lines.every(({ passed }) => passed) ? 0 : 1;
