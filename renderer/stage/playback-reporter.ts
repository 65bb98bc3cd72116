import type { Showing } from '../../src/playback/schedule.ts';
import type { PlaybackReport } from '../../src/shared/bridge.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { Program, ProgramItem } from '../../src/shared/program.ts';

type EndReason = Extract<PlaybackReport, { kind: 'ended' }>['reason'];

/** Tells the main process what happened on the screen: one `ended` for each `shown`. */
export interface PlaybackReporter {
  /** An item has become the one that people see. */
  shown(showing: Showing): void;
  /** The item that was told last is over; `null`: its time is up. */
  ended(reason: EndReason | null): void;
  /** The item that was told last will end before its time, for this reason; false: that was said already. */
  cutShort(reason: EndReason): boolean;
  failed(programId: string, item: ProgramItem, reason: string): void;
  /** The layer of an item is being made ready (`prepared`: it is), so that it is known who was at work when the page is lost. */
  preparing(kind: 'preparing' | 'prepared', programId: string | undefined, item: ProgramItem): void;
  /** Nothing can play. Told once for each revision of a program, however often it is found again. */
  standby(program: Program): void;
}

/** The longest reason that the bridge takes. */
const LONGEST_REASON = 500;

/** Makes the reporter; `send` hands a report to the bridge, `onItem` hears what is on the screen from now on. */
export function createPlaybackReporter(
  clock: Clock,
  send: (report: PlaybackReport) => void,
  onItem: (item: ProgramItem | null) => void = () => undefined,
): PlaybackReporter {
  let open: { readonly showing: Showing; readonly sinceMs: number; early: EndReason | null } | null = null;
  let idle: Program | null = null;
  return {
    shown(showing) {
      open = { showing, sinceMs: clock.monotonic(), early: null };
      idle = null;
      const { programId, revision, item, turn } = showing;
      onItem(item);
      send({ kind: 'shown', program: programId, revision, item: item.key, ...(turn ? { turn } : {}) });
    },
    ended(asked) {
      if (open === null) return;
      const { showing, sinceMs, early } = open;
      const whole = showing.item.durationMs === null ? 'end-of-media' : 'duration';
      const reason = asked ?? early ?? whole;
      open = null;
      onItem(null);
      send({
        kind: 'ended',
        program: showing.programId,
        item: showing.item.key,
        shownMs: clock.monotonic() - sinceMs,
        complete: reason === whole,
        reason,
      });
    },
    cutShort(reason) {
      if (open?.early !== null) return false;
      open.early = reason;
      return true;
    },
    failed(programId, item, reason) {
      if (open?.showing.item.source === item.source) open.early ??= 'failed';
      send({ kind: 'failed', program: programId, item: item.key, reason: reason.slice(0, LONGEST_REASON) });
    },
    preparing(kind, programId, item) {
      if (programId !== undefined) send({ kind, program: programId, item: item.key });
    },
    standby(program) {
      if (idle?.id === program.id && idle.revision === program.revision) return;
      idle = program;
      send({ kind: 'standby', program: program.id, revision: program.revision });
    },
  };
}
