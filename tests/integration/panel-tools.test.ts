import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { panelToolsOf } from '../../src/platform/machine/panel/panel-tools.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { ToolAnswer } from '../../src/platform/machine/run-tool.ts';

/*
 * What the player asks of each tool, held against the tool's own help where this machine has it. Nothing is turned off:
 * help is all that is asked of the real ones.
 */

/** How a tool tells its options; of wlr-randr, which needs a compositor for that, the text inside the program. */
const helpOf: Readonly<Record<string, (path: string) => string>> = {
  'cec-ctl': (path) => said(path, '--help') + said(path, '--help-all'),
  wlopm: (path) => said(path, '--help'),
  'wlr-randr': (path) => readFileSync(path, 'latin1'),
  xset: (path) => said(path),
  ddcutil: (path) => said(path, '--help'),
};

/** What a tool must say, when it is asked, for its answer to be read. */
const wordsInProgram: Readonly<Record<string, readonly string[]>> = {
  'cec-ctl': ['pwr-state', 'to-standby', 'Not Acknowledged', 'Physical Address           : '],
  wlopm: ['power-mode'],
  'wlr-randr': ['  Enabled: %s'],
  xset: ['Monitor is Off', 'Monitor is in Standby', 'DPMS is Disabled'],
  ddcutil: ['VCP %02X SNC x%02x'],
};

const environment = { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' };
const clock = createSystemClock();
const onWayland = panelToolsOf({ platform: 'linux', environment, clock });
const onX11 = panelToolsOf({ platform: 'linux', environment: { DISPLAY: ':0' }, clock });
/** Each of them once, where it is of use. */
const tools = onWayland.map((tool, index) => (tool.unusable === null ? tool : (onX11[index] ?? tool)));

describe.each(tools.map((tool) => [tool.means, tool] as const))('%s', (_means, tool) => {
  it('knows every option that it is given', async ({ skip }) => {
    const asked: (readonly string[])[] = [];
    const run = (words: readonly string[]): Promise<ToolAnswer> => {
      asked.push(words);
      const text = 'HDMI-A-1 "Maker"\n  Enabled: yes\n\tPhysical Address           : 1.0.0.0\n';
      return Promise.resolve({ kind: 'ended', code: 0, text, complaint: '' });
    };
    await tool.turn('off', run);
    await tool.turn('on', run);
    await tool.ask(run);
    const command = asked[0]?.[0] ?? '';
    const path = whichOf(command);
    if (path === null) {
      skip(`${command} is not installed on this machine.`);
      return;
    }
    const help = helpOf[command]?.(path) ?? '';
    const words = new Set(asked.flatMap((question) => question.slice(1)).filter(isOption));
    expect(words.size).toBeGreaterThan(1);
    const unknown = [...words].filter((word) => !help.includes(word.replace(/=.*/, '=')));
    expect(unknown).toEqual([]);
    const program = readFileSync(path, 'latin1');
    expect((wordsInProgram[command] ?? []).filter((word) => !program.includes(word))).toEqual([]);
  });
});

/** Words of the tool's own; not a panel's name, an address or a number. */
function isOption(word: string): boolean {
  return /^--?[a-z]|^[a-z-]{4,}/.test(word);
}

function whichOf(command: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return (
    folders
      .map((folder) => join(folder, command))
      .find((path) => spawnSync('test', ['-x', path]).status === 0) ?? null
  );
}

function said(path: string, ...options: readonly string[]): string {
  const { stdout, stderr } = spawnSync(path, options, { encoding: 'utf8', timeout: 10_000 });
  return stdout + stderr;
}
