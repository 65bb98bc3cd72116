import type { CommandLine } from 'electron';
import type { ChromiumSwitch } from '../common/graphics-guard.ts';

/** Appends Chromium's switches before ready; what the command line of the start says already is left as it is. */
export function appendSwitches(
  commandLine: Pick<CommandLine, 'hasSwitch' | 'appendSwitch'>,
  switches: readonly ChromiumSwitch[],
): void {
  for (const [name, value] of switches) {
    if (commandLine.hasSwitch(name)) continue;
    if (value === undefined) commandLine.appendSwitch(name);
    else commandLine.appendSwitch(name, value);
  }
}
