import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Keeps the display on, as far as the system lets a program do so: on X11 by switching blanking and DPMS off, under
 * systemd by holding an idle inhibitor (which Wayland desktops heed), on macOS by `caffeinate`. A tool that is missing is
 * passed over.
 */
export function createKeepAwake(): { set(awake: boolean): void; stop(): void } {
  let holder: ChildProcess | null = null;

  const run = (command: string, options: readonly string[]): ChildProcess => {
    const child = spawn(command, options, { stdio: ['pipe', 'ignore', 'ignore'] });
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    return child;
  };
  const letGo = (): void => {
    holder?.kill();
    holder = null;
  };

  return {
    set(awake) {
      if (process.platform === 'linux' && process.env['DISPLAY'] !== undefined) {
        run('xset', awake ? ['s', 'off', '-dpms'] : ['s', 'default', '+dpms']);
      }
      if (!awake) letGo();
      else holder ??= holdAwake(run);
    },
    stop: letGo,
  };
}

/** The holder's work ends with its standard input, so that it goes when this process does. */
function holdAwake(run: (command: string, options: readonly string[]) => ChildProcess): ChildProcess | null {
  if (process.platform === 'linux') {
    return run('systemd-inhibit', ['--what=idle:sleep', '--who=DigiPlayer', '--why=plays content', 'cat']);
  }
  if (process.platform === 'darwin') return run('caffeinate', ['-di', 'cat']);
  return null;
}
