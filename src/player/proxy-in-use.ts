import { createProxyVault } from './auth/proxy-vault.ts';
import type { SaidProxy } from './settings/proxy-layers.ts';
import { isSignIn, readProxyUrl, SYSTEM_PROXY, type ProxySignIn } from './settings/proxy-url.ts';
import { chooseProxy } from './trust/choose-proxy.ts';
import { createRoute, type Proxy, type Route, type RouteTarget } from './trust/route.ts';
import { dataFile } from '../platform/files/data-files.ts';
import type { Logging } from '../platform/logging/create-logging.ts';
import type { RequestInput } from '../shared/bridge.ts';
import { createEvents } from '../shared/events.ts';
import type { Host } from '../shared/host.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import type { Settings } from '../shared/settings-schema.ts';

export interface ProxyInUseDependencies {
  readonly host: Pick<Host, 'dataFolder' | 'secrets' | 'settings'>;
  readonly logging: Logging;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the settings said at the start. */
  readonly said: SaidProxy;
  readonly changeSettings: (change: Partial<Settings>) => void;
}

/** The proxy of this screen: the way of every connection, from the sealed sign-in to another one that a person types. */
export interface ProxyInUse {
  readonly route: Route;
  /** Whether anything may go through a proxy at all. */
  readonly isSet: () => boolean;
  /** Opens what is sealed, and seals what was said in the clear; connections wait for it. */
  start(): Promise<void>;
  /** Goes by another one from now on. Fails with `proxy-invalid`, or with `vault-not-written`, and changes nothing then. */
  use(typed: RequestInput<'use-proxy'>): Promise<Result<null>>;
  /** Hears that another one is in use; answers a function that stops listening. */
  readonly onUse: (listener: () => void) => () => void;
}

/** Makes it; no connection is made. */
export function createProxyInUse(dependencies: ProxyInUseDependencies): ProxyInUse {
  const { host, logging, environment, said, changeSettings } = dependencies;
  const vault = createProxyVault({
    file: dataFile(host.dataFolder, 'proxySignIn'),
    secretBox: host.secrets,
    log: logging.log,
  });
  const used = createEvents<null>();
  const opened = Promise.withResolvers<null>();
  let { url } = said;
  let isOpened = false;
  let choose: (target: RouteTarget) => Proxy | null = () => null;

  const goBy = (nextUrl: string, signIn: ProxySignIn | null): void => {
    url = nextUrl;
    if (signIn !== null)
      for (const secret of [signIn.password, `${signIn.user}:${signIn.password}`])
        logging.redactor.add(secret);
    choose = chooseProxy({ url, signIn, environment });
    isOpened = true;
    opened.resolve(null);
  };
  if (readProxyUrl(url) === null) goBy(url, null);

  return {
    route: createRoute((target) => (isOpened ? choose(target) : opened.promise.then(() => choose(target)))),
    isSet: () => url !== '' && (url !== SYSTEM_PROXY || hasSystemProxy(environment)),
    start: async () => {
      if (isOpened) return;
      const sealed = await vault.open(url);
      const signIn = said.signIn ?? sealed ?? said.saidBefore;
      goBy(url, signIn);
      const isKept = signIn === null || (sealed?.user === signIn.user && sealed.password === signIn.password);
      const kept = isKept ? ok(null) : await vault.write(url, signIn);
      // Whoever wrote it into settings.json finds the address alone there.
      if (kept.ok && hasSignIn(host.settings.read()['proxyUrl'])) changeSettings({ proxyUrl: url });
    },
    use: async ({ address, user, password }) => {
      const next = readTyped(address, user === '' ? null : { user, password });
      if (next === null)
        return fail('proxy-invalid', 'This is not the address of a proxy.', { field: 'proxy' });
      const kept = await vault.write(next.url, next.signIn);
      if (!kept.ok) return kept;
      changeSettings({ proxyUrl: next.url });
      goBy(next.url, next.signIn);
      logging.log.info('Another proxy is in use', { proxy: next.url });
      used.tell(null);
      return ok(null);
    },
    onUse: used.listen,
  };
}

function readTyped(
  address: string,
  typed: ProxySignIn | null,
): { readonly url: string; readonly signIn: ProxySignIn | null } | null {
  const plain = address.trim().toLowerCase();
  if (plain === '' || plain === SYSTEM_PROXY) return { url: plain, signIn: null };
  const written = readProxyUrl(address);
  const signIn = typed ?? written?.signIn ?? null;
  return written === null || (signIn !== null && !isSignIn(signIn)) ? null : { url: written.url, signIn };
}

function hasSignIn(stored: unknown): boolean {
  return typeof stored === 'string' && (readProxyUrl(stored)?.signIn ?? null) !== null;
}

function hasSystemProxy(environment: Readonly<Record<string, string | undefined>>): boolean {
  const choose = chooseProxy({ url: SYSTEM_PROXY, signIn: null, environment });
  // An address of the documentation's network, which nothing excepts but everything.
  const target = { host: '192.0.2.1', port: 443 };
  return choose({ ...target, isSecure: true }) !== null || choose({ ...target, isSecure: false }) !== null;
}
