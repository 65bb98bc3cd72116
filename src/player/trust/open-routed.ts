import type { Socket } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import type { Proxy, Route } from './route.ts';
import { openTunnel } from './tunnel.ts';

export interface RoutedOptions {
  /** A host name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  readonly route: Route;
  readonly clock: Clock;
  /** Of everything that the connection is for. */
  readonly timeoutMs: number;
}

/** A proxy that holds a tunnel back has to be told from a server that does: its part of the time ends before the whole. */
const TUNNEL_SHARE = 0.8;

/**
 * The way to a target as its route says: `done` gets the tunnel through a proxy, or null where the target is to be connected to
 * straight; or the error of a tunnel that is none. Without a proxy it is called at once.
 */
export function openRouted(
  { host, port, isSecure, route, clock, timeoutMs }: RoutedOptions,
  done: (error: Error | null, socket: Socket | null) => void,
): void {
  const go = (proxy: Proxy | null): void => {
    if (proxy === null) {
      done(null, null);
      return;
    }
    const limit = { clock, timeoutMs: timeoutMs * TUNNEL_SHARE };
    openTunnel({ proxy, host, port, ...limit }, (error, socket) => {
      done(error, socket ?? null);
    });
  };
  const proxy = route.proxyFor({ host, port, isSecure });
  if (proxy instanceof Promise) void proxy.then(go);
  else go(proxy);
}
