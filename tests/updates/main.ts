import { chmodSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeFolder } from '../support/make-folder.ts';
import { killDuringUpdates } from '../support/update-kills.ts';
import { openUpdateWorld } from '../support/update-world.ts';

/* `npm run test:updates -- --kills 100 --seed 1`: an updating player is killed so often, and plays after each of them. */

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const kills = Number(values.kills ?? 100);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const { path: dataFolder, remove } = makeFolder();
chmodSync(dataFolder, 0o700);
const world = await openUpdateWorld();
try {
  console.log(`${kills} kills with seed ${seed}`);
  const done = await killDuringUpdates({ world, dataFolder, kills, seed, say: console.log });
  console.log(
    `The screen played after each of ${kills} kills (seed ${seed}); ${done} updates came to their end meanwhile.`,
  );
} finally {
  await world.stop();
  remove();
}
