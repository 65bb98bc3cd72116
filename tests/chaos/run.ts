import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeActs, type Acts, type Undo } from './acts.ts';
import { judge, type Evidence, type Line } from './judge.ts';
import { processesOf } from './leftovers.ts';
import { makePlan, nameOf, type Done, type Step } from './plan.ts';
import { watchScreen, type ScreenWatch } from './screen-watch.ts';
import { startWatch, type Watch } from './watch.ts';
import { BACKGROUND, HOSTNAME, makeWorld, PANEL, POLL_SECONDS, type World } from './world.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly lengthMs: number;
  readonly say: (line: string) => void;
}

const START_WITHIN_MS = 60_000;
/** The last list is waited for so long, though it should be there within two polls. */
const LAST_WITHIN_MS = 120_000;
const EMPTY_WITHIN_MS = 60_000;
const LAST_NAME = 'last-of-all.png';
const BEGINNING = [0.5, 0.6, 0.9];

/** Lets a player live through a plan and judges what was seen of it: a line for each thing that must hold. */
export async function runChaos(options: ChaosOptions): Promise<readonly Line[]> {
  const world = await makeWorld(options.say);
  const startedAt = performance.now();
  const nowMs = (): number => performance.now() - startedAt;
  const screen = watchScreen({ display: world.display.name, size: PANEL, background: BACKGROUND, nowMs });
  let watch: Watch | null = null;
  try {
    world.server.setPlaylist(HOSTNAME, world.content.itemsFor(BEGINNING));
    world.startPlayer();
    await until(START_WITHIN_MS, () => screen.shows() && plays(world), `it plays: ${world.said()}`);
    watch = startWatch(world, nowMs, screen.hasShown);
    return judge(await gather(options, { world, screen, watch, nowMs }));
  } finally {
    keepLog(world.dataFolder, options.seed);
    await screen.stop();
    await watch?.stop();
    await world.stop();
  }
}

interface Parts {
  readonly world: World;
  readonly screen: ScreenWatch;
  readonly watch: Watch;
  readonly nowMs: () => number;
}

/** Runs the plan and what follows it, ends the player, and answers what was seen. */
async function gather({ seed, lengthMs, say }: ChaosOptions, parts: Parts): Promise<Evidence> {
  const { world, screen, watch, nowMs } = parts;
  const acts = makeActs(world);
  acts.announceNext();
  const beganMs = nowMs();
  const epochMs = Date.now() - beganMs;
  const done = await live(world, acts, makePlan({ seed, lengthMs }), nowMs);
  say(`${done.length} disturbances: ${countNames(done)}`);
  const lastMs = await playLast(world, nowMs);
  const emptied = await isReached(EMPTY_WITHIN_MS, () => world.player().status()?.outbox?.pending === 0);
  // What was on the screen before the first item, a message of the start, is no content.
  const bare = screen.bare().filter(({ fromMs }) => fromMs >= beganMs);
  await screen.stop();
  await watch.stop();
  const leftOver = await endPlayer(world);
  return {
    world,
    done,
    beganMs,
    epochMs,
    lastMs,
    twoPollsMs: 2 * POLL_SECONDS * 1_000,
    emptied,
    seen: watch.seen(),
    screen: { bare, pictures: screen.pictures(), longestGapMs: screen.longestGapMs() },
    authCodes: acts.authCodes(),
    leftOver,
  };
}

function countNames(done: readonly Done[]): string {
  const counts = new Map<string, number>();
  for (const { name } of done) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count})`)).join(', ');
}

const plays = (world: World): boolean => {
  const status = world.player().status();
  return status?.connection === 'online' && status.current !== null;
};

/** Follows the plan, and takes everything back at its end. */
async function live(
  world: World,
  acts: Acts,
  plan: readonly Step[],
  nowMs: () => number,
): Promise<readonly Done[]> {
  const beganMs = nowMs();
  const done: Done[] = [];
  const open = new Map<Undo, NodeJS.Timeout>();
  for (const step of plan) {
    await sleep(Math.max(0, beganMs + step.atMs - nowMs()));
    if (step.kind === 'playlist') {
      world.server.setPlaylist(HOSTNAME, world.content.itemsFor(step.draws));
      continue;
    }
    const atMs = nowMs();
    const undo = await acts.begin(step.disturbance);
    const name = nameOf(step.disturbance);
    done.push({ atMs, untilMs: nowMs() + step.lengthMs, name: undo === null ? `(not now: ${name})` : name });
    if (undo === null) continue;
    const end = (): void => {
      open.delete(undo);
      undo();
    };
    open.set(undo, setTimeout(end, step.lengthMs));
  }
  for (const [undo, timer] of open) {
    clearTimeout(timer);
    undo();
  }
  return done;
}

/** Offers one more list, and answers after how long it plays, ms; null: it never did. */
async function playLast(world: World, nowMs: () => number): Promise<number | null> {
  const sinceMs = nowMs();
  world.server.setPlaylist(HOSTNAME, world.content.lastList(LAST_NAME));
  const isThere = (): boolean => world.player().status()?.current?.file_name === LAST_NAME;
  return (await isReached(LAST_WITHIN_MS, isThere)) ? nowMs() - sinceMs : null;
}

/** Ends the player in order; answers the processes that outlive it. */
async function endPlayer(world: World): Promise<readonly string[]> {
  await world.player().stop();
  await isReached(5_000, () => processesOf(world.dataFolder).length === 0);
  return processesOf(world.dataFolder);
}

/** What the player wrote of it, for whoever looks for the reason of a failure. */
function keepLog(dataFolder: string, seed: number): void {
  const folder = join(import.meta.dirname, '../../out/chaos', String(seed));
  mkdirSync(folder, { recursive: true });
  const logs = join(dataFolder, 'logs');
  if (existsSync(logs)) cpSync(logs, folder, { recursive: true });
}

async function isReached(withinMs: number, holds: () => boolean): Promise<boolean> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > withinMs) return false;
    await sleep(50);
  }
  return true;
}

async function until(withinMs: number, holds: () => boolean, what: string): Promise<void> {
  if (!(await isReached(withinMs, holds))) throw new Error(`Waited in vain until ${what}`);
}
