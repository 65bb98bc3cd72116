import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { runTool } from '../../build/linux-package/run-tool.ts';
import { findOrInstallLintian } from '../../tools/machine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rootCommands } from './install-guide.ts';
import { runInThrowAwayRoot, type Parts } from './throw-away-root.ts';

const release = inject('release') ?? '';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** The two packages of a Debian machine: where each lies, and what starts it. */
const packages = [
  { name: 'digiplayer', home: '/opt/DigiPlayer', unit: 'digiplayer-kiosk', userUnit: 'digiplayer' },
  {
    name: 'digiplayer-chromium',
    home: '/opt/digiplayer-chromium',
    unit: 'digiplayer-chromium-kiosk',
    userUnit: 'digiplayer-chromium',
  },
];
/** The Chromium shell's package for arm64 needs a Node that this machine may not get. */
const isMade = (name: string, architecture: string): boolean => existsSync(debOf(name, architecture));
const debOf = (name: string, architecture: string): string =>
  join(release, `${name}_${version}_${architecture}.deb`);

const NO_PROGRAM = '#!/bin/sh\n';

/** What lintian says of every package that lies in /opt, and of what other people compiled. */
const expectedByLintian = {
  'dir-or-file-in-opt': 'it is not a part of Debian, so it has a folder of its own',
  'malformed-deb-archive':
    'zstd: dpkg knows it from Debian 12 on, the archive of Debian itself does not use it',
  'maintainer-script-calls-systemctl': 'debhelper, which would put other calls there, makes no part of it',
  'duplicate-font-file': 'PDF.js brings the fonts that it was tested with',
  'executable-not-elf-or-script': 'the placeholder for the binary of Electron',
  'extra-license-file': 'the licences of Electron, Chromium and Node lie beside them',
};

const isExpected = (tag: string): boolean => Object.hasOwn(expectedByLintian, tag);

describe.skipIf(release === '')('a Debian package', () => {
  test.for(
    packages.flatMap(({ name }) => ['amd64', 'arm64'].map((architecture) => ({ name, architecture }))),
  )('says what it is ($name, $architecture)', ({ name, architecture }, context) => {
    if (!isMade(name, architecture)) context.skip();
    const control = runTool('dpkg-deb', ['--field', debOf(name, architecture)]);
    const field = (key: string): string => new RegExp(`^${key}: (.+)$`, 'm').exec(control)?.[1] ?? '';
    expect(field('Package')).toBe(name);
    expect(field('Version')).toBe(version);
    expect(field('Architecture')).toBe(architecture);
    expect(field('Maintainer')).toMatch(/^[^<>]+ <[^<>@]+@[^<>@]+>$/);
    expect(field('Description')).toContain('DigiServer');
    expect(field('Recommends')).toContain('fonts-noto-cjk');
    expect(field('Suggests')).toBe('cage | labwc, ddcutil, v4l-utils, wlopm, wlr-randr, x11-xserver-utils');
    expect(field('Depends')).toContain(name === 'digiplayer' ? 'libgtk-3-0' : 'chromium');
    const files = runTool('dpkg-deb', ['--contents', debOf(name, architecture)]);
    expect(files, 'what digiplayer-kiosk-setup lets the screen choose its network by').toContain(
      '/linux/polkit/digiplayer-network.rules',
    );
  });

  test.for(packages)('holds the same files for both processors ($name)', ({ name }, context) => {
    if (!isMade(name, 'arm64')) context.skip();
    const listOf = (architecture: string): string[] =>
      runTool('dpkg-deb', ['--contents', debOf(name, architecture)])
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/))
        // Mode, owner, place; the sizes and Node itself differ.
        .map((words) => [words[0], words[1], words[5]].join(' '));
    expect(listOf('amd64')).toEqual(listOf('arm64'));
    expect(listOf('amd64').filter((line) => !line.includes(' root/root '))).toEqual([]);
  });

  test.each(packages)('has no fault that lintian finds ($name)', async (each) => {
    const lintian = await findOrInstallLintian(console.log);
    if (!lintian.ok) {
      console.log(`package: lintian did not look: ${lintian.error.message}`);
      return;
    }
    const { stdout, stderr } = spawnSync('lintian', [withoutForeignBinary(each)], { encoding: 'utf8' });
    const tags = [...stdout.matchAll(/^([EW]): \S+: (\S+).*$/gm)].filter(
      ([, , tag = '']) => !isExpected(tag),
    );
    for (const [line] of tags) console.log(`package: lintian: ${line}`);
    // Which warnings there are differs from one version to the next.
    expect(
      tags.filter(([, kind]) => kind === 'E').map(([line]) => line),
      stderr,
    ).toEqual([]);
    expect(stdout, stderr).toContain('dir-or-file-in-opt');
  });
});

