import type { Log } from '../../platform/logging/log.ts';
import type { OverwrittenNote } from '../../platform/files/overwritten-note.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept, readKeptText } from '../../platform/store/read-kept.ts';
import type { Program, ProgramItem } from '../../shared/program.ts';
import { allItems, withOnly } from '../../playback/stand-ins.ts';
import { originOf } from '../../shared/origin-of.ts';
import { describeThrown, fail, type Failure } from '../../shared/result.ts';
import { blameStateSchema, isLeftOut, suspectsSchema, type BlameState, type Suspect } from './blame.ts';

const NAME = 'screen-blame';

/** What is held against items that were there when the screen was lost; it outlives the process. */
export interface BlameMemory {
  readonly state: () => BlameState;
  readonly keep: (state: BlameState) => void;
  /** Whether this version of the player leaves the item out. */
  readonly isLeftOut: (item: ProgramItem) => boolean;
  /** How often what is left out has changed in this run. */
  readonly changes: () => number;
  /** `program` without what is left out. */
  readonly select: (program: Program | null) => Program | null;
  readonly version: string;
  /** Who is on the screen or on the way to it, for the next process should this one be lost. */
  readonly keepSuspects: (suspects: readonly Suspect[]) => void;
  /** Who was when the process before this one ended, as far as it was kept. */
  readonly lastSuspects: () => readonly Suspect[];
}

/**
 * Goes on with what the last run left; a state that cannot be read holds nothing against anybody. The suspects are kept in a
 * note of their own: they change at every boundary, three times.
 */
export function createBlameMemory(
  keyValues: KeyValueStore,
  suspectsNote: OverwrittenNote,
  log: Log,
  version: string,
): BlameMemory {
  let state =
    readKept(keyValues, NAME, blameStateSchema, (thrown) => {
      log.warn('What brought the screen down before is not known', { reason: describeThrown(thrown) });
    }) ?? {};
  // What cannot be read accuses nobody.
  const last = readKeptText(suspectsNote.read, suspectsSchema) ?? [];
  let kept = '';
  let changes = 0;
  const isOut = (item: ProgramItem): boolean => isLeftOut(state, blameIdOf(item), version);
  return {
    version,
    state: () => state,
    changes: () => changes,
    isLeftOut: isOut,
    keep: (next) => {
      if (next === state) return;
      if (leftOutIn(next, version) !== leftOutIn(state, version)) changes += 1;
      state = next;
      try {
        keyValues.set(NAME, JSON.stringify(next));
      } catch (thrown) {
        log.warn('What brought the screen down could not be recorded', { reason: describeThrown(thrown) });
      }
    },
    lastSuspects: () => last,
    keepSuspects: (suspects) => {
      const text = JSON.stringify(suspects);
      if (text === kept) return;
      kept = text;
      try {
        suspectsNote.write(text);
      } catch (thrown) {
        log.debug('Who is on the screen could not be recorded', { reason: describeThrown(thrown) });
      }
    },
    select: (program) => (program === null ? null : withOnly(program, (item) => !isOut(item))),
  };
}

/** What is left out of `program`, for the overlay and the beat. */
export function leftOutProblems(memory: BlameMemory, program: Program | null): readonly Failure[] {
  const leftOut = program === null ? [] : allItems(program).filter(memory.isLeftOut);
  return leftOut.map(({ fileName }) => {
    const message = `${fileName} does not play on this screen and is skipped.`;
    return fail('item-does-not-play', message, { file: fileName }).error;
  });
}

/** The same bytes under another name fail as well. A page is known by its item and its server: its address may change each time. */
export function blameIdOf({ id, sha256, source }: ProgramItem): string {
  return sha256 ?? `${id} ${originOf(source) ?? source}`;
}

function leftOutIn(state: BlameState, version: string): string {
  return Object.keys(state)
    .filter((id) => isLeftOut(state, id, version))
    .sort()
    .join();
}
