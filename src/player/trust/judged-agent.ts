import { lookup as dnsLookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { getCACertificates, type SecureContext } from 'node:tls';
import type { Clock } from '../../shared/clock.ts';
import { isLocalAddress } from './local-target.ts';
import { openSecureConnection, type ShownPeer } from './secure-connection.ts';
import { createOfferingContext } from './tls-offer.ts';

/** An idle connection is given up after this; servers usually do so earlier. */
const IDLE_MS = 30_000;
const MOST_SOCKETS = 8;
const keepAlive = { keepAlive: true, timeout: IDLE_MS, maxSockets: MOST_SOCKETS, maxFreeSockets: 4 } as const;

export interface JudgedAgentDependencies {
  readonly clock: Clock;
  readonly connectTimeoutMs: number;
  readonly judge: (peer: ShownPeer, host: string) => boolean;
  readonly secureContext?: () => SecureContext;
  readonly lookup?: LookupFunction;
}

/**
 * An https agent that hands a connection out only after its peer was judged. It makes every
 * connection itself, so neither a proxy of the environment nor a cached session can stand between.
 */
export function createJudgedAgent(options: JudgedAgentDependencies): HttpsAgent {
  const agent = new HttpsAgent({ ...keepAlive, maxCachedSessions: 0 });
  agent.createConnection = (target, done) => {
    const host = (target.host ?? 'localhost').replace(/^\[|\]$/g, '');
    openSecureConnection(
      {
        host,
        port: Number(target.port ?? 443),
        clock: options.clock,
        timeoutMs: options.connectTimeoutMs,
        judge: (peer) => options.judge(peer, host),
        ...(options.secureContext === undefined ? {} : { secureContext: options.secureContext() }),
        ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
      },
      (error, socket) => {
        // Node's own agent calls back with an error alone; the type asks for a stream beside it.
        (done as ((error: Error | null, socket?: unknown) => void) | undefined)?.(error, socket);
      },
    );
    return undefined;
  };
  return agent;
}

/** A plain http agent. */
export function createPlainAgent(lookup?: LookupFunction): HttpAgent {
  return new HttpAgent({ ...keepAlive, ...(lookup === undefined ? {} : { lookup }) });
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
