import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { needOf } from '../../src/playlist/program-for.ts';
import { normalisePlaylist } from '../../src/playlist/normalise-playlist.ts';
import { openTestPlayer, type TestPlayer } from './playlist-support.ts';

/*
 * A player without a screen, made to be killed: `node crash-harness.ts PHASE ORIGIN DATA_FOLDER`. It says `ready` on
 * stdout when the phase has begun, and repeats the phase until it is killed. The playlists are in `bodies.json`.
 */

const [phase, origin = '', dataFolder = ''] = process.argv.slice(2);
const bodies = JSON.parse(readFileSync(join(dataFolder, 'bodies.json'), 'utf8')) as unknown[];

function sayReady(): void {
  process.stdout.write('ready\n');
}

/** Looks every turn of the event loop: the phase should fill the time, not the waiting. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

async function download({ keeper, events }: TestPlayer): Promise<void> {
  keeper.offer(bodies[0]);
  await until(() => events.some((event) => event.kind === 'progress' && event.received > 0));
  sayReady();
}

/** Fetches small files, deletes them and fetches them again: most of the time is rename and commit. */
async function settle({ store }: TestPlayer): Promise<void> {
  const playlist = normalisePlaylist(bodies[0], { serverUrl: origin });
  if (!playlist.ok) throw new Error(playlist.error.message);
  const needs = playlist.value.items.map(needOf).filter((need) => need !== null);
  sayReady();
  for (;;) {
    await Promise.all(needs.map((need) => store.ensure(need)));
    await store.clear();
  }
}

/** Both playlists are here: offers one after the other and switches as soon as it is staged. */
async function switchAbout({ keeper, records }: TestPlayer): Promise<void> {
  sayReady();
  for (let round = 0; ; round += 1) {
    const offer = keeper.offer(bodies[round % bodies.length]);
    if (!offer.ok) throw new Error(offer.error.message);
    await until(() => records.read('offered') === null);
    keeper.confirmPlaying(keeper.currentProgram()?.id ?? '');
  }
}

const player = openTestPlayer({ origin, dataFolder });
await player.store.start();
player.keeper.start();
if (phase === 'download') await download(player);
else if (phase === 'settle') await settle(player);
else await switchAbout(player);
