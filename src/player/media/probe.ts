import type { MediaCode } from '../../shared/failure-codes.ts';
import type { Clock } from '../../shared/clock.ts';
import { fail, type Result } from '../../shared/result.ts';
import {
  createGuardedThread,
  type ThreadAnswer,
  type ThreadLimits,
} from '../../platform/machine/guarded-thread.ts';
import { threadFile } from '../../platform/machine/thread-file.ts';
import type { MediaKind } from './media-types.ts';

/** What a file's bytes say about it. */
export interface Probe {
  readonly kind: MediaKind;
  readonly mime: string;
  /** Null: not a video, or its container does not say. */
  readonly durationMs: number | null;
  /** The longest time for which one picture of a video stands; null: not a video, or its container does not say. */
  readonly longestFrameMs?: number | null;
}

/** Has the bytes of files read where they can be stopped: in a thread, within a time and a memory. */
export interface Prober {
  /**
   * What the file at `path` is; one file at a time. What cannot be read within the limits, twice, is `undecodable`. Rejects
   * with what the disk says, or when no thread can be had, or after `stop`: neither says anything about the file.
   */
  probe(path: string): Promise<Result<Probe, MediaCode>>;
  /**
   * Whether the file at `path`, of the type `mime`, reaches to the end that its own format names (`whole-file.ts`). What takes
   * too long to be followed counts as whole; a file over which the reader fails does not. Rejects as `probe` does.
   */
  isWhole(path: string, mime: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** What the thread is asked. */
export type ProbeQuestion =
  | { readonly kind: 'probe'; readonly path: string }
  | { readonly kind: 'whole'; readonly path: string; readonly mime: string };

/** What the thread answers for one file. */
export type ProbeAnswer =
  | { readonly kind: 'read'; readonly probe: Result<Probe, MediaCode> }
  | { readonly kind: 'whole'; readonly isWhole: boolean }
  | { readonly kind: 'fault'; readonly message: string }
  /** What the system said, piece by piece: an error loses its code on its way between threads. */
  | {
      readonly kind: 'disk';
      readonly message: string;
      readonly errno: number | undefined;
      readonly code: string | undefined;
    };

const LIMITS: ThreadLimits = { answerMs: 10_000, startMs: 60_000, heapMb: 128, idleMs: 5_000 };

/** Makes the {@link Prober}; its thread is started by the first file. `file` and `limits` are for tests. */
export function createProber(
  clock: Clock,
  file: URL = threadFile('player/media/probe-thread'),
  limits: Partial<ThreadLimits> = {},
): Prober {
  const thread = createGuardedThread<ProbeQuestion, ProbeAnswer>(() => file, { ...LIMITS, ...limits }, clock);
  const ask = async (question: ProbeQuestion): Promise<ThreadAnswer<ProbeAnswer>> => {
    const first = await thread.ask(question);
    // A machine that is busy for a moment must not cost a good file.
    const asked = first.kind === 'answer' ? first : await thread.ask(question);
    if (asked.kind === 'answer' && asked.answer.kind === 'disk') throw diskError(asked.answer);
    return asked;
  };
  return {
    probe: async (path) => {
      const asked = await ask({ kind: 'probe', path });
      if (asked.kind === 'gave-up') return unreadable(reasons[asked.why]);
      const { answer } = asked;
      if (answer.kind === 'read') return answer.probe;
      return unreadable(answer.kind === 'fault' ? answer.message : reasons.fault);
    },
    isWhole: async (path, mime) => {
      const asked = await ask({ kind: 'whole', path, mime });
      if (asked.kind === 'gave-up') return asked.why === 'time';
      return asked.answer.kind === 'whole' && asked.answer.isWhole;
    },
    stop: () => thread.stop(),
  };
}

const reasons = {
  time: 'that takes too long',
  memory: 'that takes too much memory',
  fault: 'its reader failed over it',
} as const;

function unreadable(reason: string): Result<never, MediaCode> {
  return fail('undecodable', `The file cannot be read: ${reason}.`);
}

function diskError({ message, errno, code }: Extract<ProbeAnswer, { kind: 'disk' }>): Error {
  return Object.assign(new Error(message), { errno, code });
}
