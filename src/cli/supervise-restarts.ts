import { spawn } from 'node:child_process';

/** What a player exits with that asks to be started anew; the Electron shell and the systemd unit use the same. */
export const RESTART_EXIT_CODE = 75;

/**
 * Starts this program anew, with the same arguments, each time it asks for it; answers the last exit code. The process
 * that was started first stays, so that whoever started it sees one process that runs on.
 */
export async function superviseRestarts(): Promise<number> {
  for (;;) {
    const exitCode = await runOnce();
    if (exitCode !== RESTART_EXIT_CODE) return exitCode;
  }
}

function runOnce(): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, DIGIPLAYER_SUPERVISED: '1' },
  });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGTERM', forward).on('SIGINT', forward);
  return new Promise((resolve) => {
    const end = (exitCode: number): void => {
      process.off('SIGTERM', forward).off('SIGINT', forward);
      resolve(exitCode);
    };
    child.once('error', () => {
      end(1);
    });
    child.once('exit', (code) => {
      end(code ?? 1);
    });
  });
}
