import { Worker } from 'node:worker_threads';
import { createSequencer } from '../../shared/async.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';

/** What a thread may take for one question. */
export interface ThreadLimits {
  /** From the question to the answer, ms. */
  readonly answerMs: number;
  /** Until it can take its first question, ms. */
  readonly startMs: number;
  /** Of its JavaScript heap. */
  readonly heapMb: number;
  /** It ends when nobody asked for so long, ms. */
  readonly idleMs: number;
}

/** How a question ended. */
export type ThreadAnswer<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The thread was ended over the question. */
  | { readonly kind: 'gave-up'; readonly why: 'time' | 'memory' | 'fault'; readonly message: string };

/** Asks questions of a thread that can be ended at any time, whatever it does. */
export interface GuardedThread<Question, Answer> {
  /**
   * One question at a time, in the order in which they come. Rejects when there is no thread to be had, the one before did not
   * end, or it was stopped: that says nothing about the question.
   */
  ask(question: Question): Promise<ThreadAnswer<Answer>>;
  /** Ends the thread; what is being asked rejects. */
  stop(): Promise<void>;
}

interface RunningThread {
  readonly worker: Worker;
  readonly isReady: Promise<void>;
}

/**
 * Makes a {@link GuardedThread} of the file at `file`, whose code tells `'ready'` first and answers each message with one.
 * It is started by the first question, gets none of the environment, and never keeps the process alive.
 */
export function createGuardedThread<Question, Answer>(
  file: () => URL,
  limits: ThreadLimits,
  clock: Clock,
): GuardedThread<Question, Answer> {
  const sequencer = createSequencer();
  const stopping = Promise.withResolvers<never>();
  stopping.promise.catch(() => undefined);
  let running: RunningThread | null = null;
  let idle: ClockTimer | null = null;
  let isStopped = false;
  let isStuck = false;

  const end = async (): Promise<void> => {
    idle?.cancel();
    const ending = running;
    running = null;
    if (ending === null) return;
    // Its end is waited for, also where nothing else keeps the process.
    ending.worker.ref();
    isStuck = !(await endsWithin(ending.worker, clock, END_MS, () => {
      isStuck = false;
    }));
    if (isStuck) ending.worker.unref();
  };
  const begin = (): RunningThread => {
    const worker = new Worker(file(), {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    worker.unref();
    // Somebody listens to each question's end; between two of them an error only costs the thread.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      if (running?.worker === worker) running = null;
    });
    const isReady = firstEvent(worker, 'message', clock, limits.startMs).then((event) => {
      if (event.kind !== 'message') throw new Error(`A thread did not start: ${event.message}`);
    });
    return { worker, isReady };
  };
  const askNow = async (question: Question): Promise<ThreadAnswer<Answer>> => {
    if (isStopped) throw new Error(STOPPED);
    if (isStuck) throw new Error(STUCK);
    idle?.cancel();
    running ??= begin();
    const { worker, isReady } = running;
    try {
      await Promise.race([isReady, stopping.promise]);
    } catch (thrown) {
      await end();
      throw thrown;
    }
    const answered = firstEvent(worker, 'message', clock, limits.answerMs);
    worker.postMessage(question);
    const event = await Promise.race([answered, stopping.promise]);
    if (event.kind === 'message') {
      idle = clock.after(limits.idleMs, () => void end());
      return { kind: 'answer', answer: event.value as Answer };
    }
    await end();
    return { kind: 'gave-up', why: event.kind, message: event.message };
  };

  return {
    ask: (question) => sequencer.run(() => askNow(question)),
    stop: async () => {
      isStopped = true;
      stopping.reject(new Error(STOPPED));
      await end();
    },
  };
}

const STOPPED = 'The thread was stopped.';
const STUCK = 'The system has not come back to the thread before.';
/** So long a thread has to end that was told to. */
const END_MS = 2_000;

/** A process cannot end with a thread in it to which the system does not come back, unless it is killed. */
function killOwnProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Tells a thread to end, and answers whether it did in `limitMs`. One that waits for a disk or a share cannot: `onEnd` hears
 * when it has come back, and until then an end of the process does not wait for it.
 */
function endsWithin(worker: Worker, clock: Clock, limitMs: number, onEnd: () => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.after(limitMs, () => {
      process.once('exit', killOwnProcess);
      resolve(false);
    });
    void worker.terminate().then(() => {
      timer.cancel();
      process.off('exit', killOwnProcess);
      onEnd();
      resolve(true);
    });
  });
}

type ThreadEvent =
  | { readonly kind: 'message'; readonly value: unknown }
  | { readonly kind: 'time' | 'memory' | 'fault'; readonly message: string };

/** What comes first: a message, the end of the thread, or the end of the time. No timer and no listener is left. */
function firstEvent(worker: Worker, name: 'message', clock: Clock, limitMs: number): Promise<ThreadEvent> {
  return new Promise((resolve) => {
    const settle = (event: ThreadEvent): void => {
      timer.cancel();
      worker.off(name, onMessage).off('error', onError).off('exit', onExit);
      resolve(event);
    };
    const onMessage = (value: unknown): void => {
      settle({ kind: 'message', value });
    };
    const onError = (thrown: unknown): void => {
      const isMemory = (thrown as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle({ kind: isMemory ? 'memory' : 'fault', message: describeThrown(thrown) });
    };
    const onExit = (): void => {
      settle({ kind: 'fault', message: 'it ended' });
    };
    const timer = clock.after(limitMs, () => {
      settle({ kind: 'time', message: `no answer in ${limitMs} ms` });
    });
    worker.once(name, onMessage).once('error', onError).once('exit', onExit);
  });
}
