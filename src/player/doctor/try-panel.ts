import { bestOf } from '../../platform/machine/panel/panel-power.ts';
import type {
  PanelAnswer,
  PanelMeans,
  PanelPowerDependencies,
} from '../../platform/machine/panel/panel-power.types.ts';
import { panelToolsOf, turnBy } from '../../platform/machine/panel/panel-tools.ts';
import { wait } from '../../shared/clock.ts';

/** How long a panel stays dark for whoever stands before it, ms. */
const DARK_MS = 4_000;

/** What one means of turning the panel off did. */
export interface PanelTrial {
  readonly means: PanelMeans;
  readonly off: PanelAnswer;
  /** Null: it could not turn it off, and was not asked to turn it on. */
  readonly on: PanelAnswer | null;
}

/** What a machine can do with its panel. */
export interface PanelTrials {
  readonly trials: readonly PanelTrial[];
  /** The one that the player will use; `black`: nothing here turns the panel off. */
  readonly used: PanelMeans;
}

/**
 * Turns the panel off by each tool, asks back, and turns it on again some seconds later, one after the other; tells
 * `onTrial` each as it ends. Never rejects.
 */
export async function tryPanel(
  dependencies: PanelPowerDependencies,
  onTrial: (trial: PanelTrial) => void,
): Promise<PanelTrials> {
  const trials: PanelTrial[] = [];
  for (const tool of panelToolsOf(dependencies)) {
    const off = await turnBy(tool, 'off', dependencies);
    if (off.verified !== 'no') await wait(dependencies.clock, DARK_MS);
    const on = off.verified === 'no' ? null : await turnBy(tool, 'on', dependencies);
    const trial = { means: tool.means, off, on };
    trials.push(trial);
    onTrial(trial);
  }
  return { trials, used: bestOf(trials.map(({ off }) => off))?.means ?? 'black' };
}

/** One trial for a terminal, in a line or two. */
export function renderTrial({ means, off, on }: PanelTrial): string {
  const mark = { yes: '✓', unknown: '!', no: '–' }[off.verified];
  const first = `${mark} ${means.padEnd(10)} off: ${off.detail}`;
  if (on === null) return first;
  return `${first}\n${on.verified === 'no' ? '✗' : ' '} ${' '.repeat(10)} on: ${on.detail}`;
}

/** What follows from the trials, as a sentence. */
export function renderUsed({ trials, used }: PanelTrials): string {
  if (used === 'black')
    return 'Nothing here turns the panel off: at night it will show black, with its backlight on.';
  const isAsked = trials.some(({ means, off }) => means === used && off.verified === 'yes');
  return isAsked
    ? `The player will turn the panel off by ${used}.`
    : `The player will turn the panel off by ${used}, which cannot be asked back: look whether it went dark.`;
}

/** 1 when the panel cannot be turned off, or did not come back; else 0. */
export function exitCodeOfTrials({ trials, used }: PanelTrials): 0 | 1 {
  return used === 'black' || trials.some(({ on }) => on?.verified === 'no') ? 1 : 0;
}
