import { spawn, type ChildProcess } from 'node:child_process';
import { livingWords, MEANT_END } from '../platform/machine/parent-process.ts';
import { wait, type Clock } from '../shared/clock.ts';
import { describeThrown, type Failure } from '../shared/result.ts';
import { planRestart } from './restart-plan.ts';

export interface PlayerProgram {
  /** Says what to start, anew before each start. Never throws. */
  readonly choose: () => PlayerChoice;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Why the program could show nothing now; null when it can, and for one that waits for its display itself. */
  readonly missingDisplay: () => Promise<Failure | null>;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

interface PlayerChoice {
  readonly command: string;
  readonly args: readonly string[];
  /** What this version is still to prove; null: nothing. */
  readonly trial: Trial | null;
}

/** A version that is started to see whether it works. */
export interface Trial {
  /** So long after its start it has shown a frame and finished a beat, or is ended, ms. */
  readonly deadlineMs: number;
  /** It has. */
  readonly proven: () => void;
  /** It has not, and was ended; the next choice is the version before it. */
  readonly overdue: () => void;
  /** It ended by itself before it had; tells whether the next choice is the version before it. */
  readonly ended: () => boolean;
}

const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** A player that has not ended so long after it was told to is killed, ms. */
const STOP_WITHIN_MS = 1_500;
/** How long the last message of a player that has ended may take, ms. */
const LAST_WORD_MS = 50;
/** How often a display that is away is looked for, ms. */
const DISPLAY_EVERY_MS = 250;

/**
 * Starts the player and keeps it running: whatever ends it but an order of this process or its own wish, it is started
 * anew. Answers the exit code once it is told to stop by a signal (0), or the player meant to end.
 */
export async function keepPlayerRunning(program: PlayerProgram): Promise<number> {
  const { clock, say } = program;
  const stopping = new AbortController();
  let child: ChildProcess | null = null;
  let isToldOnce = false;
  const stop = (signal: NodeJS.Signals): void => {
    stopping.abort();
    if (child === null) return;
    if (isToldOnce) child.kill(signal);
    else endWithin(child, signal, clock);
    isToldOnce = true;
  };
  for (const signal of stopSignals) process.on(signal, stop);
  const isStopping = (): boolean => stopping.signal.aborted;

  let failures = 0;
  let reason: string | null = null;
  while (await isDisplayThere(program, stopping.signal)) {
    const startedMs = clock.monotonic();
    const choice = program.choose();
    child = start(choice, program, { reason, failures });
    const watch = choice.trial === null ? null : watchTrial(child, choice.trial, clock);
    const ended: Ended = child === null ? NOT_STARTED : await endOf(child, clock);
    child = null;
    const lostDisplay = !ended.isMeant && (await program.missingDisplay()) !== null;
    const isTakenBack = watch?.end(isStopping() || ended.isMeant || lostDisplay) === true;
    if (isStopping()) return 0;
    if (isTakenBack) {
      failures = 0;
      reason = null;
      continue;
    }
    const plan = planRestart({ ...ended, lostDisplay, ranMs: clock.monotonic() - startedMs }, failures);
    if (plan.kind === 'end') return plan.exitCode;
    failures = plan.failures;
    reason = plan.reason;
    if (reason !== null) say(`The player ended (${reason}) and is started again.`);
    await wait(clock, plan.afterMs, stopping.signal);
  }
  return 0;
}

/** Waits for the display as long as it takes and says so once; answers false when it is told to stop meanwhile. */
async function isDisplayThere(program: PlayerProgram, stopping: AbortSignal): Promise<boolean> {
  let isTold = false;
  for (;;) {
    const missing = await program.missingDisplay();
    if (stopping.aborted || missing === null) return !stopping.aborted;
    if (!isTold) program.say(missing.message);
    isTold = true;
    await wait(program.clock, DISPLAY_EVERY_MS, stopping);
  }
}

/** Null when the system refuses in a way that Node throws (a file that is just being written, no memory). */
function start(
  { command, args }: PlayerChoice,
  { environment, say }: PlayerProgram,
  { reason, failures }: { readonly reason: string | null; readonly failures: number },
): ChildProcess | null {
  try {
    return spawn(command, args, {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: {
        ...environment,
        DIGIPLAYER_SUPERVISED: '1',
        DIGIPLAYER_RESTARTED_AFTER: reason ?? '',
        DIGIPLAYER_FAILED_STARTS: String(failures),
      },
    });
  } catch (thrown) {
    say(`The player cannot be started: ${describeThrown(thrown)}.`);
    return null;
  }
}

/** Tells a player to end, and kills one that does not. */
function endWithin(child: ChildProcess, signal: NodeJS.Signals, clock: Clock): void {
  child.kill(signal);
  clock.after(STOP_WITHIN_MS, () => child.kill('SIGKILL'));
}

/**
 * Watches a version that is on trial; `end` tells, once it has ended, whether the one before it is started next. An end that was
 * told, meant or the display's does not count against it.
 */
function watchTrial(
  child: ChildProcess | null,
  trial: Trial,
  clock: Clock,
): { readonly end: (isExcused: boolean) => boolean } {
  const missing = new Set<unknown>(livingWords);
  let isOverdue = false;
  const timer = clock.after(trial.deadlineMs, () => {
    isOverdue = true;
    if (child !== null) endWithin(child, 'SIGTERM', clock);
  });
  child?.once('exit', () => {
    timer.cancel();
  });
  child?.on('message', (word) => {
    if (isOverdue || !missing.delete(word) || missing.size > 0) return;
    timer.cancel();
    trial.proven();
  });
  return {
    end: (isExcused) => {
      timer.cancel();
      if (missing.size === 0 || (isExcused && !isOverdue)) return false;
      if (!isOverdue) return trial.ended();
      trial.overdue();
      return true;
    },
  };
}

const NOT_STARTED: Ended = { exitCode: null, signal: 'not started', isMeant: false };

interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly isMeant: boolean;
}

function endOf(child: ChildProcess, clock: Clock): Promise<Ended> {
  let isMeant = false;
  child.on('message', (message) => {
    isMeant ||= message === MEANT_END;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // One that could not be started has no exit; one that could not be killed is still there.
      if (child.pid === undefined) resolve({ exitCode: null, signal: error.message, isMeant: false });
    });
    child.once('exit', (exitCode, signal) => {
      const answer = (): void => {
        resolve({ exitCode, signal, isMeant });
      };
      // What it said last may still be on its way; a process below it may hold the channel open for ever.
      child.once('disconnect', answer);
      clock.after(LAST_WORD_MS, answer);
    });
  });
}
