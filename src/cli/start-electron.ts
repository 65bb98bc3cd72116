import { spawn } from 'node:child_process';
import type { StartOptions } from './command-line.ts';
import { electronArguments } from './electron-arguments.ts';

/** Runs the Electron shell with the same options and answers its exit code; signals are handed on to it. */
export function startElectron(binary: string, root: string, options: StartOptions): Promise<number> {
  const child = spawn(binary, electronArguments(root, options), {
    stdio: 'inherit',
    env: { ...process.env, DIGIPLAYER_SUPERVISED: '1' },
  });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGTERM', forward).on('SIGINT', forward);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`Electron could not be started: ${error.message}.`);
      resolve(1);
    });
    child.once('exit', (code) => {
      process.off('SIGTERM', forward).off('SIGINT', forward);
      resolve(code ?? 1);
    });
  });
}
