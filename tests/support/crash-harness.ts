import { readFileSync, writeSync } from 'node:fs';
import fileSystem from 'node:fs/promises';
import { flushCompileCache, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { mediaRequestOf } from '../../src/player/playlist/program-for.ts';
import { normalisePlaylist } from '../../src/player/playlist/normalise-playlist.ts';
import { openTestPlayer, type TestPlayer } from './playlist-support.ts';

/*
 * A player without a screen, made to be killed: `node crash-harness.ts PHASE ORIGIN DATA_FOLDER`. It says `ready` on
 * stdout when the phase has begun, and repeats the phase until it is killed. In the phases `rename` and `commit` it also
 * says `begin` and `end` around each of them. The playlists are in `bodies.json`.
 */

const [phase, origin = '', dataFolder = ''] = process.argv.slice(2);
const bodies = JSON.parse(readFileSync(join(dataFolder, 'bodies.json'), 'utf8')) as unknown[];

/** At once and without a buffer: what was said before the kill must be heard. */
function say(word: string): void {
  writeSync(1, `${word}\n`);
}

function sayReady(): void {
  say('ready');
}

/** The real thing, told around. */
function announceRenames(): void {
  const { rename } = fileSystem;
  fileSystem.rename = async (from, to) => {
    say('begin');
    await rename(from, to);
    say('end');
  };
  syncBuiltinESMExports();
}

function announceCommits(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own object below
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function announced(this: DatabaseSync, sql: string): void {
    if (sql === 'COMMIT') say('begin');
    exec.call(this, sql);
    if (sql === 'COMMIT') say('end');
  };
}

/** Looks every turn of the event loop: the phase should fill the time, not the waiting. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

async function download({ playlists, events }: TestPlayer): Promise<void> {
  playlists.accept(bodies[0]);
  await until(() => events.some((event) => event.kind === 'progress' && event.received > 0));
  sayReady();
}

/** Fetches small files, deletes them and fetches them again: most of the time is rename and commit. */
async function settle({ store }: TestPlayer): Promise<void> {
  const playlist = normalisePlaylist(bodies[0], { serverUrl: origin });
  if (!playlist.ok) throw new Error(playlist.error.message);
  const needs = playlist.value.items.map(mediaRequestOf).filter((need) => need !== null);
  sayReady();
  for (;;) {
    await Promise.all(needs.map((need) => store.ensure(need)));
    await store.clear();
  }
}

/** Both playlists are here: offers one after the other and switches as soon as it is staged. */
async function switchAbout({ playlists, records }: TestPlayer): Promise<void> {
  sayReady();
  for (let round = 0; ; round += 1) {
    const offer = playlists.accept(bodies[round % bodies.length]);
    if (!offer.ok) throw new Error(offer.error.message);
    await until(() => records.read('offered') === null);
    playlists.confirmPlaying(playlists.currentProgram()?.id ?? '');
  }
}

if (phase === 'rename') announceRenames();
if (phase === 'commit') announceCommits();
// What was compiled for this life is kept for the next one: no ordinary end will come.
flushCompileCache();
const player = openTestPlayer({ origin, dataFolder });
await player.store.start(false);
player.playlists.start();
if (phase === 'download') await download(player);
else if (phase === 'switch') await switchAbout(player);
else await settle(player);
