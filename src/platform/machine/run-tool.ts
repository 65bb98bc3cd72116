import { spawn } from 'node:child_process';
import type { Clock } from '../../shared/clock.ts';
import { childEnvironment } from './child-environment.ts';
import { killGroup } from './process-group.ts';

/** No tool that the player asks says more than a few kB, characters. */
const LONGEST_ANSWER = 65_536;

/** What came of asking a tool of the machine. */
export type ToolAnswer =
  | {
      readonly kind: 'ended';
      readonly code: number | null;
      /** What it said on stdout; what is too long is cut off. */
      readonly text: string;
      /** The same of stderr. */
      readonly complaint: string;
    }
  /** There is no such tool, or it cannot be started. */
  | { readonly kind: 'missing' }
  /** It took too long, or was taken back, and was killed with all that it had started. */
  | { readonly kind: 'killed' };

export interface ToolDependencies {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

export interface ToolOptions {
  /** How long it may take, ms. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  /** What it reads, and then no more; nothing unless told. */
  readonly input?: string;
}

/** Runs a tool of the machine to its end, in English and without the player's secrets. Never rejects. */
export function runTool(
  command: string,
  args: readonly string[],
  { environment, clock }: ToolDependencies,
  { limitMs, signal, input }: ToolOptions,
): Promise<ToolAnswer> {
  if (signal?.aborted === true) return Promise.resolve({ kind: 'killed' });
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      // What speaks to the service manager when it ends must not do so in the player's name.
      env: { ...childEnvironment(environment), NOTIFY_SOCKET: undefined, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that what hangs goes with all that it started.
      detached: true,
    });
    // One that reads nothing has closed it, and is not less of an answer for that.
    child.stdin.on('error', () => undefined).end(input);
    const text = collect(child.stdout);
    const complaint = collect(child.stderr);
    const answer = (given: ToolAnswer): void => {
      timer.cancel();
      signal?.removeEventListener('abort', kill);
      resolve(given);
    };
    const kill = (): void => {
      killGroup(child.pid);
      // Something that left the group could hold them open.
      child.stdout.destroy();
      child.stderr.destroy();
      answer({ kind: 'killed' });
    };
    const timer = clock.after(limitMs, kill);
    signal?.addEventListener('abort', kill, { once: true });
    child.once('error', () => {
      answer({ kind: 'missing' });
    });
    child.once('close', (code) => {
      answer({ kind: 'ended', code, text: text(), complaint: complaint() });
    });
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let said = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    if (said.length < LONGEST_ANSWER) said = (said + part).slice(0, LONGEST_ANSWER);
  });
  return () => said;
}
