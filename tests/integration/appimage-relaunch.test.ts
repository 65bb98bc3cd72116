import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Life {
  readonly pid: number;
  readonly args: readonly string[];
  /** The folder in which the file of the AppImage was started. */
  readonly startedIn: string;
  readonly mount: string;
  readonly hasMount: boolean;
  /** Folders of a mount in PATH. */
  readonly folders: readonly string[];
}

test.skipIf(process.platform !== 'linux')(
  'a player in an AppImage comes back from the file, when its mount is gone',
  async () => {
    const folder = temporaryFolder();
    const image = join(folder, 'Digi Player.AppImage');
    const log = join(folder, 'log');
    // As the runtime of an AppImage: a mount, everything runs in it, and it goes with the program.
    const program = join(import.meta.dirname, '../support/vanishing-image.ts');
    writeFileSync(
      image,
      `#!/bin/sh
mount=$(mktemp -d "${folder}/.mount_XXXXXX"); ln -s "${process.execPath}" "$mount/digiplayer"
export APPIMAGE="$0" APPDIR="$mount" ARGV0="$0" OWD="$PWD" PATH="$mount/usr/bin:$PATH"
cd "$mount" && "$mount/digiplayer" "${program}" "$@"
cd / && rm -r "$mount"
`,
    );
    chmodSync(image, 0o700);
    const first = spawn(image, ['--data-dir=/a folder', '--display=2'], {
      env: { ...process.env, VANISHING_LOG: log },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await once(first, 'exit');
    const lives = (): Life[] =>
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Life);
    await expect.poll(() => lives().length, { timeout: 10_000 }).toBe(2);
    const [before, after] = lives();
    expect(after).toMatchObject({
      args: ['--data-dir=/a folder', '--display=2'],
      startedIn: '/',
      hasMount: true,
    });
    expect(after?.pid).not.toBe(before?.pid);
    expect(after?.mount).not.toBe(before?.mount);
    expect(after?.folders, 'nothing of the old mount is left').toEqual([`${after?.mount ?? ''}/usr/bin`]);
    expect(existsSync(before?.mount ?? '')).toBe(false);
  },
);
