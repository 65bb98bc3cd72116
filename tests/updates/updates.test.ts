import { describe, expect, it } from 'vitest';
import { killDuringUpdates } from '../support/update-kills.ts';
import type { VersionFault } from '../support/update-builds.ts';
import { until, updateTest } from '../support/update-test.ts';
import type { RunningPlayer } from '../support/update-world.ts';

/** The player updates itself: real processes, a real browser, what is on the screen. */

const { world, folder, start, plays } = updateTest();

async function begin(environment: Record<string, string> = {}): Promise<RunningPlayer> {
  const player = start(environment);
  await plays('1.0.0');
  return player;
}

it('starts what the feed offers between two items once it is asked to, and keeps it', async () => {
  world().feed.offer('1.1.0', await world().archive('1.1.0'));
  const running = await begin();
  running.update('now');
  await plays('1.1.0');
  await until(() => {
    expect(running.state()).toMatchObject({
      current: '1.1.0',
      trial: null,
      result: { version: '1.1.0', rolledBackFor: null },
    });
  });
}, 120_000);

it('tries a good version on after power cuts in its trial, and keeps it', async () => {
  world().feed.offer('1.1.0', await world().archive('1.1.0'));
  let running = await begin();
  running.update('now');
  for (let cut = 1; cut <= 4; cut += 1) {
    await until(() => {
      expect(running.state(), running.said()).toMatchObject({ current: '1.1.0', trial: cut });
    });
    await running.kill();
    running = start();
  }
  await plays('1.1.0');
  await until(() => {
    expect(running.state()).toMatchObject({ trial: null, refused: null, result: { rolledBackFor: null } });
  });
}, 120_000);

describe('a version that', () => {
  it.each<[string, VersionFault, 'crashed' | 'silent']>([
    ['crashes at its start', 'crashes', 'crashed'],
    ['shows nothing', 'shows-nothing', 'silent'],
    ['never beats', 'never-beats', 'silent'],
  ])(
    '%s is taken back, and not tried again',
    async (_, fault, cause) => {
      const version = '1.2.0';
      world().feed.offer(version, await world().archive(version, fault));
      const running = await begin({ DIGIPLAYER_TRIAL_SECONDS: '8' });
      running.update('now');
      await until(() => {
        expect(running.state().result, running.said()).toMatchObject({ version, rolledBackFor: cause });
      });
      const takenBackAt = performance.now();
      await plays('1.0.0', 5 * 10_000);
      console.log(
        `${fault}: back on the screen ${Math.round(performance.now() - takenBackAt)} ms after it was taken back`,
      );
      const asked = world().feed.asked.length;
      running.update('now');
      await until(() => {
        expect(world().feed.asked.slice(asked)).toEqual(['/feed/manifest.json']);
      });
      expect(running.state()).toMatchObject({ current: null, staged: null, refused: version });
    },
    120_000,
  );
});

it('plays after each of 20 kills at random moments of updates, and updates in the end', async () => {
  // Always the same moments here; `npm run test:updates` draws others.
  const seed = 675_902;
  console.log(`20 kills with seed ${seed}`);
  await killDuringUpdates({ world: world(), dataFolder: folder(), kills: 20, seed, say: console.log });
}, 600_000);
