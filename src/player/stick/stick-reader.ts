import { threadFile } from '../../platform/machine/thread-file.ts';
import { createGuardedThread, type GuardedThread } from '../../platform/machine/guarded-thread.ts';
import { wait, waitAtMost, type Clock } from '../../shared/clock.ts';
import type { StickCode } from '../../shared/failure-codes.ts';
import { describeThrown, fail, ok, type Failed, type Result } from '../../shared/result.ts';
import type { HashStep, StickContents } from './stick-disk.ts';

/** What the thread is asked. */
export type StickQuestion =
  | { readonly kind: 'look'; readonly folder: string }
  | { readonly kind: 'read'; readonly path: string; readonly position: number; readonly length: number }
  | {
      readonly kind: 'hash';
      readonly path: string;
      readonly position: number;
      readonly length: number;
      readonly is: HashStep;
    }
  | { readonly kind: 'write'; readonly folder: string; readonly name: string; readonly text: string }
  | { readonly kind: 'close' };

export type StickAnswer =
  | { readonly kind: 'contents'; readonly contents: StickContents }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly size: number }
  | { readonly kind: 'hashed'; readonly sha256: string | null }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

/** A stick, each call bounded in time; all fail with `stick-pulled`. */
export interface StickReader {
  look(folder: string): Promise<Result<StickContents, StickCode>>;
  read(
    path: string,
    position: number,
    length: number,
  ): Promise<Result<{ readonly bytes: Buffer; readonly size: number }, StickCode>>;
  /** SHA-256 of a part of a file, lower-case hex; `signal` ends it between two blocks. */
  hash(
    path: string,
    position: number,
    length: number,
    signal: AbortSignal,
  ): Promise<Result<string, StickCode>>;
  write(folder: string, name: string, text: string): Promise<Result<null, StickCode>>;
  /** Lets go of the stick. */
  close(): Promise<void>;
  /** Waits for no stick. */
  stop(): Promise<void>;
}

/** A stick that gives less than a quarter of a megabyte a second is not worth waiting for. */
const HASH_AT_ONCE_BYTES = 8_388_608;
const LIMITS = { answerMs: 30_000, startMs: 30_000, heapMb: 64, idleMs: 10_000 };
/** So long after a thread's own time it is given up, though it did not end: it hangs in the kernel. */
const GIVEN_UP_AFTER_MS = 2_000;
const STOP_MS = 1_000;

export interface StickReaderDependencies {
  readonly clock: Clock;
  /** For tests: a thread that hangs sooner. */
  readonly makeThread?: () => GuardedThread<StickQuestion, StickAnswer>;
  readonly answerMs?: number;
}

/** Makes the {@link StickReader}; its thread is started by the first call, and another one after a stick that hangs. */
export function createStickReader(dependencies: StickReaderDependencies): StickReader {
  const { clock, answerMs = LIMITS.answerMs } = dependencies;
  const makeThread =
    dependencies.makeThread ??
    (() =>
      createGuardedThread<StickQuestion, StickAnswer>(
        () => threadFile('player/stick/stick-thread'),
        { ...LIMITS, answerMs },
        clock,
      ));
  const stopping = new AbortController();
  let thread: GuardedThread<StickQuestion, StickAnswer> | null = null;

  const ask = async (question: StickQuestion): Promise<Result<StickAnswer, StickCode>> => {
    if (stopping.signal.aborted) return pulled('the player ends');
    thread ??= makeThread();
    const asked = thread;
    const silence = new AbortController();
    const answered = asked.ask(question).catch((thrown: unknown) => ({
      kind: 'gave-up' as const,
      message: describeThrown(thrown),
    }));
    const either = AbortSignal.any([silence.signal, stopping.signal]);
    const gaveUp = wait(clock, answerMs + GIVEN_UP_AFTER_MS, either).then(() => null);
    const answer = await Promise.race([answered, gaveUp]);
    silence.abort();
    if (answer === null) {
      if (thread === asked) thread = null;
      void asked.stop().catch(() => undefined);
      return pulled('it does not answer');
    }
    if (answer.kind === 'gave-up') return pulled(answer.message);
    return answer.answer.kind === 'failed' ? pulled(answer.answer.message) : ok(answer.answer);
  };

  return {
    look: async (folder) => {
      const answer = await ask({ kind: 'look', folder });
      if (!answer.ok) return answer;
      return answer.value.kind === 'contents' ? ok(answer.value.contents) : wrongAnswer();
    },
    read: async (path, position, length) => {
      const answer = await ask({ kind: 'read', path, position, length });
      if (!answer.ok) return answer;
      if (answer.value.kind !== 'bytes') return wrongAnswer();
      const { bytes, size } = answer.value;
      return ok({ bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), size });
    },
    hash: async (path, position, length, signal) => {
      for (let done = 0; !signal.aborted;) {
        const step = Math.min(HASH_AT_ONCE_BYTES, length - done);
        const is = { first: done === 0, last: done + step === length };
        const answer = await ask({ kind: 'hash', path, position: position + done, length: step, is });
        if (!answer.ok) return answer;
        if (answer.value.kind !== 'hashed') return wrongAnswer();
        if (answer.value.sha256 !== null) return ok(answer.value.sha256);
        done += step;
      }
      return pulled('it was given up');
    },
    write: async (folder, name, text) => {
      const answer = await ask({ kind: 'write', folder, name, text });
      return answer.ok ? ok(null) : answer;
    },
    close: async () => {
      if (thread !== null) await ask({ kind: 'close' });
    },
    stop: async () => {
      stopping.abort();
      const ending = thread;
      thread = null;
      if (ending !== null)
        await waitAtMost(
          clock,
          ending.stop().catch(() => undefined),
          STOP_MS,
        );
    },
  };
}

function wrongAnswer(): Result<never, StickCode> {
  return pulled('it answered something else');
}

/** The stick went, or fell silent; `reason` in a few words. */
export function pulled(reason: string): Failed<StickCode> {
  return fail(
    'stick-pulled',
    `The stick was pulled out, or stopped answering, before all of it was read (${reason}); put it in again.`,
    { reason },
  );
}
