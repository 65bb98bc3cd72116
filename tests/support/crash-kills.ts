import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { openOrRebuild } from '../../src/platform/store/open-or-rebuild.ts';
import type { Simulator, Upload } from '../simulator/types.ts';
import { finalFiles, longPicture } from './media-support.ts';
import { namesOf, openTestPlayer } from './playlist-support.ts';
import type { Random } from './seeded-random.ts';

/** What a player without a screen is doing when it is killed. */
export type CrashPhase = 'download' | 'rename' | 'commit' | 'switch';

/** A data folder, the server whose playlists are in it, and whence the moments of the kills are drawn. */
export interface CrashWorld {
  readonly server: Simulator;
  readonly folder: string;
  readonly random: Random;
}

const harness = join(import.meta.dirname, 'crash-harness.ts');
/** Most of a short life would be the reading of the source: it is kept compiled from one life to the next. */
const compiled = join(tmpdir(), `digiplayer-crash-${process.getuid?.() ?? 0}`);
/** A phase tells its beginnings; the kill comes after one of so many. */
const BEGINNINGS = 16;
const SPREADS_MS: Readonly<Record<CrashPhase, number>> = { download: 250, rename: 3, commit: 3, switch: 200 };

export const isTold = (phase: CrashPhase): boolean => phase === 'rename' || phase === 'commit';

/** Kills with which a run is asked for, in all; `npm run test:crash` asks for more than `npm test`. */
export function crashRun(): { readonly kills: number; readonly seed: number } {
  const kills = Number(process.env['DIGIPLAYER_CRASH_KILLS'] ?? 50);
  // Always the same moments unless another seed is asked for.
  return { kills, seed: Number(process.env['DIGIPLAYER_CRASH_SEED'] ?? 675_902) };
}

/** Adds pictures of a length that makes their writing take a while. */
export function addPictures(server: Simulator, names: readonly string[], bytes = 20_000): Upload[] {
  return names.map((name) => server.addUpload(name, longPicture(bytes)));
}

/** The body of a playlist of these uploads, in this order. */
export function bodyOf(server: Simulator, uploads: readonly Upload[]): unknown {
  return { playlist: uploads.map(({ name }) => server.itemFor(name, { id: name, position: 1 })) };
}

/** Brings playlists here in full, one after the other; the last one plays. */
export async function bringHere(
  { server, folder }: CrashWorld,
  ...playlists: readonly (readonly Upload[])[]
): Promise<void> {
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  player.playlists.start();
  for (const uploads of playlists) {
    player.playlists.accept(bodyOf(server, uploads));
    await expect.poll(() => player.records.read('staged'), { timeout: 30_000 }).not.toBeNull();
    player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');
  }
  await player.close();
}

/** Keeps the playlists that the next life is offered. */
export function writeBodies(folder: string, ...bodies: readonly unknown[]): void {
  writeFileSync(join(folder, 'bodies.json'), JSON.stringify(bodies));
}

/** Where a kill struck: between `begin` and `end` of what the phase is about, or beside it. */
export interface Kill {
  readonly inside: boolean;
}

/**
 * Starts the harness, waits until it is in its phase, and kills it: at a drawn moment, or, when the phase tells its
 * beginnings, at once or so soon after a drawn one of them that what follows it is under way.
 */
export async function killIn(phase: CrashPhase, { server, folder, random }: CrashWorld): Promise<Kill> {
  const wanted = isTold(phase) ? 1 + Math.floor(random() * BEGINNINGS) : 1;
  const afterMs = isTold(phase) && random() < 0.5 ? 0 : random() * SPREADS_MS[phase];
  const child = spawn(process.execPath, [harness, phase, server.origin, folder], {
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, 'close');
  let last = '';
  const lines = createInterface(child.stdout);
  const struck = new Promise<void>((resolve) => {
    let heard = 0;
    let ready = false;
    lines.on('line', (line) => {
      last = line;
      ready ||= line === 'ready';
      if (ready && line === (isTold(phase) ? 'begin' : 'ready')) heard += 1;
      if (heard === wanted) resolve();
    });
  });
  await Promise.race([
    struck,
    ended.then(() => Promise.reject(new Error(`The harness ended by itself: ${errors}`))),
  ]);
  if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  const [code, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`The harness ended by itself (${code}): ${errors}`);
  return { inside: last === 'begin' };
}

/** What must hold after every kill; answers what would be on the screen. */
export function inspectAfterKill({ server, folder }: CrashWorld): readonly string[] | null {
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
