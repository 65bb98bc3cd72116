import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const CODE = 'HOURS-CODE';
const WAIT = { timeout: 15_000 };
const picture = (colour: string): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="${colour}"/></svg>`,
  );

let folder: string;
let simulator: Simulator;
let player: TestPlayer | null = null;

async function start(environment: Record<string, string> = {}): Promise<TestPlayer> {
  player = await startTestPlayer(folder, {
    ...provisionedBy(simulator.origin, 'lobby', CODE),
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    ...environment,
  });
  return player;
}

function serve(hours: unknown, ...names: readonly string[]): void {
  simulator.setPlaylistBody('lobby', {
    playlist_version: names.join(),
    playlist: names.map((name) => simulator.itemFor(name, { duration: 5 })),
    ...(hours === undefined ? {} : { screen_hours: hours }),
  });
}

beforeEach(async () => {
  folder = temporaryFolder();
  simulator = await startSimulator({ players: [{ hostname: 'lobby', code: CODE }], rateLimit: false });
  for (const name of ['red.svg', 'green.svg']) simulator.addUpload(name, picture(name.slice(0, -4)));
  serve(undefined, 'red.svg');
});
afterEach(async () => {
  await player?.stop();
  player = null;
  if (simulator.running) await simulator.stop();
});

it('goes off by the hours of the server, beats, downloads and renews on, and comes on where a technician wants it', async () => {
  const screen = await start();
  await screen.until(({ state }) => state === 'playing', 'content');
  serve('off', 'red.svg', 'green.svg');
  await screen.ask('sync-now');
  await screen.until(({ state, panel }) => state === 'off' && panel.answer?.asked === 'off', 'the panel off');
  const beat = await simulator.waitForFeedback(
    ({ body }) => body['panel'] === 'off' && body['screen'] === 'off',
    WAIT.timeout,
  );
  expect(beat.body).toMatchObject({ status: 'online', message: 'The screen is off.', panel_reason: 'hours' });
  await screen.until(
    ({ playlist }) => playlist.items === 2 || playlist.staged !== null,
    'the new playlist, behind black',
  );
  await expect
    .poll((): unknown => JSON.parse(readFileSync(join(folder, 'status.json'), 'utf8')), WAIT)
    .toMatchObject({ state: 'off', pixels: 'off', panel: { state: 'off', hours_by: 'server' } });

  await screen.ask('wake-panel');
  await screen.until(
    ({ panel }) => panel.state === 'on' && panel.reason === 'in-use',
    'the panel, for a touch',
  );

  await screen.ask('change-setting', { name: 'screenHours', value: 'on' });
  await screen.until(
    ({ panel }) => panel.hours?.by === 'technician' && panel.reason === 'hours',
    "a technician's hours",
  );
  expect(screen.snapshot().recoveries.screen).toBe(0);
});

it('starts black where it was off when it stopped, and keeps hours that a later answer spoils', async () => {
  serve({ 'mon-sun': 'off' }, 'red.svg');
  const first = await start();
  await first.until(({ state }) => state === 'off', 'the panel off');
  await first.stop();
  serve('sometimes', 'red.svg');
  const second = await start();
  expect(second.snapshot().state).toBe('off');
  await simulator.waitForFeedback(({ body }) => body['panel'] === 'off', WAIT.timeout);
  await second.until(({ lastContact }) => lastContact !== null, 'an answer of the server');
  await expect.poll(() => second.log(), WAIT).toContain('The screen_hours of the playlist cannot be read');
  expect(second.snapshot().state).toBe('off');
});

it('refuses hours over the bridge that cannot be read, and goes by those before', async () => {
  const screen = await start({ DIGIPLAYER_SCREEN_HOURS: 'on' });
  await screen.until(({ state }) => state === 'playing', 'content');
  const answer = await screen.ask('change-setting', { name: 'screenHours', value: 'mondya off' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  expect(screen.snapshot().settings.screenHours).toBe('mon-sun on');
});
