import { chmodSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';
import { openUpdateWorld, type RunningPlayer, type UpdateWorld } from './update-world.ts';

/** One world for the tests of a file, and for each test a data folder and at most one player, which ends with it. */
export interface UpdateTest {
  readonly world: () => UpdateWorld;
  readonly folder: () => string;
  readonly start: (environment?: Readonly<Record<string, string>>) => RunningPlayer;
  /** Waits until that version plays and its picture is on the screen. */
  readonly plays: (version: string, withinMs?: number) => Promise<void>;
}

/** Registers what comes before and after each test; to be called once in a file. */
export function updateTest(shell?: Parameters<typeof openUpdateWorld>[0]): UpdateTest {
  let world: UpdateWorld;
  let folder: string;
  let player: RunningPlayer | null = null;
  beforeAll(async () => {
    world = await openUpdateWorld(shell);
  }, 300_000);
  afterAll(() => world.stop());
  beforeEach(() => {
    folder = temporaryFolder();
    chmodSync(folder, 0o700);
  });
  afterEach(async () => {
    await player?.kill();
    player = null;
  });
  return {
    world: () => world,
    folder: () => folder,
    start: (environment) => (player = world.start(folder, environment)),
    plays: (version, withinMs) =>
      until(() => {
        expect([player?.version(), world.seen()], player?.said()).toEqual([version, 'red']);
      }, withinMs),
  };
}

/** Waits until `check` throws no more. */
export function until(check: () => void, withinMs = 60_000): Promise<void> {
  return vi.waitFor(check, { timeout: withinMs, interval: 50 });
}
