import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { DecoderWatch } from '../common/decoder-watch.ts';
import { killGroup } from '../../platform/machine/process-group.ts';
import { createDebuggingPipe, type DebuggingPipe } from './debugging-pipe.ts';
import type { BrowserPage } from './browser-page.ts';

export interface BrowserLaunch {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hears of the page's videos; missing: nobody does. */
  readonly decoders?: Pick<DecoderWatch, 'hear'>;
  /** Asked once it is started: its page is not spoken to before this resolves; missing: as soon as there is one. */
  readonly quietUntil?: () => Promise<unknown>;
  readonly clock: Clock;
}

const MOST_WORDS_BYTES = 4_096;
const NOBODY: NonNullable<BrowserLaunch['decoders']> = { hear: () => undefined };

/** One run of the browser, from its start to its exit. */
export interface Browser {
  /** Null when it could not be started. */
  readonly pid: number | null;
  /** Its page, once the debugging pipe speaks; null when it never did. */
  readonly page: Promise<BrowserPage | null>;
  /** Why it ended. Resolves once, also when it could not be started at all. */
  readonly ended: Promise<string>;
  /** The end of what it wrote to standard error: at most 4 kB, for a person who looks why it does not start. */
  lastWords(): string;
  /** Asks it to close; after `graceMs` it is killed. Resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
  /** Kills it at once. */
  kill(): void;
}

/**
 * Starts the browser. It is the leader of a process group of its own, so that killing it takes its helpers along; when
 * this process dies, even by SIGKILL, the closed pipe ends it. `no-browser` when the system refuses to start it; one that
 * is missing ends at once.
 */
export function startBrowser(launch: BrowserLaunch): Result<Browser> {
  try {
    return ok(spawnBrowser(launch));
  } catch (thrown) {
    // Node throws what it has no event for: a file that is just being written (ETXTBSY), no memory.
    return cannotStart(describeThrown(thrown));
  }
}

/** `no-browser`, with what is known of why. */
export function cannotStart(reason: string): ReturnType<typeof fail> {
  return fail('no-browser', `The browser cannot be started: ${reason}. The player tries again.`, { reason });
}

function spawnBrowser(launch: BrowserLaunch): Browser {
  const { executable, arguments: options, environment } = launch;
  const child = spawn(executable, options, {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    // Not `close`: a helper that outlives the browser keeps its standard error open.
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
    });
  });
  const lastWords = keepTail(child.stderr);
  const kill = (): void => {
    killGroup(child.pid);
  };
  // stdio 3 and 4 were asked for as pipes above.
  const pipe = createDebuggingPipe(child.stdio[3] as Writable, child.stdio[4] as Readable, launch.clock);

  return {
    pid: child.pid ?? null,
    page: firstPage(pipe, launch, ended),
    ended,
    lastWords,
    kill,
    async stop(graceMs) {
      const timer = launch.clock.after(graceMs, kill);
      void pipe.send('Browser.close');
      await ended;
      timer.cancel();
      // A helper that outlives its browser (a crash handler, a zygote) would be a process left behind.
      kill();
    },
  };
}

/** Reads a stream to its end, since a writer nobody reads from stands still, and keeps its last bytes. */
function keepTail(stream: Readable | null): () => string {
  let tail = Buffer.alloc(0);
  stream?.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-MOST_WORDS_BYTES);
  });
  stream?.on('error', () => undefined);
  return () => tail.toString();
}

async function firstPage(
  pipe: DebuggingPipe,
  { clock, decoders = NOBODY, quietUntil }: BrowserLaunch,
  ended: Promise<unknown>,
): Promise<BrowserPage | null> {
  // Not before the browser: it starts beside this.
  const { browserPage } = await import('./browser-page.ts');
  await Promise.race([quietUntil?.(), ended]);
  const page = await browserPage(pipe, clock, decoders);
  return page.ok ? page.value : null;
}
