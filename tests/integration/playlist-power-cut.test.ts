import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import {
  addPictures,
  bodyOf,
  bringHere,
  crashRun,
  inspectAfterKill,
  killIn,
  writeBodies,
  type CrashPhase,
  type CrashWorld,
} from '../support/crash-kills.ts';
import { makePowerCutDisk, whyNoPowerCutDisk, type PowerCutDisk } from '../support/power-cut-disk.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** The data folder stands on a disk of its own, which keeps only what was flushed when the power goes. */

const run = crashRun();
const cuts = Math.ceil(run.kills / 5);
const phases: readonly CrashPhase[] = ['rename', 'switch', 'commit', 'switch'];
const oldNames = ['old-1.png', 'old-2.png', 'old-3.png'];
const otherNames = ['other-1.png', 'other-2.png'];

const whyNot = whyNoPowerCutDisk();
if (whyNot !== null) console.log(`No power is cut: ${whyNot}.`);

let server: Simulator;
let disk: PowerCutDisk;

beforeEach(async () => {
  if (whyNot !== null) return;
  server = await startSimulator();
  disk = makePowerCutDisk();
});

afterEach(async () => {
  if (whyNot !== null) return;
  await server.stop();
  disk.stop();
});

test.skipIf(whyNot !== null)(
  `the power goes ${cuts} times: nothing wrong has a final name, and there is always content`,
  async () => {
    const world: CrashWorld = { server, folder: disk.path, random: seededRandom(run.seed) };
    const other = addPictures(server, otherNames);
    const old = addPictures(server, oldNames);
    await bringHere(world, other, old);
    // What was told to be on the screen is on the disk: nobody flushes it for the player.
    disk.cut();
    expect(inspectAfterKill(world)).toEqual(oldNames);

    const many = addPictures(
      server,
      Array.from({ length: 24 }, (_, index) => `new-${index}.png`),
    );
    for (let cut = 0; cut < cuts; cut += 1) {
      const phase = phases[cut % phases.length] ?? 'switch';
      const playlists = phase === 'switch' ? [other, old] : [many];
      writeBodies(disk.path, ...playlists.map((uploads) => bodyOf(server, uploads)));
      await killIn(phase, world);
      disk.cut();
      expect([oldNames, otherNames], `cut ${cut + 1} (${phase}, seed ${run.seed})`).toContainEqual(
        inspectAfterKill(world),
      );
    }
    console.log(`The power went ${cuts} times, seed ${run.seed}.`);
  },
  60_000 + cuts * 30_000,
);
