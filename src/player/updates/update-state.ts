import { isNewer, isVersion } from './version.ts';

/**
 * Which version of the player is started. All of it stands in one small file that is replaced by one rename, so that
 * whatever ends the machine, the next start finds either what was before or what came after.
 */
export interface UpdateState {
  /** What a start takes; null: the version that the package brought. */
  readonly current: string | null;
  /** What is taken back when `current` fails its trial; null: the packaged version. */
  readonly previous: string | null;
  /** How often `current` was started without having proven itself; null: it has, or is the packaged one. */
  readonly trial: number | null;
  /** How many of these starts it ended by itself; the others were ended by a power cut, a person, or the starter's own end. */
  readonly trialEnds: number;
  /** Unpacked and whole, waiting for its moment. */
  readonly staged: StagedVersion | null;
  /** The newest version that was taken back: neither it nor an older one is tried again. */
  readonly refused: string | null;
  /** How the last update went. */
  readonly result: UpdateResult | null;
}

interface StagedVersion {
  readonly version: string;
  /** Since when it waits, epoch ms. */
  readonly sinceMs: number;
}

/** Why a version was taken back: it ended again and again, or neither showed nor told anything in its time. */
const rollBackCauses = ['crashed', 'silent'] as const;
export type RollBackCause = (typeof rollBackCauses)[number];

interface UpdateResult {
  readonly version: string;
  /** Null: it stands. */
  readonly rolledBackFor: RollBackCause | null;
  /** Epoch ms. */
  readonly atMs: number;
}

/** A version that ended by itself so often before it has proven itself is taken back. */
export const MOST_TRIAL_ENDS = 3;
/**
 * A version that has not proven itself in so many starts is taken back, whoever ended it: it may bring down the machine. Power cuts
 * alone hardly come so often within the few seconds that a good version needs.
 */
export const MOST_TRIAL_STARTS = 10;

/** Before any update: the packaged version. */
export const packagedOnly: UpdateState = {
  current: null,
  previous: null,
  trial: null,
  trialEnds: 0,
  staged: null,
  refused: null,
  result: null,
};

/** Whether `version` may be fetched and staged while `running` runs. */
export function isWanted(state: UpdateState, version: string, running: string): boolean {
  return (
    isVersion(version) &&
    isNewer(version, running) &&
    isNewer(version, state.refused ?? '') &&
    isNewer(version, state.staged?.version ?? '')
  );
}

/** `version` is unpacked and whole. */
export function stage(state: UpdateState, version: string, nowMs: number): UpdateState {
  return { ...state, staged: { version, sinceMs: nowMs } };
}

/** What waits is started next. Nothing changes while the version before is on trial itself. */
export function switchOver(state: UpdateState): UpdateState {
  if (state.staged === null || state.trial !== null) return state;
  return {
    ...state,
    current: state.staged.version,
    previous: state.current,
    trial: 0,
    trialEnds: 0,
    staged: null,
  };
}

/** What a start is about to do, and what it leaves behind should it never be heard of again. */
export interface PlannedStart {
  readonly state: UpdateState;
  /** Null: the packaged version. */
  readonly version: string | null;
}

/**
 * Plans a start. `packaged`: the version of the package, which wins once it has caught up; `isHere`: whether a version lies in
 * the data folder and may be run from there.
 */
export function planStart(
  before: UpdateState,
  packaged: string,
  isHere: (version: string) => boolean,
  nowMs: number,
): PlannedStart {
  let state = withoutOvertaken(before, packaged);
  if (state.trial !== null && state.trial >= MOST_TRIAL_STARTS) state = rollBack(state, 'crashed', nowMs);
  // What somebody deleted is no fault of its own: it may be fetched again.
  if (state.current !== null && !isHere(state.current)) state = goBack(state);
  if (state.current !== null && !isHere(state.current)) state = goBack(state);
  if (state.trial !== null) state = { ...state, trial: state.trial + 1 };
  return { state, version: state.current };
}

/** The version on trial ended by itself: it crashed, it quit, or its own watchdog ended it. */
export function endByItself(state: UpdateState, nowMs: number): UpdateState {
  if (state.trial === null) return state;
  const trialEnds = state.trialEnds + 1;
  return trialEnds < MOST_TRIAL_ENDS ? { ...state, trialEnds } : rollBack(state, 'crashed', nowMs);
}

/** The version on trial has shown a frame and told how it is. */
export function prove(state: UpdateState, nowMs: number): UpdateState {
  if (state.trial === null || state.current === null) return state;
  return {
    ...state,
    trial: null,
    trialEnds: 0,
    result: { version: state.current, rolledBackFor: null, atMs: nowMs },
  };
}

/** The version on trial did not prove itself: the one before it is taken back. */
export function rollBack(state: UpdateState, cause: RollBackCause, nowMs: number): UpdateState {
  if (state.trial === null || state.current === null) return state;
  const refused = isNewer(state.current, state.refused ?? '') ? state.current : state.refused;
  return {
    ...goBack(state),
    refused,
    staged: state.staged !== null && isNewer(state.staged.version, refused ?? '') ? state.staged : null,
    result: { version: state.current, rolledBackFor: cause, atMs: nowMs },
  };
}

function goBack(state: UpdateState): UpdateState {
  return { ...state, current: state.previous, previous: null, trial: null, trialEnds: 0 };
}

/** A package that was upgraded may be newer than what lies in the data folder. */
function withoutOvertaken(state: UpdateState, packaged: string): UpdateState {
  const isOvertaken = (version: string | null): boolean => version !== null && !isNewer(version, packaged);
  const staged = isOvertaken(state.staged?.version ?? null) ? null : state.staged;
  if (isOvertaken(state.current))
    return { ...state, staged, current: null, previous: null, trial: null, trialEnds: 0 };
  return { ...state, staged, previous: isOvertaken(state.previous) ? null : state.previous };
}

/** The versions that must stay in the data folder. */
export function versionsInUse({ current, previous, staged }: UpdateState): readonly string[] {
  return [current, previous, staged?.version ?? null].filter((version) => version !== null);
}

/** The state as it is written. */
export function writtenState(state: UpdateState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** Reads a written state by hand: the starter stands beside the player for years and brings no library. Null: it is none. */
export function readState(text: string): UpdateState | null {
  try {
    const {
      current,
      previous,
      trial,
      // Versions before this count wrote none.
      trialEnds = 0,
      staged,
      refused,
      result,
    } = JSON.parse(text) as Record<string, unknown>;
    const isWhole =
      [current, previous, refused].every(isVersionOrNull) &&
      (trial === null || (isCount(trial) && current !== null)) &&
      isCount(trialEnds) &&
      (staged === null || isStaged(staged)) &&
      (result === null || isResult(result));
    if (!isWhole) return null;
    return { current, previous, trial, trialEnds, staged, refused, result } as UpdateState;
  } catch {
    return null;
  }
}

function isVersionOrNull(value: unknown): boolean {
  return value === null || isVersionText(value);
}

function isVersionText(value: unknown): boolean {
  return typeof value === 'string' && isVersion(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isStaged(value: unknown): boolean {
  const { version, sinceMs } = value as Record<string, unknown>;
  return isVersionText(version) && typeof sinceMs === 'number';
}

function isResult(value: unknown): boolean {
  const { version, rolledBackFor, atMs } = value as Record<string, unknown>;
  const isCause = rolledBackFor === null || (rollBackCauses as readonly unknown[]).includes(rolledBackFor);
  return isVersionText(version) && isCause && typeof atMs === 'number';
}
