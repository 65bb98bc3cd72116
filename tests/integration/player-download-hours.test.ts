import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { provisionedBy } from '../support/provisioned-by.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CODE = 'HOURS-CODE';
const HOUR_MS = 3_600_000;

let folder: string;
let simulator: Simulator;
let player: TestPlayer | null = null;

async function start(downloadHours: string): Promise<TestPlayer> {
  player = await startTestPlayer(folder, {
    ...provisionedBy(simulator.origin, 'lobby', CODE),
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    DIGIPLAYER_DOWNLOAD_HOURS: downloadHours,
  });
  return player;
}

function serve(...names: readonly string[]): void {
  simulator.setPlaylistBody('lobby', {
    playlist_version: names.join(),
    playlist: names.map((name) => simulator.itemFor(name, { duration: 5 })),
  });
}

const isAskedFor = (name: string): boolean => simulator.requests.some(({ path }) => path.endsWith(name));

/** From now on for an hour, or half a day away from it. */
function hours(fromNowMs: number): string {
  const told = (ms: number): string => `${String(new Date(ms).getHours()).padStart(2, '0')}:00`;
  const fromMs = Date.now() + fromNowMs;
  return `${told(fromMs)}-${told(fromMs + 2 * HOUR_MS)}`;
}

beforeEach(async () => {
  folder = temporaryFolder();
  simulator = await startSimulator({ players: [{ hostname: 'lobby', code: CODE }], rateLimit: false });
  for (const [name, colour] of [
    ['red.svg', '#f00'],
    ['green.svg', '#0f0'],
  ] as const) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="${colour}"/></svg>`;
    simulator.addUpload(name, Buffer.from(svg));
  }
  serve('red.svg');
});
afterEach(async () => {
  await player?.stop();
  player = null;
  await simulator.stop();
});

it('asks for a new list’s files in the hours of downloads only, but for a first list at once', async () => {
  const screen = await start(hours(11 * HOUR_MS));
  await screen.until(({ state }) => state === 'playing', 'the first list, outside the hours');
  serve('red.svg', 'green.svg');
  await screen.ask('sync-now');
  await screen.until(
    ({ problems }) => problems.some(({ code }) => code === 'downloads-wait'),
    'the wait, told',
  );
  await screen.ask('sync-now');
  expect(isAskedFor('green.svg')).toBe(false);
  expect(screen.snapshot().playlist.items).toBe(1);
  await screen.stop();

  const later = await start(hours(0));
  await later.until(({ playlist }) => playlist.items === 2, 'the new list, within the hours');
  expect(isAskedFor('green.svg')).toBe(true);
});
