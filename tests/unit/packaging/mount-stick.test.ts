import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const script = join(process.cwd(), 'build/linux/kiosk/mount-stick');

/** Runs the script among tools that only write down what they are asked; answers that and the exit code. */
function runAmongFakes(kind: string, ...args: readonly string[]) {
  const folder = temporaryFolder();
  const calls = join(folder, 'calls');
  for (const [tool, answer] of Object.entries({
    blkid: kind,
    id: '990',
    mount: '',
    umount: '',
    mkdir: '',
    rmdir: '',
  })) {
    const path = join(folder, tool);
    writeFileSync(path, `#!/bin/sh\n[ ${tool} = id ] || echo ${tool} "$@" >>'${calls}'\necho '${answer}'\n`);
    chmodSync(path, 0o755);
  }
  const { status } = spawnSync('/bin/sh', [script, ...args], { env: { PATH: folder } });
  return { status, calls: existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [] };
}

test.skipIf(process.platform !== 'linux')(
  'a stick is mounted for the player alone, and nothing on it can run',
  () => {
    const options = 'noexec,nodev,nosuid,uid=990,gid=990,umask=0077';
    expect(runAmongFakes('vfat', 'add', 'sdb1', 'signage')).toEqual({
      status: 0,
      calls: [
        'blkid --output value --match-tag TYPE /dev/sdb1',
        'mkdir -p /media/digiplayer/sdb1',
        `mount -t vfat -o flush,${options} /dev/sdb1 /media/digiplayer/sdb1`,
      ],
    });
    expect(runAmongFakes('exfat', 'add', 'sdb1', 'signage').calls.at(-1)).toContain(
      `-t exfat -o ${options} `,
    );
  },
);

test.skipIf(process.platform !== 'linux')(
  'no other file system is mounted, and no other name is a stick',
  () => {
    for (const kind of ['ext4', 'ntfs', 'squashfs', ''])
      expect(runAmongFakes(kind, 'add', 'sdb1', 'signage').calls).toHaveLength(1);
    expect(runAmongFakes('vfat', 'add', '../sda', 'signage')).toEqual({ status: 1, calls: [] });
  },
);

test.skipIf(process.platform !== 'linux')(
  'one that was pulled out is taken away without waiting for it',
  () => {
    expect(runAmongFakes('', 'remove', 'sdb1', 'signage').calls).toEqual([
      'umount --lazy /media/digiplayer/sdb1',
      'rmdir /media/digiplayer/sdb1',
    ]);
  },
);

test.skipIf(process.platform !== 'linux')('it may be run', () => {
  expect(() => {
    accessSync(script, constants.X_OK);
  }).not.toThrow();
});
