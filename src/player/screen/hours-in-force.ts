import { createScreenHoursPlan, type ScreenHoursPlan } from '../../playback/screen-hours.ts';
import { readScreenHours } from '../../shared/screen-hours.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import type { PanelStatus } from '../../shared/status.ts';

const MINUTE_MS = 60_000;

interface HoursInForceDependencies {
  readonly settings: () => Pick<Settings, 'screenHours'>;
  readonly servedHours: () => string | null;
  readonly zone: () => string;
}

/** What the hours that hold say at a moment. */
interface PlannedPanel {
  readonly state: 'on' | 'off';
  /** ISO 8601 UTC; null: it does not change soon. */
  readonly until: string | null;
  readonly hours: NonNullable<PanelStatus['hours']>;
}

/** The hours that hold: a technician's, else the server's. */
export interface HoursInForce {
  /** Null: there are none. `atMs`: epoch ms. */
  at(atMs: number): PlannedPanel | null;
}

/** Follows settings, server and zone, and makes a plan anew only where one of them changed. */
export function createHoursInForce(dependencies: HoursInForceDependencies): HoursInForce {
  let known = { text: '', zone: '', plan: null as ScreenHoursPlan | null };
  let next = { key: '', until: null as string | null };

  const planOf = (text: string, zone: string): ScreenHoursPlan | null => {
    if (known.text === text && known.zone === zone) return known.plan;
    const read = readScreenHours(text);
    // A zone that this engine does not know leaves the plan of the one before.
    const before = known.text === text ? known.plan : null;
    const plan = read.ok ? (tryPlan(() => createScreenHoursPlan(read.hours, zone)) ?? before) : null;
    known = { text, zone, plan };
    next = { key: '', until: null };
    return plan;
  };
  /** Looked for once a minute: where nothing changes for long, many days are gone through. */
  const untilOf = (plan: ScreenHoursPlan, atMs: number, state: string): string | null => {
    const key = `${Math.floor(atMs / MINUTE_MS)} ${state}`;
    if (next.key !== key) {
      const changeMs = plan.nextChangeAt(atMs);
      next = { key, until: changeMs === null ? null : new Date(changeMs).toISOString() };
    }
    return next.until;
  };

  return {
    at: (atMs) => {
      const own = dependencies.settings().screenHours;
      const text = own === '' ? dependencies.servedHours() : own;
      if (text === null) return null;
      const plan = planOf(text, dependencies.zone());
      if (plan === null) return null;
      const state = plan.panelStateAt(atMs);
      const by = own === '' ? 'server' : 'technician';
      return { state, until: untilOf(plan, atMs, state), hours: { text, by } };
    },
  };
}

function tryPlan(make: () => ScreenHoursPlan): ScreenHoursPlan | null {
  try {
    return make();
  } catch {
    return null;
  }
}
