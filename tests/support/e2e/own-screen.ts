import { execFileSync } from 'node:child_process';
import { findOrInstallXdotool } from '../../../tools/machine.ts';
import { startVirtualDisplay, type VirtualDisplay } from '../../../tools/demo/virtual-display.ts';

/** A bare X screen of a spec's own, with real keys and a real mouse. */
export interface OwnScreen {
  readonly display: VirtualDisplay;
  /** Runs xdotool with these words. */
  press(...words: string[]): string;
  /** How many windows there are to be seen; Chromium has the same number all the time. */
  windows(): number;
}

/** Opens one, and finds or installs what it takes; throws what is missing. */
export async function openOwnScreen(): Promise<OwnScreen> {
  const tool = await findOrInstallXdotool((line) => void process.stdout.write(`${line}\n`));
  if (!tool.ok) throw new Error(tool.error.message);
  const started = await startVirtualDisplay({ width: 1024, height: 768 });
  if (!started.ok) throw new Error(started.error.message);
  const display = started.value;
  const press: OwnScreen['press'] = (...words) =>
    execFileSync('xdotool', words, { env: { ...process.env, DISPLAY: display.name }, encoding: 'utf8' });
  return {
    display,
    press,
    windows: () => press('search', '--onlyvisible', '--name', '.*').trim().split('\n').length,
  };
}
