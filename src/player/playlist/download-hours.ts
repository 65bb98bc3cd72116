import { createScreenHoursPlan, type ScreenHoursPlan } from '../../playback/screen-hours.ts';
import type { Clock } from '../../shared/clock.ts';
import { readScreenHours } from '../../shared/screen-hours.ts';

/** When media may be downloaded. */
export interface DownloadHours {
  isOpen(): boolean;
  /** After how long that is to be asked again, ms: a minute at the longest, since clocks and zones are set. */
  lookAgainMs(): number;
}

interface DownloadHoursDependencies {
  /** As the setting says (`readScreenHours`); empty: always. */
  readonly hours: string;
  /** The clock as it is believed. */
  readonly clock: Pick<Clock, 'now'>;
  /** Nobody knows what time it is: then hours limit nothing. */
  readonly isTimeUnknown: () => boolean;
  readonly zone: () => string;
}

const LONGEST_MS = 60_000;

/** Makes the {@link DownloadHours}; hours that cannot be read, or a zone that this engine does not know, limit nothing. */
export function createDownloadHours(dependencies: DownloadHoursDependencies): DownloadHours {
  const { clock, isTimeUnknown, zone } = dependencies;
  const read = readScreenHours(dependencies.hours);
  const hours = dependencies.hours !== '' && read.ok ? read.hours : null;
  let made: { readonly zone: string; readonly plan: ScreenHoursPlan | null } | null = null;
  const plan = (): ScreenHoursPlan | null => {
    if (hours === null) return null;
    const here = zone();
    if (made?.zone !== here) {
      try {
        made = { zone: here, plan: createScreenHoursPlan(hours, here) };
      } catch {
        made = { zone: here, plan: null };
      }
    }
    return made.plan;
  };
  return {
    isOpen: () => isTimeUnknown() || plan()?.panelStateAt(clock.now()) !== 'off',
    lookAgainMs: () => {
      const now = clock.now();
      const nextMs = plan()?.nextChangeAt(now) ?? null;
      return nextMs === null ? LONGEST_MS : Math.min(LONGEST_MS, Math.max(0, nextMs - now));
    },
  };
}
