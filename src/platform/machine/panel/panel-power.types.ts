import type { Clock } from '../../../shared/clock.ts';

/** What can turn a panel off and on; `black` draws black and leaves the backlight on. */
export type PanelMeans = 'cec' | 'wlopm' | 'wlr-randr' | 'xset' | 'ddcutil' | 'black';

/** What a means said when it was asked to turn the panel on or off. */
export interface PanelAnswer {
  readonly means: PanelMeans;
  readonly asked: 'on' | 'off';
  /** What asking back said; `unknown`: it cannot be asked, or gave no answer that can be used. */
  readonly verified: 'yes' | 'no' | 'unknown';
  /** One English sentence for a log or a technician; nothing secret is in it. */
  readonly detail: string;
  /** Wall time of the answer, ms since the epoch. */
  readonly at: number;
}

export interface PanelPower {
  /** Tries the means of this machine and tells what the one that is used answered. Calls run one after the other. Never rejects. */
  turn(state: 'on' | 'off'): Promise<PanelAnswer>;
  /** What the panel is, as far as a means can be asked. Never rejects, changes nothing. */
  ask(): Promise<'on' | 'off' | 'unknown'>;
  /** Ends what runs; leaves the panel as it is. */
  stop(): void;
}

export interface PanelPowerDependencies {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}
