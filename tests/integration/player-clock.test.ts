import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWindowJudge } from '../../src/playback/daypart.ts';
import { advance, createSchedule, offerProgram, type Moment } from '../../src/playback/schedule.ts';
import { clockFactsOf, judgeClock } from '../../src/playback/wall-clock.ts';
import { createSystemClock, type Clock } from '../../src/shared/clock.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const CODE = 'CLOCK-CODE';
const DAY_MS = 86_400_000;
const LONG_AGO = Date.UTC(1999, 0, 1);
/** Five times the second that the screen has. */
const AT_ONCE_MS = 5_000;

let folder: string;
let simulator: Simulator;
let offMs: number;
const players: TestPlayer[] = [];
/** A machine whose clock stands wherever a test puts it. */
const machineClock: Clock = { ...createSystemClock(), now: () => Date.now() + offMs };

async function start(buildMs = LONG_AGO): Promise<TestPlayer> {
  const environment = {
    ...provisionedBy(simulator.origin, 'lobby', CODE),
    DIGIPLAYER_RETRY_ATTEMPTS: '1',
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
  };
  const player = await startTestPlayer(folder, environment, { clock: machineClock, buildMs });
  players.push(player);
  return player;
}

/** Stops the player and puts the machine's clock to `epochMs` for the next. */
async function restartAt(epochMs: number, buildMs = LONG_AGO): Promise<TestPlayer> {
  for (const player of players.splice(0)) await player.stop();
  offMs = epochMs - Date.now();
  return start(buildMs);
}

/** What the screen would show in one round, by what the player tells it of the clock. */
function shownBy(player: TestPlayer): string[] {
  const machine = { wallMs: machineClock.now(), monotonicMs: 0 };
  const { verdict, nowMs } = judgeClock(clockFactsOf(player.snapshot().clock, machine), machine);
  const isOpen = createWindowJudge('UTC');
  const moment = (monotonicMs: number): Moment => ({
    monotonicMs,
    wallMs: nowMs,
    isOpen,
    isDateUnknown: verdict === 'wrong',
  });
  const program = player.playing();
  let schedule = offerProgram(createSchedule(), program);
  const names = new Set<string>();
  while (names.size < (program?.items.length ?? 0)) {
    schedule = advance(schedule, moment(schedule.current?.endMs ?? 0));
    const name = schedule.current?.item.fileName;
    if (name === undefined || names.has(name)) break;
    names.add(name);
  }
  return [...names].sort();
}

beforeEach(async () => {
  offMs = 0;
  folder = temporaryFolder();
  simulator = await startSimulator({ players: [{ hostname: 'lobby', code: CODE }], rateLimit: false });
  const moment = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
  const items = [
    ['always.svg', {}],
    ['expired.svg', { valid_until: moment(-10) }],
    ['today.svg', { valid_from: moment(-10), valid_until: moment(10) }],
    ['later.svg', { valid_from: moment(10) }],
  ] as const;
  for (const [name] of items) {
    simulator.addUpload(
      name,
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><title>${name}</title></svg>`),
    );
  }
  simulator.setPlaylist(
    'lobby',
    items.map(([name, window]) => simulator.itemFor(name, { type: 'image', ...window })),
    1,
  );
  const player = await start();
  await player.until(() => player.playing()?.items.length === 4, 'the whole playlist');
  expect(shownBy(player)).toEqual(['always.svg', 'today.svg']);
});

afterEach(async () => {
  for (const player of players.splice(0)) await player.stop();
  await simulator.stop();
});

describe('a screen whose clock is wrong', () => {
  it('holds the windows without a server while its clock is right', async () => {
    await simulator.stop();
    const player = await restartAt(Date.now());
    expect(player.snapshot().clock.verdict).toBe('right');
    expect(shownBy(player)).toEqual(['always.svg', 'today.svg']);
    await simulator.start();
  });

  it.each([
    ['1970, before the build', 0, Date.UTC(2026, 0, 1)],
    ['2013, before the time that was confirmed', Date.UTC(2013, 0, 1), LONG_AGO],
  ])('lets dates limit nothing at %s, until the server answers', async (_, epochMs, buildMs) => {
    await simulator.stop();
    const player = await restartAt(epochMs, buildMs);
    expect(player.snapshot().clock.verdict).toBe('wrong');
    expect(shownBy(player)).toEqual(['always.svg', 'expired.svg', 'later.svg', 'today.svg']);
    await player.until(({ problems }) => problems.some(({ code }) => code === 'clock-wrong'), 'the problem');

    const answered = simulator.waitForRequest(() => true, 15_000).then(() => performance.now());
    await simulator.start();
    await player.ask('sync-now');
    await player.until(({ clock }) => clock.verdict === 'corrected', 'the correction');
    const tookMs = performance.now() - (await answered);
    expect(shownBy(player)).toEqual(['always.svg', 'today.svg']);
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
    await player.until(({ problems }) => problems.some(({ code }) => code === 'clock-corrected'), 'the news');
    const { body } = await simulator.waitForFeedback(({ body }) => body['clock'] === 'corrected', 15_000);
    expect(Math.abs(Date.parse(`${String(body['timestamp'])}Z`) - Date.now())).toBeLessThan(60_000);
  });

  it('believes nothing that another host says of the time', async () => {
    const elsewhere = await startSimulator({ protocol: 'http' });
    elsewhere.shiftClock(365 * DAY_MS);
    simulator.setPlaylist(
      'lobby',
      [{ file_name: 'far.svg', url: `${elsewhere.origin}/elsewhere/far.svg` }],
      2,
    );
    const [player] = players;
    await player?.ask('sync-now');
    await elsewhere.waitForRequest(({ path }) => path === '/elsewhere/far.svg', 15_000);
    await player?.until(({ problems }) => problems.length > 0, 'the answer of the other host');
    expect(player?.snapshot().clock.verdict).toBe('right');
    await elsewhere.stop();
  });
});
