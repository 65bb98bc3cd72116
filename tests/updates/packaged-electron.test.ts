import { chmodSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openUpdateWorld, type RunningPlayer, type UpdateWorld } from '../support/update-world.ts';

/** The package of the Electron shell updates itself: its own main bundle on what stands in for Electron's binary. */

let world: UpdateWorld;
let folder: string;
let player: RunningPlayer | null = null;

beforeAll(async () => {
  world = await openUpdateWorld('electron');
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

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 50 });
const plays = (version: string): Promise<void> =>
  until(() => {
    expect([player?.version(), world.seen()], player?.said()).toEqual([version, 'red']);
  });

it('starts what the feed offers and keeps it, and takes it back from the next one, which crashes', async () => {
  const running = (player = world.start(folder));
  await plays('1.0.0');
  await world.offer('1.1.0');
  running.update('now');
  await plays('1.1.0');
  await until(() => {
    expect(running.state(), running.said()).toMatchObject({
      current: '1.1.0',
      trial: null,
      result: { version: '1.1.0', rolledBackFor: null },
    });
  });
  await world.offer('1.2.0', 'crashes');
  running.update('now');
  await until(() => {
    expect(running.state(), running.said()).toMatchObject({
      current: '1.1.0',
      refused: '1.2.0',
      result: { version: '1.2.0', rolledBackFor: 'crashed' },
    });
  });
  await plays('1.1.0');
}, 240_000);