/** The same package without the program that others compiled: lintian would read it for half a minute. */
function withoutForeignBinary({ name, home }: (typeof packages)[number]): string {
  if (name === 'digiplayer') return debOf(name, 'amd64');
  const folder = temporaryFolder();
  runTool('dpkg-deb', ['--raw-extract', debOf(name, 'amd64'), join(folder, 'it')]);
  writeFileSync(join(folder, 'it', home, 'node'), NO_PROGRAM);
  const sums = join(folder, 'it/DEBIAN/md5sums');
  const sum = createHash('md5').update(NO_PROGRAM).digest('hex');
  writeFileSync(sums, readFileSync(sums, 'utf8').replace(/^\w+(?= {2}\S+\/node$)/m, sum));
  const file = join(folder, `${name}_${version}_amd64.deb`);
  runTool('dpkg-deb', ['-Zgzip', '-z1', '--root-owner-group', '--build', join(folder, 'it'), file]);
  return file;
}

describe.skipIf(release === '').each(packages)(
  'in a throw-away root, $name',
  ({ name, home, unit, userUnit }) => {
    const hostFiles = (): string[] => [
      ...globSync([
        '/opt/{D,d}igi*',
        '/usr/bin/digiplayer*',
        '/etc/digiplayer*',
        '/usr/lib/systemd/*/digiplayer*',
      ]),
      spawnSync('dpkg-query', ['--show', 'digiplayer*'], { encoding: 'utf8' }).stdout,
    ];
    let parts: Parts | null = null;

    beforeAll(() => {
      const before = hostFiles();
      const words = [debOf(name, 'amd64'), name, unit, `${home}/digiplayer`];
      const input = name === 'digiplayer-chromium' ? rootCommands().join('\n') : '';
      parts = runInThrowAwayRoot('throw-away-root.sh', words, input);
      expect(hostFiles()).toEqual(before);
    }, 60_000);

    /** Runs what looks at the parts, where there is a root. */
    const look = (sentence: string, check: (parts: Parts) => void): void => {
      test(sentence, (context) => {
        if (parts === null) context.skip('this machine lends no throw-away root');
        else check(parts);
      });
    };

    look('says once how to pair the screen', ({ install, upgrade }) => {
      expect(install).toContain('To pair this screen with a DigiServer');
      expect(install).toContain(`systemctl --user enable --now ${userUnit}\n`);
      expect(upgrade).not.toContain('To pair this screen');
    });

    look('puts files of root there that nobody else may write', ({ modes = '' }) => {
      const lines = modes.trim().split('\n');
      expect(lines.length).toBeGreaterThan(8);
      expect(lines.filter((line) => !/^(755 root:root [df]|644 root:root f) \//.test(line))).toEqual([]);
      expect(modes).toMatch(/^755 root:root f \S+\/linux\/digiplayer-kiosk-setup$/m);
      expect(modes).toMatch(/^755 root:root f \S+\/linux\/kiosk\/last-rung$/m);
      expect(modes).toContain(`755 root:root f ${home}/digiplayer\n`);
      expect(modes).toContain(`644 root:root f /usr/lib/systemd/system/${unit}.service\n`);
      expect(modes).toContain(`644 root:root f /usr/lib/systemd/user/${userUnit}.service\n`);
    });

    look('has files that match their sums and a unit that systemd understands', ({ verify }) => {
      expect(verify).toBe('');
    });

    look('has its command on the path', ({ command }) => {
      expect(command?.trim()).toBe(`${home}/digiplayer`);
    });

    look('stays switched on over an upgrade', ({ enable, upgrade }) => {
      expect(enable).toContain(`${unit}.service`);
      expect(upgrade?.trim().split('\n').at(-1)).toBe(`${unit}.service`);
    });

    look('goes without a trace, and keeps content and what the administrator wrote', (all) => {
      expect(all['remove']).not.toContain(`${home}/digiplayer\n`);
      expect(all['after']).toBe(all['before']);
      expect(all['after']).toContain('/home/signage/.local/share/digiplayer/media/one');
      expect(all['after']).toContain('/etc/digiplayer/app_config.json');
    });

    look('does what the guide tells an administrator to type', ({ guide = '' }) => {
      const expected = name === 'digiplayer-chromium' ? rootCommands().map((line) => `done: ${line}`) : [];
      expect(guide.trim().split('\n').filter(Boolean)).toEqual(expected);
    });

    look('brings the command that makes a kiosk, and a purge undoes it', (all) => {
      const [last, ...before] = (all['kiosk'] ?? '').trim().split('\n').reverse();
      expect(last).toBe(
        'Nothing to change: this machine is a screen of DigiPlayer already (cage, user signage).',
      );
      expect(before.length).toBeGreaterThan(5);
      expect(all['kiosk files']).toContain(`etc/systemd/system/multi-user.target.wants/${unit}.service\n`);
      expect(all['after kiosk']).toBe('Everything is as it was, from the next start on: systemctl reboot\n');
    });

    look('takes the content with it when it is told to', (all) => {
      const gone = '/home/signage/.local/share/digiplayer/media/one\n';
      expect(all['after with content']).toBe(all['before']?.replace(gone, ''));
    });
  },
);
