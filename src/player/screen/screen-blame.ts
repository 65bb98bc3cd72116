import type { Log } from '../../platform/logging/log.ts';
import type { PlaybackReport } from '../../shared/bridge.ts';
import { allItems } from '../../playback/stand-ins.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ProgramItem } from '../../shared/program.ts';
import type { Heartbeat } from '../heartbeat/heartbeat.ts';
import type { PlaylistManager } from '../playlist/playlist-manager.types.ts';
import { noteLoss, noteWholeShowing, type Suspect } from './blame.ts';
import { blameIdOf, type BlameMemory } from './blame-memory.ts';

/** Knows who was on the screen or on the way to it when it was lost, and leaves out who was it twice. */
export interface ScreenBlame {
  /** Takes what the renderer says of its items. */
  readonly note: (report: PlaybackReport) => void;
  /** The screen hung or was lost; answers whether something else is left out by it. */
  readonly screenLost: (reason: string) => boolean;
  /** The same of the process before this one, as far as it is known who was there. */
  readonly processLost: (reason: string) => boolean;
  /** Everything has another chance. */
  readonly forget: () => void;
}

export interface ScreenBlameDependencies {
  readonly memory: BlameMemory;
  readonly playlists: Pick<PlaylistManager, 'item' | 'currentProgram'>;
  readonly report: Heartbeat['report'];
  readonly clock: Clock;
  readonly log: Log;
}

type Known = Omit<Suspect, 'isPreparing'>;

/** A layer that is not ready in this time was given up, or thrown away unheard. */
const PREPARING_MS = 20_000;
const MOST_PREPARING = 8;

/** Nobody is known to be on the screen. */
export function createScreenBlame(dependencies: ScreenBlameDependencies): ScreenBlame {
  const { memory, playlists, clock, log } = dependencies;
  let shown: Known | null = null;
  let preparing: readonly (Known & { readonly sinceMs: number })[] = [];

  const knownOf = (program: string, key: string): Known | null => {
    const item = playlists.item(program, key);
    return item === null ? null : { id: blameIdOf(item), fileName: item.fileName };
  };
  const settled = (id: string): void => {
    preparing = preparing.filter((one) => one.id !== id);
  };
  const suspects = (): readonly Suspect[] => {
    const now = clock.monotonic();
    const coming = preparing
      .filter(({ id, sinceMs }) => now - sinceMs < PREPARING_MS && id !== shown?.id)
      .map(({ id, fileName }) => ({ id, fileName, isPreparing: true }));
    return shown === null ? coming : [{ ...shown, isPreparing: false }, ...coming];
  };
  const clear = (): void => {
    shown = null;
    preparing = [];
  };
  const items = (): readonly ProgramItem[] => {
    const program = playlists.currentProgram();
    return program === null ? [] : allItems(program);
  };

  const hear = (report: PlaybackReport): void => {
    if (report.kind === 'ended' && report.reason === 'screen-off') {
      // Nothing is shown or prepared from here on: what is lost behind black is nobody's fault.
      clear();
      return;
    }
    if (report.kind === 'standby') {
      shown = null;
      return;
    }
    const item = knownOf(report.program, report.item);
    if (item === null) return;
    if (report.kind !== 'ended') settled(item.id);
    if (report.kind === 'preparing') {
      preparing = [...preparing, { ...item, sinceMs: clock.monotonic() }].slice(-MOST_PREPARING);
    } else if (report.kind === 'shown') shown = item;
    else if (report.kind === 'ended' && report.complete) {
      memory.keep(noteWholeShowing(memory.state(), item.id));
    }
  };
  const lost = (known: readonly Suspect[], reason: string): boolean => {
    if (known.length === 0) return false;
    const { state, leftOut, acquitted } = noteLoss(
      memory.state(),
      known,
      items().map(blameIdOf),
      memory.version,
    );
    memory.keep(state);
    log.warn('These were on the screen, or on their way to it', {
      files: known.map(({ fileName }) => fileName).join(', '),
    });
    if (leftOut === null) return false;
    const { fileName } = leftOut;
    log.error('An item brought the screen down and is left out', {
      file: fileName,
      reason,
      acquitted: acquitted.length,
    });
    const sentence = `${fileName} brought the screen down twice and is left out.`;
    dependencies.report('item-failed', sentence, { details: reason });
    return true;
  };

  return {
    note: (report) => {
      hear(report);
      memory.keepSuspects(suspects());
    },
    screenLost: (reason) => {
      const known = suspects();
      clear();
      memory.keepSuspects([]);
      return lost(known, reason);
    },
    processLost: (reason) => {
      memory.keepSuspects([]);
      return lost(memory.lastSuspects(), reason);
    },
    forget: () => {
      clear();
      memory.keep({});
    },
  };
}
