import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlayer, type Player, type PlayerOptions } from '../../src/player/player.ts';
import type { Program } from '../../src/shared/program.ts';
import type { Failure, Result } from '../../src/shared/result.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { createTestHost, type TestHost } from './fakes/test-host.ts';

/** A whole player without a window, and a screen that shows what it is told to. */
export interface TestPlayer {
  readonly host: TestHost;
  readonly player: Player;
  /** The last snapshot that was sent, or the first one. */
  snapshot(): Snapshot;
  /** The program that the screen plays now. */
  playing(): Program | null;
  /** Asks the player as the renderer would. */
  ask(name: string, input?: unknown): Promise<Result<unknown>>;
  /** Waits for a snapshot for which `predicate` holds. */
  until(predicate: (snapshot: Snapshot) => boolean, what: string): Promise<Snapshot>;
  steps(): readonly string[];
  /** What the last step of the pairing failed with; null: nothing. */
  stepFailure(): Failure | null;
  log(): string;
  stop(): Promise<void>;
}

const WAIT_MS = 15_000;

/**
 * Starts a player on `dataFolder`. Its screen takes each program over at once and reports its first item as shown, as the
 * stage does at an item boundary.
 */
export async function startTestPlayer(
  dataFolder: string,
  environment: Record<string, string> = {},
  options: Pick<PlayerOptions, 'clock' | 'buildMs' | 'sticks'> = {},
): Promise<TestPlayer> {
  const host = createTestHost(dataFolder);
  const player = createPlayer(host, { commandLine: {}, configPath: null, environment, ...options });
  const waiting = new Set<() => void>();
  const steps: string[] = [];
  let snapshot: Snapshot | null = null;
  let playing: Program | null = null;
  let stepFailure: Failure | null = null;

  const show = async (program: Program | null): Promise<void> => {
    if (program === null || (program.id === playing?.id && program.revision === playing.revision)) return;
    playing = program;
    const first = program.items[0] ?? program.standIns?.flat()[0];
    const { id, revision } = program;
    await host.call(
      'report-playback',
      first === undefined
        ? { kind: 'standby', program: id, revision }
        : { kind: 'shown', program: id, revision, item: first.key },
    );
  };
  host.listen((name, payload) => {
    if (name === 'snapshot') snapshot = payload as Snapshot;
    if (name === 'program') void show(payload as Program | null);
    if (name === 'pairing-step') {
      const told = payload as { step: string; failure?: Failure };
      steps.push(told.step);
      stepFailure = told.failure ?? null;
    }
    for (const check of waiting) check();
  });

  const started = await player.start();
  if (!started.ok) throw new Error(started.error.message);
  const hello = (await host.call('hello', {})) as Result<{ snapshot: Snapshot; program: Program | null }>;
  if (!hello.ok) throw new Error(hello.error.message);
  snapshot ??= hello.value.snapshot;
  await show(hello.value.program);

  const current = (): Snapshot => {
    if (snapshot === null) throw new Error('there is no snapshot yet');
    return snapshot;
  };
  return {
    host,
    player,
    snapshot: current,
    playing: () => playing,
    ask: async (name, input = {}) => (await host.call(name, input)) as Result<unknown>,
    until: (predicate, what) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`waited in vain for: ${what}; the last snapshot is ${JSON.stringify(current())}`));
        }, WAIT_MS);
        const check = (): void => {
          if (!predicate(current())) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(current());
        };
        waiting.add(check);
        check();
      }),
    steps: () => steps,
    stepFailure: () => stepFailure,
    log: () => readFileSync(join(dataFolder, 'logs', 'player.log'), 'utf8'),
    stop: () => player.stop(),
  };
}
