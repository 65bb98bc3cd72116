import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PanelMeans } from '../../src/platform/machine/panel/panel-power.types.ts';
import type { FakeTools } from './fake-tools.ts';

type Tool = Exclude<PanelMeans, 'black'>;
/** `lies`: exits with 0 and changes nothing. `silent`: does it and cannot be asked back. `falls-asleep`: never comes back. */
export type Behaviour = 'works' | 'fails' | 'hangs' | 'lies' | 'silent' | 'falls-asleep';

/** How each tool is told (a pattern of `sh` and the state that it brings), and what it says when it is asked. */
const tools: Readonly<Record<Tool, { command: string; off: string; on: string; ask: string; says: string }>> =
  {
    cec: {
      command: 'cec-ctl',
      off: '*--standby*',
      on: '*--image-view-on*',
      ask: '*--give-device-power-status*',
      says: 'case $state in off) state=standby;; esac; echo "\tpwr-state: $state (0x01)"',
    },
    wlopm: {
      command: 'wlopm',
      off: '"--off *"',
      on: '"--on *"',
      ask: '--json',
      says: 'echo "[{\\"output\\":\\"HDMI-A-1\\",\\"power-mode\\":\\"$state\\"}]"',
    },
    'wlr-randr': {
      command: 'wlr-randr',
      off: '"--output HDMI-A-1 --off"',
      on: '"--output HDMI-A-1 --on"',
      ask: '""',
      says: 'case $state in on) is=yes;; *) is=no;; esac; printf "HDMI-A-1 \\"Maker\\"\\n  Enabled: %s\\n  Modes:\\n" $is',
    },
    xset: {
      command: 'xset',
      off: '"dpms force off"',
      on: '"dpms force on"',
      ask: 'q',
      says: 'case $state in on) is=On;; *) is=Off;; esac; printf "  DPMS is Enabled\\n  Monitor is %s\\n" $is',
    },
    ddcutil: {
      command: 'ddcutil',
      off: '"--noverify setvcp D6 4"',
      on: '"--noverify setvcp D6 1"',
      ask: '"--terse getvcp D6"',
      says: 'case $state in on) is=01;; *) is=04;; esac; echo "VCP D6 SNC x$is"',
    },
  };

/** A tool of this means on `fakes` whose panel is on; a second HDMI socket has no device. */
export function addPanelTool(fakes: FakeTools, means: Tool, behaviour: Behaviour): void {
  const { command, off, on, ask, says } = tools[means];
  const panel = join(fakes.folder, `${means}.panel`);
  writeFileSync(panel, 'on\n');
  const turn = (state: string): string =>
    ({
      works: `echo ${state} > ${panel}`,
      silent: `echo ${state} > ${panel}`,
      fails: 'echo "no such panel" >&2; exit 1',
      hangs: `sleep 600 & echo $! > ${fakes.folder}/hanging; wait`,
      lies: ':',
      'falls-asleep': `echo off > ${panel}`,
    })[behaviour];
  const answer = behaviour === 'silent' ? 'exit 1' : `read state < ${panel}; ${says}`;
  fakes.add(
    command,
    `case "$*" in
"-d 1"*) echo "Failed to open /dev/cec1: No such file or directory" >&2; exit 1;;
${off}) ${turn('off')};;
${on}) ${turn('on')};;
${ask}) ${answer};;
esac`,
  );
}

/** What the panel of this tool is. */
export function panelOf(fakes: FakeTools, means: Tool): string {
  return readFileSync(join(fakes.folder, `${means}.panel`), 'utf8').trim();
}
