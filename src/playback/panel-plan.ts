import type { DaypartWindow, Program } from '../shared/program.ts';
import type { PanelReason } from '../shared/status.ts';
import type { WindowJudge } from './daypart.ts';

/** What decides whether the panel is on; moments are epoch ms by the clock that is believed. */
export interface PanelFacts {
  /** What the hours say; null: there are none. */
  readonly byHours: 'on' | 'off' | null;
  /** The playlist has items, and none may be shown now; false where nobody asked for that. */
  readonly isEveryWindowClosed: boolean;
  /** Nobody knows the time. */
  readonly isTimeUnknown: boolean;
  /** Nothing was ever paired or shown here: the screen asks to be paired. */
  readonly isUnpaired: boolean;
  /** Somebody touched the screen just now. */
  readonly isInUse: boolean;
}

/**
 * Whether the panel is on, and why. It is off only for a reason that is sure: a clock that is known to be wrong, somebody in
 * front of the screen and a screen that waits to be paired keep it on. Pure.
 */
export function panelStateOf(facts: PanelFacts): {
  readonly state: 'on' | 'off';
  readonly reason: PanelReason;
} {
  const { byHours, isEveryWindowClosed } = facts;
  const offBy = byHours === 'off' ? 'hours' : isEveryWindowClosed ? 'windows-closed' : null;
  if (offBy === null) return { state: 'on', reason: byHours === null ? 'always' : 'hours' };
  if (facts.isTimeUnknown) return { state: 'on', reason: 'clock-wrong' };
  if (facts.isUnpaired) return { state: 'on', reason: 'unpaired' };
  if (facts.isInUse) return { state: 'on', reason: 'in-use' };
  return { state: 'off', reason: offBy };
}

/** The windows of a program's items, each once: a long list has few. Null: it has no items, or one that may always be shown. */
export function limitingWindows(program: Program | null): readonly DaypartWindow[] | null {
  if (program === null || program.items.length === 0) return null;
  const windows = new Map<string, DaypartWindow>();
  for (const { window } of program.items) {
    if (window === null) return null;
    windows.set(JSON.stringify(window), window);
  }
  return [...windows.values()];
}

/** Whether none of `windows` is open at `atMs`. */
export function areAllClosed(
  windows: readonly DaypartWindow[] | null,
  isOpen: WindowJudge,
  atMs: number,
): boolean {
  return windows !== null && !windows.some((window) => isOpen(window, atMs));
}
