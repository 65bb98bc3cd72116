import type { Clock, ClockTimer } from '../shared/clock.ts';
import type { LookChange, Settings } from '../shared/settings-schema.ts';
import type { SettingTrial } from '../shared/status.ts';
import type { SettingsInForce } from './settings-in-force.ts';

/** So long a look is tried: enough to walk to the other side of a screen, or to find that nothing is to be seen. */
const TRIAL_MS = 15_000;

/** Settings that hold for a while and are written nowhere until somebody keeps them. */
export interface SettingsTrial {
  /** The settings in force, with what is being tried. */
  readonly current: () => Settings;
  /** Tries one more; the time begins anew. */
  readonly begin: (change: LookChange) => void;
  /** What is tried holds for good. */
  readonly keep: () => void;
  /** What is tried is forgotten, as it is by itself when the time is over. */
  readonly undo: () => void;
  /** Null: nothing is being tried. */
  readonly status: () => SettingTrial | null;
  readonly stop: () => void;
}

/**
 * Lays what is tried over `inForce`. Since nothing is stored, a screen that goes dark, hangs or loses its power meanwhile
 * comes back as it was.
 */
export function createSettingsTrial(
  inForce: SettingsInForce,
  clock: Clock,
  onChange: () => void,
): SettingsTrial {
  let tried: Partial<Settings> | null = null;
  let timer: ClockTimer | null = null;
  let untilMs = 0;
  const end = (): Partial<Settings> | null => {
    const was = tried;
    tried = null;
    timer?.cancel();
    timer = null;
    return was;
  };
  const undo = (): void => {
    if (end() !== null) onChange();
  };
  return {
    current: () => (tried === null ? inForce.current() : { ...inForce.current(), ...tried }),
    begin: ({ name, value }) => {
      tried = { ...tried, [name]: value };
      timer?.cancel();
      timer = clock.after(TRIAL_MS, undo);
      untilMs = clock.now() + TRIAL_MS;
      onChange();
    },
    keep: () => {
      const was = end();
      if (was !== null) inForce.change(was);
    },
    undo,
    status: () => (tried === null ? null : { until: new Date(untilMs).toISOString() }),
    stop: () => {
      end();
    },
  };
}
