import type { Settings } from '../../shared/settings-schema.ts';
import { readProxyUrl, type ProxySignIn } from './proxy-url.ts';

/** What the sources of settings say of the proxy, of which only the address may be seen. */
export interface SaidProxy {
  /** `http://HOST:PORT`, `system`, or nothing. */
  readonly url: string;
  /** Said just now: it counts, and is to be sealed; null: nobody says one. */
  readonly signIn: ProxySignIn | null;
  /** Said by a file that was applied before: it counts where nothing is sealed; null: none. */
  readonly saidBefore: ProxySignIn | null;
}

/**
 * Takes the proxy apart that `winner`, the highest layer that names one, names. A sign-in belongs to the address that it was
 * written with: another proxy never hears it. `before`: the layer of a file that is not news.
 */
export function takeProxyApart(
  winner: string,
  layers: readonly Partial<Settings>[],
  before: Partial<Settings> | null,
): SaidProxy {
  const written = readProxyUrl(winner);
  if (written === null) return { url: winner, signIn: null, saidBefore: null };
  const { url } = written;
  const signInOf = (layer: Partial<Settings> | null): ProxySignIn | null => {
    const said = readProxyUrl(layer?.proxyUrl ?? '');
    return said?.url === url ? said.signIn : null;
  };
  const said = layers.filter((layer) => layer !== before).map(signInOf);
  return {
    url,
    signIn: said.findLast((one) => one !== null) ?? null,
    saidBefore: signInOf(before),
  };
}

/** The values without what may not be kept in the open. */
export function withoutProxySignIn(values: Partial<Settings>): Partial<Settings> {
  const { proxyUrl } = values;
  const written = proxyUrl === undefined ? null : readProxyUrl(proxyUrl);
  return written === null ? values : { ...values, proxyUrl: written.url };
}
