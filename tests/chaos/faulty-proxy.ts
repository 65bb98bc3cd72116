import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the way to the server does to what goes over it. */
export interface Weather {
  /** Each piece comes so much later. */
  readonly latencyMs: number;
  /** Of each connection, from the server. */
  readonly bytesPerSecond: number | null;
  /** The connection ends, as if all had been said, after so many bytes from the server. */
  readonly cutOffAfterBytes: number | null;
  /** Connections stand, and nothing comes over them. */
  readonly isHalfOpen: boolean;
  /** A connection is reset as soon as it is there. */
  readonly isRefusing: boolean;
}

export const fairWeather: Weather = {
  latencyMs: 0,
  bytesPerSecond: null,
  cutOffAfterBytes: null,
  isHalfOpen: false,
  isRefusing: false,
};

/** A way to a server over which bad weather can come. */
export interface FaultyProxy {
  readonly port: number;
  setWeather(weather: Partial<Weather>): void;
  /** Connections from now on lead to another port of this machine; those that stand are reset. */
  leadTo(port: number): void;
  /** Resets every connection that stands. */
  reset(): void;
  stop(): Promise<void>;
}

/** A slow connection takes at least so many steps a second. */
const SLOW_STEP_MS = 100;

/** Starts it on a free port of 127.0.0.1, leading to `target` there. */
export async function startFaultyProxy(target: number): Promise<FaultyProxy> {
  let weather = fairWeather;
  let leadsTo = target;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    return socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client);
    if (weather.isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const upstream = keep(connect(leadsTo, '127.0.0.1'));
    void passOn(client, upstream, () => ({ ...weather, bytesPerSecond: null, cutOffAfterBytes: null }));
    void passOn(upstream, client, () => weather);
    client.once('close', () => upstream.destroy());
    upstream.once('error', () => {
      client.resetAndDestroy();
    });
    upstream.once('close', () => {
      client.destroySoon();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const reset = (): void => {
    for (const socket of [...sockets]) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    setWeather: (changes) => {
      const wasHalfOpen = weather.isHalfOpen;
      weather = { ...weather, ...changes };
      // What was swallowed meanwhile never comes, and who is refused loses what it had.
      if ((wasHalfOpen && !weather.isHalfOpen) || weather.isRefusing) reset();
    },
    leadTo: (port) => {
      leadsTo = port;
      reset();
    },
    reset,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      reset();
      await closed;
    },
  };
}

/** Hands on what comes, piece by piece, through the weather of that moment. */
async function passOn(from: Socket, to: Socket, weather: () => Weather): Promise<void> {
  let passed = 0;
  try {
    for await (const piece of from as AsyncIterable<Buffer>) {
      const { latencyMs, isHalfOpen, cutOffAfterBytes } = weather();
      if (isHalfOpen) continue;
      if (latencyMs > 0) await sleep(latencyMs);
      for (const part of partsOf(piece, weather().bytesPerSecond)) {
        if (weather().bytesPerSecond !== null) await sleep(SLOW_STEP_MS);
        if (!to.write(part)) await once(to, 'drain');
      }
      passed += piece.length;
      if (cutOffAfterBytes !== null && passed > cutOffAfterBytes) {
        to.destroySoon();
        from.destroy();
        return;
      }
    }
    to.end();
  } catch {
    // One of both ends is gone, and the other goes with it.
    to.destroy();
  }
}

function partsOf(piece: Buffer, bytesPerSecond: number | null): Buffer[] {
  if (bytesPerSecond === null) return [piece];
  const length = Math.max(1, Math.round((bytesPerSecond * SLOW_STEP_MS) / 1_000));
  return Array.from({ length: Math.ceil(piece.length / length) }, (_, at) =>
    piece.subarray(at * length, (at + 1) * length),
  );
}
