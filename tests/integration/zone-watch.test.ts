import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const child = join(import.meta.dirname, '../support/zone-child.ts');
const alone = process.getuid?.() === 0 ? ['-m'] : ['-rm'];
/** Only where a process may have an /etc of its own, and the zones are there. */
const canSetZone =
  existsSync('/usr/share/zoneinfo/Asia/Tokyo') &&
  spawnSync('unshare', [...alone, 'mount', '--bind', '/tmp', '/etc']).status === 0;

test.skipIf(!canSetZone)('a zone that is set while the player runs is in force within seconds', () => {
  const folder = temporaryFolder();
  const script = [
    'cp -a /etc "$1/etc" 2>/dev/null',
    'mount --bind "$1/etc" /etc || exit 1',
    'ln -sfn /usr/share/zoneinfo/Europe/Vienna /etc/localtime',
    'unset TZ',
    'exec "$2" "$3"',
  ].join('\n');
  const said = execFileSync(
    'unshare',
    [...alone, 'sh', '-c', script, 'sh', folder, process.execPath, child],
    {
      encoding: 'utf8',
      timeout: 20_000,
    },
  );
  expect(JSON.parse(said)).toEqual(['Europe/Vienna', 'Asia/Tokyo', 9]);
});
