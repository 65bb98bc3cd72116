import type { Mount } from '../../platform/machine/mounts.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import type { PlayRecords } from '../../platform/store/play-records.ts';
import { createSequencer, every } from '../../shared/async.ts';
import { describeThrown, type Failure } from '../../shared/result.ts';
import type { StickStatus } from '../../shared/status.ts';
import { writeReceipt } from './stick-receipt.ts';
import { keepLastStick, readLastStick } from './stick-status.ts';
import { receiptPlace, takeStick, type StickResult, type TakeStickDependencies } from './take-stick.ts';

/** Looks for sticks and takes what they hold for this screen. */
export interface StickWatch {
  start(): void;
  stop(): Promise<void>;
}

/** Where sticks are to be found. */
export interface StickPlaces {
  /** What is mounted off sticks now; it must not wait for any of them. */
  readonly mounts: () => readonly Mount[];
  readonly lookEveryMs: number;
}

export interface StickWatchDependencies extends StickPlaces, Omit<TakeStickDependencies, 'onReading'> {
  /** The setting `sticks`. */
  readonly isWanted: () => boolean;
  readonly plays: Pick<PlayRecords, 'batches'>;
  readonly keyValues: Pick<KeyValueStore, 'get' | 'set'>;
  readonly log: Log;
  /** What is wrong with the stick that is in; null: nothing, or it is out. */
  readonly onProblem: (failure: Failure | null) => void;
  /** What came of the newest stick, once at the start from what an earlier run kept. */
  readonly onStatus: (status: StickStatus | null) => void;
}

/** More at once are looked at when others are out. */
const MOST_STICKS = 8;

interface Stick {
  readonly path: string;
  readonly gone: AbortController;
}

/** Makes the {@link StickWatch}; nothing is looked at before `start`. */
export function createStickWatch(dependencies: StickWatchDependencies): StickWatch {
  const { clock, log, reader, mounts, onStatus } = dependencies;
  const sequencer = createSequencer();
  const sticks = new Map<string, Stick>();
  let complaint: Stick | null = null;

  const complain = (stick: Stick, failure: Failure | null): void => {
    complaint = failure === null ? null : stick;
    dependencies.onProblem(failure);
  };
  const note = (next: StickStatus): void => {
    onStatus(next);
    if (next.outcome === 'reading') return;
    try {
      keepLastStick(dependencies.keyValues, next);
    } catch (thrown) {
      log.debug('What came of the stick could not be kept', { reason: describeThrown(thrown) });
    }
  };
  const at = (): string => new Date(clock.now()).toISOString();

  const conclude = async (stick: Stick, result: StickResult): Promise<void> => {
    if (result.kind === 'none') return;
    const failure = result.kind === 'refused' ? result.failure : null;
    const now: StickStatus = {
      at: at(),
      outcome: result.kind,
      failure,
    };
    if (failure !== null) log.warn(failure.message, { code: failure.code });
    else if (result.kind === 'plays') log.info('The playlist of the stick was taken over');
    else log.info('The server is reached, so that its playlist plays and not the one of the stick');
    complain(stick, failure);
    note(now);
    if (result.list === null || stick.gone.signal.aborted) return;
    const { folder, name } = receiptPlace(result.list);
    const left = await reader.write(folder, name, writeReceipt(result.list.label, now, dependencies.plays));
    if (!left.ok) log.info('No receipt could be left on the stick', { reason: left.error.message });
  };

  const visit = async (stick: Stick): Promise<void> => {
    const { signal } = stick.gone;
    if (signal.aborted) return;
    try {
      const onReading = (): void => {
        log.info('A stick with a playlist is read');
        note({ at: at(), outcome: 'reading', failure: null });
      };
      await conclude(stick, await takeStick({ ...dependencies, onReading }, stick.path, signal));
    } catch (thrown) {
      log.error('Reading a stick failed unexpectedly', { reason: describeThrown(thrown) });
    } finally {
      await reader.close();
    }
  };

  const look = (): void => {
    const now = dependencies.isWanted() ? mounts().slice(0, MOST_STICKS) : [];
    for (const [id, stick] of sticks) {
      if (now.some((mount) => mount.id === id)) continue;
      sticks.delete(id);
      stick.gone.abort();
      if (complaint === stick) complain(stick, null);
    }
    for (const { id, path } of now) {
      if (sticks.has(id)) continue;
      const stick = { path, gone: new AbortController() };
      sticks.set(id, stick);
      void sequencer.run(() => visit(stick));
    }
  };
  const looking = every(clock, dependencies.lookEveryMs, look);

  return {
    start: () => {
      onStatus(readLastStick(dependencies.keyValues));
      looking.start();
    },
    stop: async () => {
      looking.stop();
      for (const { gone } of sticks.values()) gone.abort();
      sticks.clear();
      await reader.stop();
      await sequencer.settled();
    },
  };
}
