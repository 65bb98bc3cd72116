import type { PanelAnswer, PanelPower, PanelPowerDependencies } from './panel-power.types.ts';

/** Turns nothing: what is drawn is black, and the backlight stays on. */
export function createPanelPower({ clock }: PanelPowerDependencies): PanelPower {
  return {
    turn: (asked): Promise<PanelAnswer> =>
      Promise.resolve({
        means: 'black',
        asked,
        verified: 'unknown',
        detail: 'Nothing here turns the panel off: black is drawn and the backlight stays on.',
        at: clock.now(),
      }),
    ask: () => Promise.resolve('unknown'),
    stop: () => undefined,
  };
}
