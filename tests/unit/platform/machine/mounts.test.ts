import { expect, test } from 'vitest';
import { readMounts, removableMounts } from '../../../../src/platform/machine/mounts.ts';

const TABLE = `21 1 254:0 / / rw,relatime - ext4 /dev/root rw
42 21 8:17 / /run/media/me/MY\\040STICK rw,nosuid,nodev shared:5 - vfat /dev/sdb1 rw
43 21 8:17 /folder /media/bound rw - vfat /dev/sdb1 rw
torn line

`;

test('the mount table is read with its blanks, without what shows a part of another mount', () => {
  expect(readMounts(TABLE)).toEqual([
    { id: '21', device: '254:0', path: '/' },
    { id: '42', device: '8:17', path: '/run/media/me/MY STICK' },
  ]);
  expect(readMounts('')).toEqual([]);
});

test('of this machine only what may be pulled out counts, and never its own disk', () => {
  expect(removableMounts().map(({ path }) => path)).not.toContain('/');
});
