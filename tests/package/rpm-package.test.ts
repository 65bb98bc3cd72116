import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { runTool } from '../../build/linux-package/run-tool.ts';
import { runInThrowAwayRoot } from './throw-away-root.ts';

const release = inject('release') ?? '';
const { version, homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>;

describe.skipIf(release === '').each(['x86_64', 'aarch64'])('the rpm for %s', (architecture) => {
  const query = (...words: string[]): string =>
    // Without a data base of rpm on this machine it would warn of that.
    runTool('rpm', [
      '--query',
      '--package',
      ...words,
      join(release, `digiplayer-${version ?? ''}.${architecture}.rpm`),
    ]);

  test('says what it is', () => {
    const format = '%{NAME} %{VERSION} %{ARCH} %{URL} %{LICENSE} %{PAYLOADCOMPRESSOR}';
    expect(query('--queryformat', format)).toBe(
      `digiplayer ${version ?? ''} ${architecture} ${homepage ?? ''} MIT zstd`,
    );
    expect(query('--requires')).toContain('gtk3');
    expect(query('--suggests').trim().split('\n').sort()).toEqual([
      'ddcutil',
      'v4l-utils',
      'wlopm',
      'wlr-randr',
      'xset',
    ]);
  });

  test('holds the program, its units and its licences, of root and for root to write', () => {
    const files = query('--queryformat', '[%{FILEMODES:octal} %{FILEUSERNAME} %{FILENAMES}\n]')
      .trim()
      .split('\n');
    for (const file of [
      '100755 root /opt/DigiPlayer/digiplayer',
      '100644 root /opt/DigiPlayer/resources/app.asar',
      '100755 root /opt/DigiPlayer/resources/linux/digiplayer-kiosk-setup',
      '100644 root /usr/lib/systemd/user/digiplayer.service',
      '100644 root /usr/lib/systemd/system/digiplayer-kiosk.service',
      '100644 root /usr/share/doc/digiplayer/copyright',
    ])
      expect(files).toContain(file);
    expect(files.filter((file) => !/^(100755|100644|0?40755) root /.test(file))).toEqual([]);
  });

  test('runs our scripts, names filled in', () => {
    const scripts = query('--scripts');
    for (const section of ['postinstall', 'preuninstall', 'postuninstall'])
      expect(scripts).toContain(`${section} scriptlet (using /bin/bash)`);
    expect(scripts).toContain("program='/opt/DigiPlayer/digiplayer'");
    expect(scripts).not.toContain('${');
  });
});

describe.skipIf(release === '')('the rpm in a throw-away root', () => {
  test('is installed, upgraded and removed without a trace', (context) => {
    const parts = runInThrowAwayRoot('rpm-root.sh', [
      join(release, `digiplayer-${version ?? ''}.x86_64.rpm`),
    ]);
    if (parts === null) return context.skip('this machine lends no throw-away root');
    expect(parts['install']).toContain('To pair this screen with a DigiServer');
    expect(parts['verify']).toBe('');
    expect(parts['commands']).toBe(
      '/opt/DigiPlayer/digiplayer\n/opt/DigiPlayer/resources/linux/digiplayer-kiosk-setup\n',
    );
    expect(parts['upgrade']).not.toContain('To pair this screen');
    expect(parts['upgrade']?.trim().split('\n').at(-1)).toBe('digiplayer-kiosk.service');
    expect(parts['remove']?.match(/^\/.*/gm)).toBeNull();
  });
});
