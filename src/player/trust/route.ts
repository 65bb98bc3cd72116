import { isLocalHost } from './local-target.ts';

/** A proxy that opens tunnels (http CONNECT). */
export interface Proxy {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`; null: nothing is said. A secret. */
  readonly authorization: string | null;
}

/** Whom a connection is for. */
export interface RouteTarget {
  /** A host name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** How connections leave this machine. */
export interface Route {
  /**
   * The proxy for a target; null: straight there. Resolves when it is known, which is when a stored sign-in was opened. What
   * belongs to this machine itself, or lies on its own cable, is reached straight.
   */
  proxyFor(target: RouteTarget): Promise<Proxy | null> | Proxy | null;
}

/** Straight to everybody. */
export const straightRoute: Route = { proxyFor: () => null };

/** By the proxy that `choose` names, but for what lies on this machine. */
export function createRoute(choose: (target: RouteTarget) => Promise<Proxy | null> | Proxy | null): Route {
  return { proxyFor: (target) => (isLocalHost(target.host) ? null : choose(target)) };
}

/** The `Proxy-Authorization` of a sign-in (RFC 7617, in UTF-8). */
export function basicAuthorization({
  user,
  password,
}: {
  readonly user: string;
  readonly password: string;
}): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
