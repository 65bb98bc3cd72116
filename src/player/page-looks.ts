import type { SecureContext } from 'node:tls';
import type { PlaylistKeeper } from './playlist/playlist-keeper.ts';
import { lookAtPage } from './server/page-look.ts';
import type { PageHead, RequestInput } from '../shared/bridge.ts';
import type { Clock } from '../shared/clock.ts';
import { fail, type Result } from '../shared/result.ts';
import { createTransport } from './trust/transport.ts';

export interface PageLookDependencies {
  readonly keeper: Pick<PlaylistKeeper, 'hasPage'>;
  readonly systemContext: () => SecureContext;
  readonly clock: Clock;
  /** The paired server's address; empty without one. */
  readonly serverUrl: () => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const CONNECT_LIMIT_MS = 8_000;
/** A browser may go through these, and the player's own connections never do (DESIGN, Pinned TLS). */
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy'];

/**
 * Looks at web pages for the stage, which cannot see whether Chromium shows a page or an error in its frame. Only pages
 * of a playlist that this screen holds: the renderer cannot have the player ask anybody else. Fails as `lookAtPage` does, and
 * with `no-such-page` or `page-not-judged`, which say nothing about the page.
 */
export function createPageLooks(
  dependencies: PageLookDependencies,
): (request: RequestInput<'look-at-page'>) => Promise<Result<PageHead>> {
  const { keeper, systemContext, clock, serverUrl, environment } = dependencies;
  return async ({ address, userAgent }) => {
    if (!keeper.hasPage(address)) return fail('no-such-page', 'No playlist of this screen has such a page.');
    const server = URL.parse(serverUrl());
    const transport = createTransport({
      origin: server?.origin ?? 'https://server.invalid',
      clock,
      connectTimeoutMs: CONNECT_LIMIT_MS,
      systemContext,
      // The frame is under system trust, also for pages of the paired server: a pin would promise what Chromium refuses.
      judge: (peer) => peer.systemProblem === null,
    });
    try {
      const look = await lookAtPage({ transport, clock, server, userAgent }, address);
      const isBehindProxy = PROXY_VARIABLES.some((name) => (environment[name] ?? '') !== '');
      return !look.ok && isBehindProxy ? fail('page-not-judged', 'A proxy stands before the web.') : look;
    } finally {
      transport.destroy();
    }
  };
}
