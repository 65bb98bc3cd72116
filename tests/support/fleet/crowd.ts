import type { Settings } from '../../../src/shared/settings-schema.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { createFleetPlayer, type FleetPlayer } from './fleet-player.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** What became of new screens that were switched on together behind one address. */
export interface CrowdReport {
  readonly screens: number;
  /** Paired, with the playlist on the screen. */
  readonly playing: number;
  /** When the last of them played, or time was up, in minutes after the start. */
  readonly minutes: number;
  /** Sign-ins and verifications that the limit refused. */
  readonly refused: number;
  /** The most of them that one screen met. */
  readonly mostRefused: number;
  /** Sign-ins tried within the first second. */
  readonly atOnce: number;
}

const HOSTS = 'screen-';
const MINUTE_MS = 60_000;

/**
 * Switches `screens` new screens on at once, each with a file that says whom to pair with, behind one address whose limit is ten
 * sign-ins a minute (the simulator's own, on the same virtual clock), and waits until all play, but for `minutes` at the most. Over
 * real sockets.
 */
export async function pairCrowd(
  screens: number,
  minutes: number,
  settings: Partial<Settings> = {},
): Promise<CrowdReport> {
  const clock = createVirtualClock();
  const refusals = new Map<string, number>();
  let atOnce = 0;
  const server = await startSimulator({
    protocol: 'http',
    keepAliveTimeoutMs: 120_000,
    monotonicMs: () => clock.monotonic(),
    onAnswer: ({ path, status, body }) => {
      if (path === '/api/auth/player' && clock.monotonic() < 1_000) atOnce += 1;
      if (status !== 429) return;
      const who = JSON.stringify(body);
      refusals.set(who, (refusals.get(who) ?? 0) + 1);
    },
  });
  const players: FleetPlayer[] = [];
  try {
    for (let index = 0; index < screens; index += 1) {
      const hostname = `${HOSTS}${index}`;
      server.addPlayer({ hostname, code: hostname });
      server.setPlaylist(hostname, [{ id: 1, type: 'web', url: 'https://page.example/', duration: 30 }], 1);
      players.push(createFleetPlayer({ origin: server.origin, hostname, code: hostname, clock, settings }));
    }
    await Promise.all(players.map((player) => player.start()));
    const isPlaying = (player: FleetPlayer): boolean => player.isPaired() && player.version() !== null;
    while (clock.monotonic() < minutes * MINUTE_MS && !players.every(isPlaying)) await clock.advance(5_000);
    const playing = players.filter(isPlaying).length;
    return {
      screens,
      playing,
      minutes: clock.monotonic() / MINUTE_MS,
      refused: [...refusals.values()].reduce((sum, count) => sum + count, 0),
      mostRefused: Math.max(0, ...refusals.values()),
      atOnce,
    };
  } finally {
    await Promise.all(players.map((player) => player.stop()));
    clock.close();
    await server.stop();
  }
}
