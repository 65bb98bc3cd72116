import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNewer } from '../../src/player/updates/version.ts';
import { endProcess } from './e2e/processes.ts';
import { seededRandom } from './seeded-random.ts';
import type { RunningPlayer, UpdateWorld } from './update-world.ts';

/** What is struck: all at once as by a power cut, the player under its starter, or the starter over its player. */
const victims = ['all', 'player', 'starter'] as const;

export interface KillOptions {
  readonly world: UpdateWorld;
  readonly dataFolder: string;
  readonly kills: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** From the request to a proven new version it takes about so long, ms. */
const UPDATE_MS = 4_000;
/** Content is back soon after a kill, within the three seconds of a restart or the ten of a version taken back; five times that. */
const BACK_WITHIN_MS = 5 * 10_000;

/**
 * Kills an updating player at random moments, each drawn from `seed`, and throws unless content is on the screen again after each
 * of them; at last one update is left alone and has to succeed. Answers how many updates succeeded under fire.
 */
export async function killDuringUpdates(options: KillOptions): Promise<number> {
  const { world, dataFolder, kills, seed, say } = options;
  const random = seededRandom(seed);
  let player = world.start(dataFolder);
  let minor = 1;
  let done = 0;
  await untilPlaying(world, player, 'the start');
  for (let kill = 1; kill <= kills; kill += 1) {
    const running = player.version() ?? '1.0.0';
    if (!isNewer(offered(minor), running) || player.state().refused === offered(minor)) {
      minor += 1;
      done += 1;
    }
    world.feed.offer(offered(minor), await world.archive(offered(minor)));
    const victim = victims[Math.floor(random() * victims.length)] ?? 'all';
    const afterMs = Math.round(random() * UPDATE_MS);
    player.update('now');
    await sleep(afterMs);
    await strike(player, victim, dataFolder);
    if (victim !== 'player') player = world.start(dataFolder);
    const backMs = await untilPlaying(world, player, `kill ${kill} (seed ${seed})`);
    say(
      `kill ${kill}: ${victim} after ${afterMs} ms, ${running} to ${offered(minor)}: ${String(player.version())} plays after ${backMs} ms`,
    );
  }
  minor += 1;
  world.feed.offer(offered(minor), await world.archive(offered(minor)));
  // What an earlier request brought here is started first; the newest is had by asking again.
  const asking = setInterval(() => {
    player.update('now');
  }, UPDATE_MS);
  try {
    player.update('now');
    await until(
      () => player.state().current === offered(minor) && player.state().trial === null,
      BACK_WITHIN_MS,
      () => player.said(),
    );
  } finally {
    clearInterval(asking);
  }
  await untilPlaying(world, player, 'the last update');
  await player.kill();
  return done;
}

const offered = (minor: number): string => `1.${minor}.0`;

async function strike(
  player: RunningPlayer,
  victim: (typeof victims)[number],
  dataFolder: string,
): Promise<void> {
  if (victim === 'all') {
    await player.kill();
    return;
  }
  if (victim === 'starter') {
    endProcess(player.pid);
    // Its player ends by itself; a new start waits for the data folder as a service manager's would not.
    await player.ended;
    await until(
      () => !isRunning(playerPid(dataFolder)),
      BACK_WITHIN_MS,
      () => 'The player outlives its starter.',
    );
    await player.kill();
    return;
  }
  // Between two players there is none to strike.
  if (player.version() === null) return;
  const struck = playerPid(dataFolder);
  endProcess(struck);
  // It stands there until its starter has taken note of its end.
  await until(
    () => !isRunning(struck),
    BACK_WITHIN_MS,
    () => 'The starter does not see that its player is gone.',
  );
}

function playerPid(dataFolder: string): number {
  return (JSON.parse(readFileSync(join(dataFolder, 'status.json'), 'utf8')) as { readonly pid: number }).pid;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilPlaying(world: UpdateWorld, player: RunningPlayer, what: string): Promise<number> {
  const startedAt = performance.now();
  await until(
    () => player.version() !== null && world.seen() === 'red',
    BACK_WITHIN_MS,
    () => `After ${what} the screen shows ${world.seen()}, and the player says: ${player.said()}`,
  );
  return Math.round(performance.now() - startedAt);
}

async function until(holds: () => boolean, withinMs: number, why: () => string): Promise<void> {
  const startedAt = performance.now();
  while (!holds()) {
    if (performance.now() - startedAt > withinMs) throw new Error(why());
    await sleep(25);
  }
}
