import { dataFile } from '../../platform/files/data-files.ts';
import { createKeyFileOpener } from '../../platform/files/key-file-box.ts';
import type { ProxySignIn } from '../settings/proxy-url.ts';
import { chooseProxy } from '../trust/choose-proxy.ts';
import { createRoute, type Route } from '../trust/route.ts';
import { peekProxySignIn } from './proxy-vault.ts';

/**
 * The way out of the player on a data folder, without the player: by the setting `proxyUrl`, with its sign-in as far as the key file
 * opens it, which is looked for at the first connection.
 */
export function createSealedRoute(dataFolder: string, url: string): Route {
  let opened: Promise<ProxySignIn | null> | null = null;
  return createRoute(async (target) => {
    const box = createKeyFileOpener(dataFile(dataFolder, 'credentialsKey'));
    opened ??= peekProxySignIn(dataFile(dataFolder, 'proxySignIn'), box, url);
    return chooseProxy({ url, signIn: await opened, environment: process.env })(target);
  });
}
