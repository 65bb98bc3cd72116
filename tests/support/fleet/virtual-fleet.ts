import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/types.ts';
import { longPicture } from '../media-support.ts';
import { createFleetPlayer, type FleetPlayer } from './fleet-player.ts';
import { countWireBytes } from './wire-bytes.ts';
import { createRates, type RateSummary } from './rates.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export interface VirtualFleetOptions {
  readonly players: number;
  /** How long the fleet is left alone, is without its server, and is watched after that; virtual minutes. */
  readonly steadyMinutes: number;
  readonly outageMinutes: number;
  readonly afterMinutes: number;
  /** Told what is being done. */
  readonly say: (what: string) => void;
}

export interface VirtualFleetReport {
  /** All screens were switched on in the same second; the busiest second of that minute. */
  readonly start: RateSummary;
  readonly steady: RateSummary;
  /** From the server's return on. */
  readonly after: RateSummary;
  /** The first minute of it. */
  readonly back: RateSummary;
  /** From a new playlist on the server until 99 in 100 screens have it, s. */
  readonly playlistSeconds: number;
  /** From the server's return until 99 in 100 screens have asked for their playlist, s. */
  readonly returnSeconds: number;
  /** Of the steady state, heads and bodies both ways, without TLS. */
  readonly bytesPerPlayerHour: number;
  /** Of this process, what each player added: heap, and the whole resident memory with its half of the server and both ends of its connection. */
  readonly heapPerPlayer: number;
  readonly residentPerPlayer: number;
}

const MINUTE_MS = 60_000;
const LONGEST_S = 1_800;
const FILE_BYTES = 20_000;

/**
 * A fleet over real sockets, while the time of every player is virtual: it stands still while requests are answered, so that the
 * rates are what the players' own timers make of them, whatever this machine can bear.
 */
export async function runVirtualFleet(options: VirtualFleetOptions): Promise<VirtualFleetReport> {
  const { players: count, say } = options;
  const clock = createVirtualClock();
  const rates = createRates();
  const wire = countWireBytes();
  const asked = new Set<string>();
  const server = await startSimulator({
    protocol: 'http',
    rateLimit: false,
    keepAliveTimeoutMs: 30_000,
    onAnswer: ({ path }) => {
      if (path.startsWith('/api/playlists/')) asked.add(path);
      rates.count(clock.monotonic());
    },
  });
  const names = Array.from({ length: count }, (_, index) => `screen-${index}`);
  for (const hostname of names) server.addPlayer({ hostname, code: hostname });
  serve(server, names, 1);
  const before = memory();
  const players = names.map((hostname) =>
    createFleetPlayer({ origin: server.origin, hostname, code: hostname, clock }),
  );
  try {
    say(`${count} screens are switched on at once`);
    await Promise.all(players.map((player) => player.start()));
    await clock.advance(3 * MINUTE_MS);
    const start = rates.between(0, MINUTE_MS);

    say(`${options.steadyMinutes} minutes of steady state`);
    const steadyFrom = clock.monotonic();
    const bytesBefore = wire.total();
    await clock.advance(options.steadyMinutes * MINUTE_MS);
    const steady = rates.between(steadyFrom, clock.monotonic());
    const hours = options.steadyMinutes / 60;
    const bytesPerPlayerHour = (wire.total() - bytesBefore) / count / hours;
    server.clearRequests();
    const after = memory();

    say('a new playlist');
    serve(server, names, 2);
    const isNew = (player: FleetPlayer): boolean => player.version() === '2';
    const playlistSeconds = await secondsUntil(() => players.filter(isNew).length >= count * 0.99, clock);

    say(`${options.outageMinutes} minutes without the server`);
    await server.stop();
    await clock.advance(options.outageMinutes * MINUTE_MS);
    await server.start();
    say(`the server is back, ${options.afterMinutes} minutes`);
    const backAt = clock.monotonic();
    asked.clear();
    const returnSeconds = await secondsUntil(() => asked.size >= count * 0.99, clock);
    await clock.advance(Math.max(0, options.afterMinutes * MINUTE_MS - (clock.monotonic() - backAt)));
    return {
      ...{ start, steady, playlistSeconds, returnSeconds, bytesPerPlayerHour },
      heapPerPlayer: (after.heapUsed - before.heapUsed) / count,
      residentPerPlayer: (after.rss - before.rss) / count,
      after: rates.between(backAt, clock.monotonic()),
      back: rates.between(backAt, backAt + MINUTE_MS),
    };
  } finally {
    if (!server.running) await server.start();
    await Promise.all(players.map((player) => player.stop()));
    clock.close();
    wire.close();
    await server.stop();
  }
}

/** Gives every player a list of one picture that no list had before. */
export function serve(server: Simulator, hostnames: readonly string[], version: number): void {
  const upload = server.addUpload(`picture-${version}.png`, longPicture(FILE_BYTES));
  const item = server.itemFor(upload.name);
  for (const hostname of hostnames) server.setPlaylist(hostname, [item], version);
}

function memory(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage();
}

async function secondsUntil(holds: () => boolean, clock: VirtualClock): Promise<number> {
  const from = clock.monotonic();
  const elapsed = (): number => (clock.monotonic() - from) / 1_000;
  while (!holds() && elapsed() < LONGEST_S) await clock.advance(1_000);
  return elapsed();
}
