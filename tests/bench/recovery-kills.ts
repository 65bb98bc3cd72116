import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSystemClock, wait } from '../../src/shared/clock.ts';
import { endProcess, processesBelow } from '../support/e2e/processes.ts';
import { seededRandom } from '../support/seeded-random.ts';
import type { Figure } from './figure.ts';
import { openRecoveryScreen, until, type RecoveryScreen } from './recovery-screen.ts';

/** What is struck. */
const victims = ['renderer', 'gpu', 'browser', 'main'] as const;
type Victim = (typeof victims)[number];

const lineSchema = z.object({ victim: z.enum(victims), backMs: z.number() });
type Kill = z.infer<typeof lineSchema>;

/** Content is back within these, ms. */
const P95_MS = 2_000;
const MOST_MS = 3_000;
const LOOK_EVERY_MS = 10;
/** So long it stands before it counts as back, and before the next blow. */
const SETTLE_MS = 1_500;
/** A lost graphics process is noticed by now; the page stays. */
const GPU_SEEN_WITHIN_MS = 2_000;
const GIVE_UP_MS = 60_000;

const clock = createSystemClock();

/**
 * Kills the processes that draw, in lives of three kills each: the player waits before it answers what happens again and again,
 * and that wait is not what is measured. Options: `--kills N`, `--seed N`, `--kept FILE` (goes on with what an earlier call
 * measured), `--seconds N` (ends after so long).
 */
export async function measureKills(options: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      kills: { type: 'string' },
      seed: { type: 'string' },
      kept: { type: 'string' },
      seconds: { type: 'string' },
    },
  });
  const kills = Number(values.kills ?? 300);
  const untilMs = clock.monotonic() + Number(values.seconds ?? Number.POSITIVE_INFINITY) * 1_000;
  const kept = values.kept ?? null;
  const all = kept === null ? [] : readKept(kept);
  const random = seededRandom(Number(values.seed ?? 675_902) + all.length);
  const screen = await openRecoveryScreen();
  try {
    while (all.length < kills && clock.monotonic() < untilMs) {
      const life: Victim[] = ['gpu', random() < 0.5 ? 'renderer' : 'browser', 'main'];
      for (const kill of await liveOnce(screen, life)) {
        all.push(kill);
        console.log(`${all.length}: ${kill.victim}, back after ${kill.backMs} ms`);
        if (kept !== null) appendFileSync(kept, `${JSON.stringify(kill)}\n`);
      }
    }
  } finally {
    await screen.stop();
  }
  return figuresOf(all);
}

function readKept(file: string): Kill[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.filter((line) => line !== '').map((line) => lineSchema.parse(JSON.parse(line)));
}

async function liveOnce(screen: RecoveryScreen, victimsInTurn: readonly Victim[]): Promise<Kill[]> {
  const life = screen.startLife();
  try {
    await until(GIVE_UP_MS, 'at the start', () => life.shownSince() !== null && screen.isContent());
    const kills: Kill[] = [];
    for (const victim of victimsInTurn) {
      await wait(clock, SETTLE_MS);
      kills.push({ victim, backMs: Math.round(await timeBack(screen, life, victim)) });
    }
    return kills;
  } finally {
    await life.stop();
  }
}

/** From the blow until content stands again; 0 where it never left. */
async function timeBack(
  screen: RecoveryScreen,
  life: ReturnType<RecoveryScreen['startLife']>,
  victim: Victim,
): Promise<number> {
  const before = life.shownSince();
  const targets = targetsOf(life.player.pid, life.player.status()?.pid, victim);
  if (targets.length === 0) throw new Error(`There is no ${victim} to be killed.`);
  const struckAt = clock.monotonic();
  for (const pid of targets) endProcess(pid);
  let awayAt: number | null = null;
  let backAt = struckAt;
  const isNew = (): boolean =>
    victim === 'gpu' ? clock.monotonic() - struckAt > GPU_SEEN_WITHIN_MS : life.shownSince() !== before;
  for (;;) {
    const now = clock.monotonic();
    if (!screen.isContent()) awayAt = now;
    else if (awayAt !== null && awayAt >= backAt) backAt = now;
    const standsSince = awayAt === null ? struckAt : backAt;
    const isBack = awayAt === null || backAt > awayAt;
    if (isBack && isNew() && now - standsSince > SETTLE_MS) return backAt - struckAt;
    if (now - struckAt > GIVE_UP_MS) throw new Error(`The content did not come back after: ${victim}`);
    await wait(clock, LOOK_EVERY_MS);
  }
}

function targetsOf(player: number, main: number | undefined, victim: Victim): number[] {
  if (victim === 'main') return main === undefined ? [] : [main];
  return processesBelow(player)
    .filter(({ type, commandLine }) => {
      if (victim === 'browser') return type === '' && commandLine.includes('--remote-debugging-pipe');
      return type === (victim === 'gpu' ? 'gpu-process' : 'renderer');
    })
    .map(({ pid }) => pid);
}

function figuresOf(all: readonly Kill[]): Figure[] {
  const timesOf = (wanted: readonly Victim[]): number[] =>
    all
      .filter(({ victim }) => wanted.includes(victim))
      .map(({ backMs }) => backMs)
      .sort((one, other) => one - other);
  const share = (times: readonly number[], part: number): number =>
    times[Math.min(times.length - 1, Math.ceil(times.length * part) - 1)] ?? 0;
  const times = timesOf(victims);
  return [
    ...victims.map((victim) => ({
      name: `${victim}: ${timesOf([victim]).length} kills, content back, p95`,
      value: share(timesOf([victim]), 0.95),
      unit: 'ms',
    })),
    { name: `all ${times.length} kills: content back, p50`, value: share(times, 0.5), unit: 'ms' },
    {
      name: 'all kills: content back, p95',
      value: share(times, 0.95),
      unit: 'ms',
      aim: { atMost: P95_MS },
    },
    {
      name: 'all kills: content back, at most',
      value: times.at(-1) ?? 0,
      unit: 'ms',
      aim: { atMost: MOST_MS },
    },
  ];
}
