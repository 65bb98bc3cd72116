import { readProxyUrl, SYSTEM_PROXY, type ProxySignIn, type WrittenProxy } from '../settings/proxy-url.ts';
import { readSystemProxies } from '../settings/system-proxy.ts';
import { basicAuthorization, type Proxy, type RouteTarget } from './route.ts';
import { bareHost } from '../../shared/bare-host.ts';

export interface ProxyInForce {
  /** The setting `proxyUrl`, without a sign-in. */
  readonly url: string;
  /** Belongs to that address. */
  readonly signIn: ProxySignIn | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The proxy for each target by the setting; null: straight. The variables of the system count only where the setting says so. */
export function chooseProxy({
  url,
  signIn,
  environment,
}: ProxyInForce): (target: RouteTarget) => Proxy | null {
  if (url === SYSTEM_PROXY) {
    const system = readSystemProxies(environment);
    const [secure, plain] = [toProxy(system.https), toProxy(system.http)];
    return ({ host, port, isSecure }) => (system.isExcepted(host, port) ? null : isSecure ? secure : plain);
  }
  const written = readProxyUrl(url);
  const proxy = toProxy(written === null ? null : { url: written.url, signIn });
  return () => proxy;
}

function toProxy(written: WrittenProxy | null): Proxy | null {
  if (written === null) return null;
  const { hostname, port } = new URL(written.url);
  return {
    host: bareHost(hostname),
    port: Number(port || 80),
    authorization: written.signIn === null ? null : basicAuthorization(written.signIn),
  };
}
