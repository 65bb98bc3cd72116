import { expect, test } from 'vitest';
import { programFolder } from '../../../../src/platform/machine/program-folder.ts';

const mounted = '/tmp/.mount_digiplAb12/digiplayer';

test.each([
  ['linux', { APPIMAGE: '/home/signage/DigiPlayer.AppImage' }, mounted, '/home/signage'],
  ['linux', {}, '/opt/DigiPlayer/digiplayer', '/opt/DigiPlayer'],
  ['linux', { APPIMAGE: '' }, '/opt/DigiPlayer/digiplayer', '/opt/DigiPlayer'],
  ['darwin', {}, '/Applications/DigiPlayer.app/Contents/MacOS/DigiPlayer', '/Applications'],
  ['darwin', {}, '/usr/local/bin/node', '/usr/local/bin'],
] as const)('on %s with %j, %s lies in %s', (platform, environment, executable, folder) => {
  expect(programFolder(platform, environment, executable)).toBe(folder);
});
