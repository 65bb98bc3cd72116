import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkFolders } from '../../../../src/player/doctor/check-folders.ts';
import { fallbackFolders } from '../../../../src/player/media/local-folders.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { makeFolder } from '../../../support/make-folder.ts';

const { path: folder, remove } = makeFolder();
afterAll(remove);

test('folders of media are named with what is wrong with them; one that need not be there is not missed', async () => {
  const chosen = join(folder, 'chosen');
  const look = async (): Promise<readonly string[]> => {
    const folders = fallbackFolders(folder, { fallbackFolder: chosen });
    const found = await checkFolders(folders, createSystemClock());
    return found.map(({ verdict, code, params }) =>
      [verdict, code, params['count'], params['file']].join(' ').trim(),
    );
  };
  expect(await look()).toEqual(['bad disk-folder-bad']);
  mkdirSync(chosen);
  mkdirSync(join(folder, 'fallback'));
  writeFileSync(join(chosen, 'one.jpg'), 'x');
  symlinkSync('/etc/passwd', join(chosen, 'two.jpg'));
  expect(await look()).toEqual([
    'good disk-folder-good 1',
    'warning disk-folder-left-out 1 two.jpg',
    'good disk-folder-good 0',
  ]);
});
