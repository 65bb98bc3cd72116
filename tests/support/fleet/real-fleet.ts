import { setTimeout as wait } from 'node:timers/promises';
import { createSystemClock } from '../../../src/shared/clock.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { createFleetPlayer } from './fleet-player.ts';
import { serve } from './virtual-fleet.ts';
import { countWireBytes } from './wire-bytes.ts';

export interface RealFleetReport {
  /** Requests of one player in an hour. */
  readonly requestsPerPlayerHour: number;
  /** Both ways, TLS and all; the server keeps a connection for five seconds. */
  readonly bytesPerPlayerHour: number;
}

/** So many players a second are switched on: each shakes hands three times before it plays. */
const STARTED_AT_ONCE = 10;

/** A fleet in real time, over TLS with a pinned certificate: what one player costs on the wire while nothing happens. */
export async function runRealFleet(count: number, seconds: number): Promise<RealFleetReport> {
  const clock = createSystemClock();
  const wire = countWireBytes();
  let requests = 0;
  const server = await startSimulator({
    rateLimit: false,
    onAnswer: () => {
      requests += 1;
    },
  });
  const names = Array.from({ length: count }, (_, index) => `screen-${index}`);
  for (const hostname of names) server.addPlayer({ hostname, code: hostname });
  serve(server, names, 1);
  const players = names.map((hostname) =>
    createFleetPlayer({ origin: server.origin, hostname, code: hostname, clock }),
  );
  try {
    for (let index = 0; index < players.length; index += STARTED_AT_ONCE) {
      await Promise.all(players.slice(index, index + STARTED_AT_ONCE).map((player) => player.start()));
      while (!players.slice(0, index + STARTED_AT_ONCE).every((player) => player.version() === '1'))
        await wait(50);
    }
    // What follows from pairing is over.
    await wait(5_000);
    const [bytesBefore, requestsBefore] = [wire.total(), requests];
    await wait(seconds * 1_000);
    const hours = (count * seconds) / 3_600;
    return {
      requestsPerPlayerHour: (requests - requestsBefore) / hours,
      bytesPerPlayerHour: (wire.total() - bytesBefore) / hours,
    };
  } finally {
    await Promise.all(players.map((player) => player.stop()));
    wire.close();
    await server.stop();
  }
}
