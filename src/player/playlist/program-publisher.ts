import type { Clock, ClockTimer } from '../../shared/clock.ts';
import type { Program, ProgramItem } from '../../shared/program.ts';
import { programOf, type ProgramContent, type ProgramStart } from './program-for.ts';

/** What should play now; null: nothing to play yet. */
export type WantedProgram = ProgramContent;

/** Sends programs to the renderer, each change once. */
export interface ProgramPublisher {
  /** The program as it is now. */
  current(): Program | null;
  /** Looks whether it changed, now. */
  publish(): void;
  /** The same, but many changes in a short time are sent as one. */
  publishSoon(): void;
  stop(): void;
}

const GATHER_MS = 500;
/** Looking at a hundred thousand items takes its time: at most this share of it is spent on looking. */
const LOOKING_SHARE = 0.05;

/** Items come as the same objects while nothing about them changed (see `createProgramItems`). */
function isSame(one: WantedProgram | null, other: WantedProgram | null): boolean {
  if (one === null || other === null) return one === other;
  if (one.id !== other.id) return false;
  if (one.group?.slots !== other.group?.slots || one.group?.fromMs !== other.group?.fromMs) return false;
  const { standIns = [] } = one;
  const { standIns: others = [] } = other;
  return (
    areSame(one.items, other.items) &&
    areSame(one.music ?? [], other.music ?? []) &&
    standIns.length === others.length &&
    standIns.every((items, place) => areSame(items, others[place] ?? []))
  );
}

function areSame(one: readonly ProgramItem[], other: readonly ProgramItem[]): boolean {
  return one.length === other.length && one.every((item, place) => item === other[place]);
}

/** Makes the publisher. Revisions count up over all programs of this run (see `Program.revision`). */
export function createProgramPublisher(
  wanted: () => WantedProgram | null,
  resumeAt: (programId: string) => ProgramStart,
  send: (program: Program | null) => void,
  clock: Clock,
): ProgramPublisher {
  let program: Program | null = null;
  let shown: WantedProgram | null = null;
  let revision = 0;
  let timer: ClockTimer | null = null;
  let lookedMs = 0;

  /** What the renderer was sent last: reading `current` must not swallow a change that it has to hear of. */
  let sent: Program | null = null;
  const refresh = (): void => {
    const next = wanted();
    if (isSame(next, shown)) return;
    shown = next;
    revision += 1;
    program = next === null ? null : programOf(next, revision, resumeAt(next.id));
  };
  const publish = (): void => {
    timer?.cancel();
    timer = null;
    const startedAt = clock.monotonic();
    refresh();
    lookedMs = clock.monotonic() - startedAt;
    if (program === sent) return;
    sent = program;
    send(program);
  };
  return {
    current: () => {
      refresh();
      if (program === null) return null;
      // Whoever asks begins anew, a renderer that came back for one: with the item that is due now, not with that of long ago.
      return programOf(program, program.revision, resumeAt(program.id));
    },
    publish,
    publishSoon: () => {
      if (program === null) publish();
      else timer ??= clock.after(Math.max(GATHER_MS, lookedMs / LOOKING_SHARE), publish);
    },
    stop: () => timer?.cancel(),
  };
}
