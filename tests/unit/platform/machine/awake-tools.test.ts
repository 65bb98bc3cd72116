import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAwakeTools, staysOn, type AwakeTools } from '../../../../src/platform/machine/awake-tools.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/* Tools of the same names stand on the path, write down what they were asked, and behave as the real ones. */

let folder: string;
let tools: AwakeTools | null = null;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  tools?.stop();
  tools = null;
});

const OFF = 'Screen Saver:\n  timeout:  0    cycle:  600\nDPMS (Energy Star):\n  DPMS is Disabled\n';
const ON = 'Screen Saver:\n  timeout:  600    cycle:  600\nDPMS (Energy Star):\n  DPMS is Enabled\n';

function tool(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${folder}/asked\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

const says = (answer: string): string => `case "$1" in q) printf '%s' '${answer}';; esac`;
const asked = (): string[] => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');

function onX11(platform: NodeJS.Platform = 'linux', more: Record<string, string> = {}): AwakeTools {
  tools = createAwakeTools({
    platform,
    environment: { PATH: `${folder}:/usr/bin:/bin`, DISPLAY: ':0', ...more },
  });
  return tools;
}

describe('on X11', () => {
  it('switches blanking and DPMS off, and looks whether they are', async () => {
    tool('xset', says(OFF));
    tool('systemd-inhibit', 'exec cat');
    expect(await onX11().set(true)).toEqual({
      wanted: true,
      heldBy: ['xset', 'systemd-inhibit'],
      failed: [],
    });
    expect(asked()).toEqual(
      expect.arrayContaining([
        'xset s off s noblank',
        'xset -dpms',
        'xset q',
        'systemd-inhibit --what=idle:sleep --who=DigiPlayer --why=plays content cat',
      ]),
    );
  });

  it('says so when the display would still go dark, or a tool is missing or refused', async () => {
    tool('xset', says(ON));
    tool('systemd-inhibit', 'echo "Access denied" >&2; exit 1');
    expect(await onX11().set(true)).toEqual({
      wanted: true,
      heldBy: [],
      failed: ['xset', 'systemd-inhibit'],
    });
    rmSync(join(folder, 'xset'));
    const bare = createAwakeTools({ platform: 'linux', environment: { PATH: folder, DISPLAY: ':0' } });
    expect(await bare.set(true)).toMatchObject({ failed: ['xset', 'systemd-inhibit'] });
  });

  it('lets the display go again, and ends the tool that holds it', async () => {
    tool('xset', says(OFF));
    tool('systemd-inhibit', `echo $$ > ${folder}/pid; exec cat`);
    const held = onX11();
    await held.set(true);
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).not.toThrow();
    expect(await held.set(false)).toEqual({ wanted: false, heldBy: [], failed: [] });
    await vi.waitFor(() => {
      expect(() => process.kill(pid, 0)).toThrow();
      expect(asked()).toContain('xset s default +dpms');
    });
  });

  it('holds one inhibitor, however often it is asked', async () => {
    tool('xset', says(OFF));
    tool('systemd-inhibit', 'exec cat');
    const held = onX11();
    await held.set(true);
    expect(await held.set(true)).toMatchObject({ heldBy: ['xset', 'systemd-inhibit'] });
    expect(asked().filter((line) => line.startsWith('systemd-inhibit'))).toHaveLength(1);
  });
});

it('does not trust xset on Wayland, where Xwayland answers it', async () => {
  tool('xset', says(OFF));
  tool('systemd-inhibit', 'exec cat');
  const report = await onX11('linux', { WAYLAND_DISPLAY: 'wayland-0' }).set(true);
  expect(report).toEqual({ wanted: true, heldBy: ['systemd-inhibit'], failed: [] });
  expect(asked().join()).not.toContain('xset');
});

it('has caffeinate on macOS, and nothing to offer elsewhere', async () => {
  tool('caffeinate', 'exec cat');
  expect(await onX11('darwin').set(true)).toEqual({ wanted: true, heldBy: ['caffeinate'], failed: [] });
  tools?.stop();
  expect(await onX11('win32').set(true)).toEqual({ wanted: true, heldBy: [], failed: [] });
});

it('reads what xset says', () => {
  expect(staysOn(OFF)).toBe(true);
  expect(staysOn(ON)).toBe(false);
  expect(staysOn(OFF.replace('Disabled', 'Enabled'))).toBe(false);
  expect(staysOn('  timeout:  0    cycle:  600\nServer does not have the DPMS Extension\n')).toBe(true);
  expect(staysOn(null)).toBe(false);
});
