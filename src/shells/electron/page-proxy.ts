import type { Session } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { PageProxy } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import { createPageDoor } from '../common/page-door.ts';
import { NOWHERE } from '../common/nowhere.ts';

export interface SessionPageProxy extends PageProxy {
  readonly stop: () => void;
}

/**
 * The proxy of a session's web pages: this machine's own door, behind which the player goes by its route; else none, whatever the
 * system says (https://www.electronjs.org/docs/latest/api/session#sessetproxyconfig). Chromium itself leaves out what lies on this
 * machine. The door asks for no password, so `login` of the app is never asked for one.
 */
export function createPageProxy(
  session: Pick<Session, 'setProxy' | 'closeAllConnections'>,
  log: Log,
): SessionPageProxy {
  const door = createPageDoor();
  const use = async (isWanted: boolean): Promise<void> => {
    if (isWanted) await door.open();
    // Where nobody listens rather than a way past the proxy.
    const proxyRules = door.address() ?? NOWHERE;
    await session.setProxy(isWanted ? { mode: 'fixed_servers', proxyRules } : { mode: 'direct' });
    // What is open already would stay on the way before.
    await session.closeAllConnections();
  };
  return {
    set: (take) => {
      if (take !== null) door.serve(take);
      use(take !== null).catch((thrown: unknown) => {
        log.error('The way of web pages could not be set', { reason: describeThrown(thrown) });
      });
    },
    stop: () => {
      door.close();
    },
  };
}
