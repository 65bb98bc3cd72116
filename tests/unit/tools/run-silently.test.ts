import { expect, it } from 'vitest';
import { runSilently } from '../../../tools/run-silently.ts';

const run = (code: string) => runSilently(['-e', code], import.meta.dirname);

it('keeps what a command printed on both streams, and its exit code', () => {
  expect(run("console.log('built'); console.error('a warning');")).toEqual({
    code: 0,
    output: 'built\na warning\n',
  });
  const failed = run("console.error('why'); process.exitCode = 3;");
  expect(failed).toEqual({ code: 3, output: 'why\n' });
});

it('counts a killed command as a failed one', () => {
  expect(run("process.kill(process.pid, 'SIGKILL')").code).toBe(1);
});
