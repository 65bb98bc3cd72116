import { spawn } from 'node:child_process';

/** Takes the time of one core, as another program of the machine would, until it is stopped. */
export function keepOneCoreBusy(): { stop(): void } {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  return {
    stop() {
      child.kill('SIGKILL');
    },
  };
}
