import { join } from 'node:path';
import {
  isVersionHere,
  keepUpdateState,
  peekUpdateState,
  programOf,
  versionFolder,
} from '../player/updates/update-folder.ts';
import { endByItself, planStart, prove, rollBack, type UpdateState } from '../player/updates/update-state.ts';
import { describeThrown } from '../shared/result.ts';
import type { UpdateForm } from '../shared/update-form.ts';
import type { Trial } from './keep-player-running.ts';

/** Chooses the version of each start. It is a part of the package, and no update ever replaces it. */
export interface Starter {
  /** What to start now. Never throws. */
  begin(): BegunVersion;
}

interface BegunVersion {
  /** The folder of the version; null: the packaged one. */
  readonly folder: string | null;
  /** The file of it that is started; null: the packaged one's. */
  readonly program: string | null;
  /** What is still to be proven; null: nothing. */
  readonly trial: Trial | null;
}

export interface StarterOptions {
  /** Null: there is none that may be used, so that only the packaged version is started. */
  readonly dataFolder: string | null;
  readonly form: UpdateForm;
  readonly packagedVersion: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  readonly say: (line: string) => void;
}

/** A version on trial shows a frame and finishes a beat within so long, ms. */
const TRIAL_MS = 120_000;
const LEAST_TRIAL_MS = 1_000;

/**
 * Makes the starter. A disk that refuses its notes costs nothing but them: what was decided counts for as long as the starter
 * lives, and is written as soon as it can be.
 */
export function createStarter(options: StarterOptions): Starter {
  const { dataFolder, form, packagedVersion, environment, now, say } = options;
  if (dataFolder === null) return { begin: () => ({ folder: null, program: null, trial: null }) };
  /** What could not be written; null: what is on the disk counts. */
  let unwritten: UpdateState | null = null;
  const read = (): UpdateState => unwritten ?? peekUpdateState(dataFolder);
  const keep = (before: UpdateState, after: UpdateState): void => {
    if (after === before && unwritten === null) return;
    try {
      keepUpdateState(dataFolder, after);
      unwritten = null;
    } catch (thrown) {
      unwritten = after;
      say(`What became of the update cannot be written: ${describeThrown(thrown)}.`);
    }
  };
  const change = (step: (state: UpdateState) => UpdateState): UpdateState => {
    const before = read();
    const after = step(before);
    keep(before, after);
    return after;
  };

  const trialOf = (version: string): Trial => ({
    deadlineMs: trialMs(environment),
    proven: () => {
      change((state) => prove(state, now()));
      say(`Version ${version} is up and stands.`);
    },
    overdue: () => {
      change((state) => rollBack(state, 'silent', now()));
      say(`Version ${version} showed nothing, or told nothing, in its time; the one before it is started.`);
    },
    ended: () => {
      if (read().trial === null) return false;
      const { trial } = change((state) => endByItself(state, now()));
      if (trial !== null) return false;
      say(`Version ${version} ended again and again; the one before it is started.`);
      return true;
    },
  });

  return {
    begin: () => {
      const before = read();
      const isHere = (version: string): boolean => isVersionHere(dataFolder, version, form);
      const { state, version } = planStart(before, packagedVersion, isHere, now());
      keep(before, same(before, state) ? before : state);
      if (version === null) return { folder: null, program: null, trial: null };
      const folder = versionFolder(dataFolder, version);
      const program = join(folder, programOf[form]);
      return { folder, program, trial: state.trial === null ? null : trialOf(version) };
    },
  };
}

function trialMs(environment: StarterOptions['environment']): number {
  const seconds = Number(environment['DIGIPLAYER_TRIAL_SECONDS'] ?? '');
  return Number.isFinite(seconds) && seconds > 0 ? Math.max(LEAST_TRIAL_MS, seconds * 1_000) : TRIAL_MS;
}

/** A start without any update writes nothing. */
function same(left: UpdateState, right: UpdateState): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
