import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../simulator/certificate.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const CODE = 'REPORT-CODE';

let folder: string;
let simulator: Simulator;
const players: TestPlayer[] = [];

async function start(): Promise<TestPlayer> {
  const player = await startTestPlayer(folder, {
    ...provisionedBy(simulator.origin, 'lobby', CODE),
    DIGIPLAYER_RETRY_ATTEMPTS: '1',
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
  });
  players.push(player);
  return player;
}

const upload = (name: string): void => {
  simulator.addUpload(
    name,
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><title>${name}</title></svg>`),
  );
};

const events = (): unknown[] =>
  simulator.feedback.map(({ body }) => body['event']).filter((event) => event !== 'beat');

const toHear = (event: string): Promise<unknown> =>
  simulator.waitForFeedback(({ body }) => body['event'] === event, 20_000);

beforeEach(async () => {
  folder = temporaryFolder();
  simulator = await startSimulator({ players: [{ hostname: 'lobby', code: CODE }], rateLimit: false });
  upload('one.svg');
  upload('two.svg');
  simulator.setPlaylist('lobby', [simulator.itemFor('one.svg', { type: 'image' })], 1);
});

afterEach(async () => {
  for (const player of players.splice(0)) await player.stop();
  await simulator.stop();
});

describe('what the server is told', () => {
  it('is each event once and in order, from the start to the next playlist', async () => {
    const player = await start();
    await toHear('playlist-playing');
    simulator.setPlaylist('lobby', [simulator.itemFor('two.svg', { type: 'image' })], 2);
    await player.ask('sync-now');
    await player.until(({ current }) => current?.fileName === 'two.svg', 'the second playlist');
    await simulator.waitForFeedback(
      ({ body }) => body['event'] === 'playlist-playing' && body['playlist_version'] === '2',
      20_000,
    );
    expect(events().filter((event) => event === 'playlist-playing')).toHaveLength(2);
    expect(events()).toEqual(expect.arrayContaining(['started', 'paired']));
    for (const { message, timestamp, body } of simulator.feedback) {
      expect(message).toMatch(/^\S.*\S$/);
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+$/);
      expect(body).toMatchObject({ app_version: '0.0.0-test', hostname: 'lobby' });
    }
  });

  it('is an item that does not play, with the reason', async () => {
    const player = await start();
    await player.until(({ state }) => state === 'playing', 'playing');
    const program = player.playing();
    await player.ask('report-playback', {
      kind: 'failed',
      program: program?.id,
      item: program?.items[0]?.key,
      reason: 'the decoder gave up',
    });
    await toHear('item-failed');
    const failed = simulator.feedback.find(({ body }) => body['event'] === 'item-failed');
    expect(failed).toMatchObject({ status: 'error', body: { error_details: 'the decoder gave up' } });
    expect(failed?.message).toContain('one.svg');
  });

  it('waits in the outbox while the server is away, and loses nothing', async () => {
    const player = await start();
    await player.until(({ state }) => state === 'playing', 'playing');
    await toHear('paired');
    await simulator.stop();
    await player.ask('sync-now');
    const program = player.playing();
    for (let failure = 1; failure <= 3; failure += 1) {
      await player.ask('report-playback', {
        kind: 'failed',
        program: program?.id,
        item: program?.items[0]?.key,
        reason: `failure ${failure}`,
      });
    }
    await player.until(({ outbox }) => outbox.pending > 0, 'reports that wait');
    await player.stop();
    players.pop();
    await simulator.start();

    await start();
    await simulator.waitForFeedback(({ body }) => body['error_details'] === 'failure 3', 20_000);
    const reasons = simulator.feedback.flatMap(({ body }) =>
      body['event'] === 'item-failed' ? [body['error_details']] : [],
    );
    expect(reasons).toEqual(['failure 1', 'failure 2', 'failure 3']);
  });

  it('is a certificate that was announced and followed, once the new one is in use', async () => {
    const player = await start();
    await player.until(({ state }) => state === 'playing', 'playing');
    await toHear('paired');
    simulator.swapCertificate(makeCertificate({ sameKeyAs: simulator.certificate }));
    await player.ask('sync-now');
    await toHear('trust');
    const told = simulator.feedback.find(({ body }) => body['event'] === 'trust');
    expect(told?.message).toContain(simulator.certificate.fingerprint256.replaceAll(':', ''));
    expect(player.snapshot().connection).toBe('online');
  });

  it('is a wrong clock of this screen, by which reported times are corrected', async () => {
    simulator.shiftClock(2 * 3_600_000);
    const player = await start();
    await player.until(({ state }) => state === 'playing', 'playing');
    await toHear('clock-off');
    const told = simulator.feedback.find(({ body }) => body['event'] === 'clock-off');
    const reported = Date.parse(`${told?.timestamp ?? ''}Z`);
    expect(Math.abs(reported - Date.now() - 2 * 3_600_000)).toBeLessThan(60_000);
  });
});
