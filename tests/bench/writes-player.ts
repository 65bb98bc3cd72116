import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { startTestPlayer } from '../support/player-support.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

/*
 * The player's side of the measurement: `node writes-player.ts ORIGIN DATA_FOLDER BOUNDARIES` pairs, plays two pictures for
 * one second each, and prints what that cost the disk as JSON. The kernel counts each page that this process makes dirty.
 */

const [origin = '', dataFolder = '', boundaries = '60'] = process.argv.slice(2);
const ITEM_MS = 1_000;

function writtenBytes(): number {
  return Number(/^write_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

const player = await startTestPlayer(dataFolder, {
  ...provisionedBy(origin, 'bench', 'BENCH-CODE'),
});
await player.until(({ playlist }) => playlist.items === 2 && playlist.staged === null, 'both items');
const program = player.playing();
if (program === null) throw new Error('nothing plays');

async function showAll(count: number): Promise<void> {
  if (program === null) return;
  const { id, revision, items } = program;
  for (let index = 0; index < count; index += 1) {
    const [before, item] = [items[(index + 1) % 2], items[index % 2]];
    if (item === undefined || before === undefined) return;
    const ended = { kind: 'ended', program: id, item: before.key, shownMs: ITEM_MS, complete: true };
    await player.ask('report-playback', { ...ended, reason: 'duration' });
    await player.ask('report-playback', { kind: 'shown', program: id, revision, item: item.key });
    await wait(ITEM_MS);
  }
}

// The first boundaries bring what happens once.
await showAll(5);
const before = writtenBytes();
await showAll(Number(boundaries));
const written = writtenBytes() - before;
await player.stop();
console.log(JSON.stringify({ written }));
