import { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Clock } from '../../shared/clock.ts';
import { createGuardedLookup, createJudgedAgent, createPlainAgent } from './judged-agent.ts';
import { isLocalHost } from './local-target.ts';
import { straightRoute, type Route } from './route.ts';
import { PEER_REFUSED, type ShownPeer } from './secure-connection.ts';
import type { TrustTransport } from './trust.types.ts';

export interface TransportDependencies {
  /** Of the paired server, for example `https://192.168.0.121`. */
  readonly origin: string;
  readonly clock: Clock;
  /** For TCP and TLS together. */
  readonly connectTimeoutMs: number;
  readonly systemContext: () => SecureContext;
  readonly route: Route;
  /** Judges whoever answers in the paired server's place; asked for https only. */
  readonly judge: (peer: ShownPeer, host: string) => boolean;
  /** Looks names of strangers up; without one the system does. */
  readonly lookup?: LookupFunction;
}

/**
 * Connections to one server, judged by `judge`, and to strangers (media of other hosts) under ordinary system trust.
 * While the server is elsewhere, a stranger's name must not lead to this machine.
 */
export function createTransport(options: TransportDependencies): TrustTransport {
  const { origin, clock, connectTimeoutMs, systemContext, route } = options;
  const server = new URL(origin);
  const plainly = { clock, connectTimeoutMs, route };
  const common = { ...plainly, secureContext: systemContext };
  const plain = options.lookup === undefined ? {} : { lookup: options.lookup };
  const guard = isLocalHost(server.hostname) ? plain : { lookup: createGuardedLookup(options.lookup) };
  const own: HttpAgent | HttpsAgent =
    server.protocol === 'https:'
      ? createJudgedAgent({ ...common, judge: options.judge })
      : createPlainAgent(plainly);
  const strangers = {
    https: createJudgedAgent({ ...common, ...guard, judge: (peer) => peer.systemProblem === null }),
    http: createPlainAgent({ ...plainly, ...guard }),
  };
  return {
    agentFor: (url) => {
      if (url.origin === server.origin) return own;
      return url.protocol === 'https:' ? strangers.https : strangers.http;
    },
    destroy: () => {
      for (const agent of [own, strangers.https, strangers.http]) agent.destroy();
    },
  };
}

/** A transport that connects to nobody: what there is while no server is in use. */
export function createClosedTransport(clock: Clock): TrustTransport {
  const https = createJudgedAgent({ clock, connectTimeoutMs: 1, route: straightRoute, judge: () => false });
  const http = new HttpAgent();
  for (const agent of [https, http]) {
    agent.createConnection = (_target, done) => {
      const refusal = Object.assign(new Error('No server is in use'), { code: PEER_REFUSED });
      (done as ((error: Error) => void) | undefined)?.(refusal);
      return undefined;
    };
  }
  return { agentFor: (url) => (url.protocol === 'https:' ? https : http), destroy: () => undefined };
}
