import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoginItemSettings } from 'electron';
import { beforeEach, expect, test } from 'vitest';
import {
  hasAutostart,
  setAutostart,
  type AutostartPlace,
} from '../../../../src/shells/electron/autostart.ts';
import { desktopEntry } from '../../../../src/platform/machine/autostart-entry.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let home: string;

beforeEach(() => {
  home = temporaryFolder();
});

function place(platform: NodeJS.Platform): AutostartPlace & { settings: unknown[] } {
  const settings: unknown[] = [];
  return {
    settings,
    app: {
      setLoginItemSettings: (given) => settings.push(given),
      // What it was told last, if it is asked about the same program (documented for Windows).
      getLoginItemSettings: (asked) => {
        const last = settings.at(-1) as { openAtLogin: boolean; path: string; args: string[] } | undefined;
        const isSame = last?.path === asked?.path && last?.args.join() === asked?.args?.join();
        return { openAtLogin: isSame && last?.openAtLogin === true } as LoginItemSettings;
      },
    },
    platform,
    environment: {},
    home,
    executable: '/opt/DigiPlayer/digiplayer',
    args: ['--data-dir=/srv/screen two'],
  };
}

test('writes an XDG entry on Linux, and takes it away', () => {
  const linux = place('linux');
  const file = join(home, '.config', 'autostart', 'digiplayer.desktop');
  expect(setAutostart(true, linux)).toMatchObject({ ok: true });
  expect(readFileSync(file, 'utf8')).toContain(
    '\nExec="/opt/DigiPlayer/digiplayer" "--data-dir=/srv/screen two"\n',
  );
  expect(setAutostart(false, linux)).toMatchObject({ ok: true });
  expect(setAutostart(false, linux)).toMatchObject({ ok: true });
  expect(existsSync(file)).toBe(false);
  expect(linux.settings).toEqual([]);
});

test('honours XDG_CONFIG_HOME, and says when the entry cannot be written', () => {
  const blocked = join(home, 'blocked');
  writeFileSync(blocked, '');
  const elsewhere = { ...place('linux'), environment: { XDG_CONFIG_HOME: blocked } };
  expect(setAutostart(true, elsewhere)).toMatchObject({ ok: false, error: { code: 'autostart' } });
});

test('quotes what a shell or a field code would read', () => {
  expect(desktopEntry('/opt/100% "a"', ['$HOME', 'b\\c'])).toContain(
    'Exec="/opt/100%% \\\\"a\\\\"" "\\\\$HOME" "b\\\\\\\\c"\n',
  );
});

test('is a login item on Windows', () => {
  const windows = place('win32');
  setAutostart(true, windows);
  setAutostart(false, windows);
  expect(windows.settings).toEqual([
    { openAtLogin: true, path: '/opt/DigiPlayer/digiplayer', args: ['"--data-dir=/srv/screen two"'] },
    { openAtLogin: false, path: '/opt/DigiPlayer/digiplayer', args: ['"--data-dir=/srv/screen two"'] },
  ]);
});

test('is a launch agent on macOS, which keeps its arguments and starts a player anew that crashed', () => {
  const mac = { ...place('darwin'), args: ['--data-dir=/srv/a & <b>'] };
  expect(setAutostart(true, mac)).toMatchObject({ ok: true });
  const file = join(home, 'Library', 'LaunchAgents', 'net.digiserver.digiplayer.plist');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(
    '    <string>/opt/DigiPlayer/digiplayer</string>\n    <string>--data-dir=/srv/a &amp; &lt;b&gt;</string>\n',
  );
  expect(text).toMatch(/<key>KeepAlive<\/key>\s*<dict>\s*<key>SuccessfulExit<\/key>\s*<false\/>/);
  expect(text).toMatch(/<key>DIGIPLAYER_SUPERVISED<\/key>\s*<string>1<\/string>/);
  expect(mac.settings).toEqual([]);
});

test.each(['linux', 'win32', 'darwin'] as const)('tells on %s whether it is on', (platform) => {
  const here = place(platform);
  expect(hasAutostart(here)).toBe(false);
  setAutostart(true, here);
  expect(hasAutostart(here)).toBe(true);
  setAutostart(false, here);
  expect(hasAutostart(here)).toBe(false);
});
