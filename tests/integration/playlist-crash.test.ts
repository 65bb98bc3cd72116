import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openOrRebuild } from '../../src/platform/store/open-or-rebuild.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import { finalFiles, longPicture, needFor } from '../support/media-support.ts';
import { namesOf, openTestPlayer } from '../support/playlist-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Kills in each phase: `npm run test:crash` asks for more. */
const kills = Number(process.env['DIGIPLAYER_CRASH_KILLS'] ?? 10);
const harness = join(import.meta.dirname, '../support/crash-harness.ts');
const oldNames = ['old-1.png', 'old-2.png', 'old-3.png'];

let server: Simulator;
let folder: string;

beforeEach(async () => {
  server = await startSimulator();
  folder = temporaryFolder();
});

afterEach(async () => {
  await server.stop();
});

function bodyOf(uploads: readonly Upload[]): unknown {
  return { playlist: uploads.map(({ name }) => server.itemFor(name, { id: name, position: 1 })) };
}

function addPictures(names: readonly string[], bytes = 20_000): Upload[] {
  return names.map((name) => server.addUpload(name, longPicture(bytes)));
}

/** Brings playlists here in full, one after the other; the last one plays. */
async function bringHere(...playlists: readonly (readonly Upload[])[]): Promise<void> {
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  player.playlists.start();
  for (const uploads of playlists) {
    player.playlists.accept(bodyOf(uploads));
    await expect.poll(() => player.records.read('staged')).not.toBeNull();
    player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');
  }
  await player.close();
}

/** Where a kill struck: between `begin` and `end` of what the phase is about, or beside it. */
interface Kill {
  readonly inside: boolean;
}

/**
 * Starts the harness, waits until it is in its phase, and kills it: at a random moment within `spreadMs`, or, when the
 * phase tells its beginnings, so soon after a random one of them.
 */
async function killIn(phase: string, spreadMs: number, untold = true): Promise<Kill> {
  const child = spawn(process.execPath, [harness, phase, server.origin, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, 'close');
  let last = '';
  const lines = createInterface(child.stdout);
  const wanted = untold ? 1 : 1 + Math.floor(Math.random() * 40);
  const struck = new Promise<void>((resolve) => {
    let heard = 0;
    let ready = false;
    lines.on('line', (line) => {
      last = line;
      ready ||= line === 'ready';
      if (ready && line === (untold ? 'ready' : 'begin')) heard += 1;
      if (heard === wanted) resolve();
    });
  });
  await Promise.race([
    struck,
    ended.then(() => Promise.reject(new Error(`The harness ended by itself: ${errors}`))),
  ]);
  if (spreadMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * spreadMs));
  child.kill('SIGKILL');
  const [code, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`The harness ended by itself (${code}): ${errors}`);
  return { inside: last === 'begin' };
}

function tell(phase: string, struck: readonly Kill[]): void {
  const inside = struck.filter((kill) => kill.inside).length;
  const where = ['rename', 'commit'].includes(phase) ? `, ${inside} of them before its end was told` : '';
  console.log(`SIGKILL during ${phase}: ${struck.length} kills${where}`);
}

/** What must hold after every kill; answers what would be on the screen. */
function inspect(): readonly string[] | null {
  expect(finalFiles(folder).wrong).toEqual([]);
  const database = openOrRebuild(join(folder, 'player.db'), () => Date.now());
  expect(database).toMatchObject({ ok: true, value: { rebuilt: false } });
  if (database.ok) database.value.database.close();
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  try {
    const here = new Set(finalFiles(folder).names);
    const program = player.playlists.currentProgram();
    expect(program?.items.filter(({ sha256 }) => !here.has(sha256 ?? ''))).toEqual([]);
    expect(player.records.read('playing')).toMatchObject({ complete: true });
    // The copy is replaced in one step: it is whole after every kill.
    expect(JSON.parse(readFileSync(join(folder, 'playing.json'), 'utf8'))).toMatchObject({ complete: true });
    return namesOf(program);
  } finally {
    player.database.close();
  }
}

function writeBodies(...bodies: readonly unknown[]): void {
  writeFileSync(join(folder, 'bodies.json'), JSON.stringify(bodies));
}

test(`SIGKILL during a download, ${kills} times: the old playlist is whole, and the download is continued`, async () => {
  await bringHere(addPictures(oldNames));
  const [big] = addPictures(['big.png'], 4_000_000);
  if (big === undefined) throw new Error('no upload');
  writeBodies(bodyOf([big]));
  server.setThrottle(600_000);

  const struck: Kill[] = [];
  while (struck.length < kills) {
    struck.push(await killIn('download', 250));
    expect(inspect()).toEqual(oldNames);
  }
  tell('download', struck);

  server.setThrottle(null);
  server.clearRequests();
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  await player.store.start(false);
  const whole = await player.store.ensure(needFor(server.origin, big));
  await player.close();
  expect(whole).toMatchObject({ ok: true, value: { sha256: big.sha256 } });
  expect(server.requests).toMatchObject([{ status: 206 }]);
  expect(server.requests[0]?.bytesSent).toBeLessThan(big.size);
}, 180_000);

describe.each(['rename', 'commit'])('SIGKILL during %s', (phase) => {
  test(`${kills} times: what has a final name is right, and folder and index come together again`, async () => {
    await bringHere(addPictures(oldNames));
    const many = addPictures(Array.from({ length: 24 }, (_, index) => `new-${index}.png`));
    writeBodies(bodyOf(many));

    const struck: Kill[] = [];
    while (struck.length < kills) {
      // At once, or while what follows it (flushing the folders, the index) is under way.
      struck.push(await killIn(phase, struck.length % 2 === 0 ? 0 : 3, false));
      expect(inspect()).toEqual(oldNames);
    }
    tell(phase, struck);

    const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
    await player.store.start(false);
    const known = player.index.files().map(({ sha256 }) => sha256);
    expect([...finalFiles(folder).names].sort()).toEqual(known.sort());
    await player.close();
  }, 240_000);
});

test(`SIGKILL during the switch, ${kills} times: one of both playlists is whole, never something between`, async () => {
  const other = addPictures(['other-1.png', 'other-2.png']);
  const old = addPictures(oldNames);
  await bringHere(other, old);
  writeBodies(bodyOf(other), bodyOf(old));

  const struck: Kill[] = [];
  while (struck.length < kills) {
    struck.push(await killIn('switch', 200));
    expect([oldNames, ['other-1.png', 'other-2.png']]).toContainEqual(inspect());
  }
  tell('switch', struck);
}, 180_000);
