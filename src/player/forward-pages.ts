import type { Connection } from './connection.ts';
import type { Foundation } from './foundation.ts';
import { createPageForwarder } from './server/page-forwarder.ts';
import { hostOf } from './trust/known-server.ts';
import type { Stages } from './stages.ts';

/** Has the web pages of the window leave by the player's own route, and everything begin anew when that is another one. */
export function forwardPages(
  { host, route, clock, proxy, serverUrl, session, stages }: Foundation & { readonly stages: Stages },
  connection: Pick<Connection, 'retryNow'>,
): { readonly start: () => void; readonly stop: () => void } {
  const forwarder = createPageForwarder({
    route,
    clock,
    serverHost: () => (URL.canParse(serverUrl()) ? hostOf(serverUrl()) : null),
  });
  const apply = (): void => {
    host.pageProxy?.set(proxy.isSet() ? forwarder.take : null);
  };
  const stopHearing = proxy.onUse(() => {
    // What is open, or kept open, still goes by the route before.
    stages.trust.transport.destroy();
    forwarder.stop();
    apply();
    connection.retryNow();
    void session.current()?.sync.syncNow();
  });
  return {
    start: apply,
    stop: () => {
      stopHearing();
      forwarder.stop();
    },
  };
}
