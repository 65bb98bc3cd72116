import type { MediaCode } from '../../shared/failure-codes.ts';
import type { Clock } from '../../shared/clock.ts';
import { fail, type Result } from '../../shared/result.ts';
import { createGuardedThread, type ThreadLimits } from '../../platform/machine/guarded-thread.ts';
import { threadFile } from '../../platform/machine/thread-file.ts';
import type { MediaKind } from './media-types.ts';

/** What a file's bytes say about it. */
export interface Probe {
  readonly kind: MediaKind;
  readonly mime: string;
  /** Null: not a video, or its container does not say. */
  readonly durationMs: number | null;
}

/** Has the bytes of files read where they can be stopped: in a thread, within a time and a memory. */
export interface Prober {
  /**
   * What the file at `path` is; one file at a time. What cannot be read within the limits, twice, is `undecodable`. Rejects
   * with what the disk says, or when no thread can be had, or after `stop`: neither says anything about the file.
   */
  probe(path: string): Promise<Result<Probe, MediaCode>>;
  stop(): Promise<void>;
}

/** What the thread answers for one file. */
export type ProbeAnswer =
  | { readonly kind: 'read'; readonly probe: Result<Probe, MediaCode> }
  | { readonly kind: 'fault'; readonly message: string }
  /** What the system said, piece by piece: an error loses its code on its way between threads. */
  | {
      readonly kind: 'disk';
      readonly message: string;
      readonly errno: number | undefined;
      readonly code: string | undefined;
    };

const LIMITS: ThreadLimits = { answerMs: 10_000, startMs: 60_000, heapMb: 128, idleMs: 5_000 };
/** A machine that is busy for a moment must not cost a good file. */
const TRIES = 2;

/** Makes the {@link Prober}; its thread is started by the first file. `file` and `limits` are for tests. */
export function createProber(
  clock: Clock,
  file: URL = threadFile('player/media/probe-thread'),
  limits: Partial<ThreadLimits> = {},
): Prober {
  const thread = createGuardedThread<string, ProbeAnswer>(() => file, { ...LIMITS, ...limits }, clock);
  return {
    probe: async (path) => {
      for (let attempt = 1; ; attempt += 1) {
        const asked = await thread.ask(path);
        if (asked.kind === 'answer') return readAnswer(asked.answer);
        if (attempt === TRIES) return fail('undecodable', `The file cannot be read: ${reasons[asked.why]}.`);
      }
    },
    stop: () => thread.stop(),
  };
}

const reasons = {
  time: 'that takes too long',
  memory: 'that takes too much memory',
  fault: 'its reader failed over it',
} as const;

function readAnswer(answer: ProbeAnswer): Result<Probe, MediaCode> {
  if (answer.kind === 'read') return answer.probe;
  if (answer.kind === 'fault') return fail('undecodable', `The file cannot be read: ${answer.message}.`);
  const { message, errno, code } = answer;
  throw Object.assign(new Error(message), { errno, code });
}
