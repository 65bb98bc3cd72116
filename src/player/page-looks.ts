import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { PlaylistManager } from './playlist/playlist-manager.ts';
import { lookAtPage } from './server/page-look.ts';
import type { PageHead, RequestInput } from '../shared/bridge.ts';
import type { Clock } from '../shared/clock.ts';
import { fail, type Result } from '../shared/result.ts';
import { createBoundedLookup } from './trust/bounded-lookup.ts';
import { createTransport } from './trust/transport.ts';

export interface PageLookDependencies {
  readonly playlists: Pick<PlaylistManager, 'hasPage'>;
  readonly systemContext: () => SecureContext;
  readonly clock: Clock;
  /** The paired server's address; empty without one. */
  readonly serverUrl: () => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The system's look-up of names when nothing else is said. */
  readonly lookup?: LookupFunction;
}

const CONNECT_LIMIT_MS = 8_000;
/** A browser may go through these, and the player's own connections never do. */
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy'];

/**
 * Looks at web pages for the stage, which cannot see whether Chromium shows a page or an error in its frame. Only pages
 * of a playlist that this screen holds: the renderer cannot have the player ask anybody else. Fails as `lookAtPage` does, and
 * with `no-such-page` or `page-not-judged`, which say nothing about the page. A host is asked once at a time; whoever wants
 * what is being asked shares the answer.
 */
export function createPageLooks(
  dependencies: PageLookDependencies,
): (request: RequestInput<'look-at-page'>) => Promise<Result<PageHead>> {
  const { playlists, systemContext, clock, serverUrl, environment } = dependencies;
  const lookup = createBoundedLookup(dependencies.lookup);
  /** The newest look at each host that is under way or waits, by the host's name. */
  const looks = new Map<string, { readonly address: string; readonly head: Promise<Result<PageHead>> }>();

  async function look(address: string, userAgent: string): Promise<Result<PageHead>> {
    const server = URL.parse(serverUrl());
    const transport = createTransport({
      origin: server?.origin ?? 'https://server.invalid',
      clock,
      connectTimeoutMs: CONNECT_LIMIT_MS,
      systemContext,
      // The frame is under system trust, also for pages of the paired server: a pin would promise what Chromium refuses.
      judge: (peer) => peer.systemProblem === null,
      lookup,
    });
    try {
      const look = await lookAtPage({ transport, clock, server, userAgent }, address);
      const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
      const isBehindProxy = PROXY_VARIABLES.some((name) => isSet(name) || isSet(name.toUpperCase()));
      return !look.ok && isBehindProxy ? fail('page-not-judged', 'A proxy stands before the web.') : look;
    } finally {
      transport.destroy();
    }
  }

  return ({ address, userAgent }) => {
    if (!playlists.hasPage(address)) {
      return Promise.resolve(fail('no-such-page', 'No playlist of this screen has such a page.'));
    }
    const host = URL.parse(address)?.hostname ?? '';
    const before = looks.get(host);
    if (before?.address === address) return before.head;
    const head = (before?.head ?? Promise.resolve()).then(() => look(address, userAgent));
    const mine = { address, head };
    looks.set(host, mine);
    void head.finally(() => {
      if (looks.get(host) === mine) looks.delete(host);
    });
    return head;
  };
}
