import { lookup as dnsLookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createConnection, type LookupFunction } from 'node:net';
import { getCACertificates, type SecureContext } from 'node:tls';
import type { Clock } from '../../shared/clock.ts';
import { isLocalAddress } from './local-target.ts';
import { openRouted } from './open-routed.ts';
import type { Route } from './route.ts';
import { openSecureConnection, type ShownPeer } from './secure-connection.ts';
import { createOfferingContext } from './tls-offer.ts';
import { bareHost } from '../../shared/bare-host.ts';

/** An idle connection is given up after this; servers usually do so earlier. */
const IDLE_MS = 30_000;
const MOST_SOCKETS = 8;
const keepAlive = { keepAlive: true, timeout: IDLE_MS, maxSockets: MOST_SOCKETS, maxFreeSockets: 4 } as const;

/** What both kinds of agents need. */
export interface RoutedAgentDependencies {
  readonly clock: Clock;
  /** For TCP and TLS together. */
  readonly connectTimeoutMs: number;
  readonly route: Route;
  /** Looks names up that no proxy does; without one the system does. */
  readonly lookup?: LookupFunction;
}

export interface JudgedAgentDependencies extends RoutedAgentDependencies {
  readonly judge: (peer: ShownPeer, host: string) => boolean;
  readonly secureContext?: () => SecureContext;
}

type Created = ((error: Error | null, socket?: unknown) => void) | undefined;

/**
 * An https agent that hands a connection out only after its peer was judged, inside the tunnel where the route names a proxy. It
 * makes every connection itself, so neither a proxy of the environment nor a cached session can stand between.
 */
export function createJudgedAgent(options: JudgedAgentDependencies): HttpsAgent {
  const agent = new HttpsAgent({ ...keepAlive, maxCachedSessions: 0 });
  agent.createConnection = (target, done) => {
    const host = bareHost(target.host ?? 'localhost');
    openSecureConnection(
      {
        host,
        port: Number(target.port ?? 443),
        clock: options.clock,
        timeoutMs: options.connectTimeoutMs,
        route: options.route,
        judge: (peer) => options.judge(peer, host),
        ...(options.secureContext === undefined ? {} : { secureContext: options.secureContext() }),
        ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
      },
      (error, socket) => {
        // Node's own agent calls back with an error alone; the type asks for a stream beside it.
        (done as Created)?.(error, socket);
      },
    );
    return undefined;
  };
  return agent;
}

/**
 * A plain http agent. It asks for a tunnel, too: a proxy that is asked for the page itself would have to be told every header, the
 * sign-in of this screen among them.
 */
export function createPlainAgent({
  clock,
  connectTimeoutMs,
  route,
  lookup,
}: RoutedAgentDependencies): HttpAgent {
  const agent = new HttpAgent(keepAlive);
  agent.createConnection = (target, done) => {
    const [host, port] = [bareHost(target.host ?? 'localhost'), Number(target.port ?? 80)];
    const place = { host, port, isSecure: false };
    openRouted({ ...place, route, clock, timeoutMs: connectTimeoutMs }, (error, tunnel) => {
      const straight = { host, port, ...(lookup === undefined ? {} : { lookup }) };
      (done as Created)?.(error, error === null ? (tunnel ?? createConnection(straight)) : undefined);
    });
    return undefined;
  };
  return agent;
}

/**
 * A look-up that fails with `ERR_LOCAL_TARGET` when a name leads to this machine or a link-local address: a playlist must not
 * reach what listens there under a name of its own.
 */
export function createGuardedLookup(lookup: LookupFunction = dnsLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      const addresses = Array.isArray(address) ? address.map((one) => one.address) : [address];
      if (error === null && addresses.some((one) => isLocalAddress(one))) {
        const refusal = new Error('The name leads to the screen itself');
        callback(Object.assign(refusal, { code: 'ERR_LOCAL_TARGET' }), '', 4);
        return;
      }
      callback(error, address, family);
    });
  };
}

/**
 * Whom ordinary system trust trusts: Node's list, the authorities added through the environment, and those of the
 * operating system (where an office installs its own). Read at the first call, which takes tens of milliseconds.
 */
export function createSystemContext(
  readAuthorities: () => readonly string[] = systemAuthorities,
): () => SecureContext {
  let context: SecureContext | null = null;
  return () => (context ??= createOfferingContext(readAuthorities()));
}

function systemAuthorities(): readonly string[] {
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
}
