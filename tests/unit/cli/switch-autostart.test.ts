import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let home: string;

beforeEach(() => {
  home = temporaryFolder();
});

/** Another process, since it is the command line of the process that is written down. */
function start(...args: string[]): void {
  const { run } = { run: resolve('src/cli/switch-autostart.ts') };
  const script = `import { switchAutostart } from ${JSON.stringify(run)};
    process.exitCode = switchAutostart(process.argv.includes('--autostart=on'));`;
  execFileSync(
    process.execPath,
    ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', script, 'main.js', ...args],
    { env: { HOME: home, PATH: process.env['PATH'] } },
  );
}

it.runIf(process.platform === 'linux')(
  'writes what starts this very player at login, and takes it away',
  () => {
    const file = join(home, '.config', 'autostart', 'digiplayer.desktop');
    start('--autostart=on', '--shell=chromium', '--data-dir=second screen');
    const line = /^Exec=(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1];
    expect(line).toBe(
      [
        process.execPath,
        resolve('src/cli/main.ts'),
        '--shell=chromium',
        `--data-dir=${resolve('second screen')}`,
      ]
        .map((word) => `"${word}"`)
        .join(' '),
    );
    start('--autostart=off');
    expect(existsSync(file)).toBe(false);
  },
);
