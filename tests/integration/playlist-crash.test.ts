import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOrRebuild } from '../../src/store/open-or-rebuild.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import { finalFiles, longPicture, makeDataFolder, needFor, removeFolder } from './media-support.ts';
import { namesOf, openTestPlayer } from './playlist-support.ts';

/** Kills in each phase: `npm run test:crash` asks for more. */
const kills = Number(process.env['DIGIPLAYER_CRASH_KILLS'] ?? 10);
const harness = join(import.meta.dirname, 'crash-harness.ts');
const oldNames = ['old-1.png', 'old-2.png', 'old-3.png'];

let server: Simulator;
let folder: string;

beforeEach(async () => {
  server = await startSimulator();
  folder = makeDataFolder();
});

afterEach(async () => {
  await server.stop();
  removeFolder(folder);
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
  player.keeper.start();
  for (const uploads of playlists) {
    player.keeper.offer(bodyOf(uploads));
    await expect.poll(() => player.records.read('staged')).not.toBeNull();
    player.keeper.confirmPlaying(player.keeper.currentProgram()?.id ?? '');
  }
  await player.close();
}

/** Starts the harness, waits until it is in its phase, and kills it at a random moment within `spreadMs`. */
async function killIn(phase: string, spreadMs: number): Promise<void> {
  const child = spawn(process.execPath, [harness, phase, server.origin, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, 'exit');
  const ready = once(createInterface(child.stdout), 'line');
  await Promise.race([
    ready,
    ended.then(() => Promise.reject(new Error(`The harness ended by itself: ${errors}`))),
  ]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * spreadMs));
  child.kill('SIGKILL');
  const [code, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`The harness ended by itself (${code}): ${errors}`);
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
    const program = player.keeper.currentProgram();
    expect(program?.items.filter(({ sha256 }) => !here.has(sha256 ?? ''))).toEqual([]);
    expect(player.records.read('playing')).toMatchObject({ complete: true });
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

  for (let kill = 0; kill < kills; kill += 1) {
    await killIn('download', 250);
    expect(inspect()).toEqual(oldNames);
  }

  server.setThrottle(null);
  server.clearRequests();
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  await player.store.start();
  const whole = await player.store.ensure(needFor(server.origin, big));
  await player.close();
  expect(whole).toMatchObject({ ok: true, value: { sha256: big.sha256 } });
  expect(server.requests).toMatchObject([{ status: 206 }]);
  expect(server.requests[0]?.bytesSent).toBeLessThan(big.size);
}, 180_000);

test(`SIGKILL during rename and database commit, ${kills * 2} times: what has a final name is right`, async () => {
  await bringHere(addPictures(oldNames));
  const many = addPictures(Array.from({ length: 24 }, (_, index) => `new-${index}.png`));
  writeBodies(bodyOf(many));

  for (let kill = 0; kill < kills * 2; kill += 1) {
    await killIn('settle', 300);
    expect(inspect()).toEqual(oldNames);
  }

  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  await player.store.start();
  const files = finalFiles(folder);
  expect([...files.names].sort()).toEqual(
    player.index
      .files()
      .map(({ sha256 }) => sha256)
      .sort(),
  );
  await player.close();
}, 240_000);

test(`SIGKILL during the switch, ${kills} times: one of both playlists is whole, never something between`, async () => {
  const other = addPictures(['other-1.png', 'other-2.png']);
  const old = addPictures(oldNames);
  await bringHere(other, old);
  writeBodies(bodyOf(other), bodyOf(old));

  for (let kill = 0; kill < kills; kill += 1) {
    await killIn('switch', 200);
    expect([oldNames, ['other-1.png', 'other-2.png']]).toContainEqual(inspect());
  }
}, 180_000);
