import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { PlaylistManager } from './playlist/playlist-manager.types.ts';
import { lookAtPage } from './server/page-look.ts';
import type { PageHead, RequestInput } from '../shared/bridge.ts';
import type { Clock } from '../shared/clock.ts';
import { parseReferers } from '../shared/referers.ts';
import { fail, type Result } from '../shared/result.ts';
import type { Host } from '../shared/host.ts';
import type { Settings } from '../shared/settings-schema.ts';
import { createBoundedLookup } from './trust/bounded-lookup.ts';
import { fingerprintOf } from './trust/inspect-certificate.ts';
import type { TrustStore } from './trust/trust.types.ts';
import { createTransport } from './trust/transport.ts';

export interface PageLookDependencies {
  readonly playlists: Pick<PlaylistManager, 'holds'>;
  readonly systemContext: () => SecureContext;
  readonly clock: Clock;
  /** The paired server's address; empty without one. */
  readonly serverUrl: () => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly settings: () => Pick<Settings, 'refererFor'>;
  /** What the paired server is pinned to, and the window that may take it. */
  readonly trust: Pick<TrustStore, 'pin'>;
  readonly host: Pick<Host, 'pageTrust'>;
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
  const { playlists, systemContext, clock, serverUrl, environment, settings, trust, host } = dependencies;
  const lookup = createBoundedLookup(dependencies.lookup);
  /** The newest look at each host that is under way or waits, by the host's name. */
  const looks = new Map<string, { readonly address: string; readonly head: Promise<Result<PageHead>> }>();

  async function look(address: string, userAgent: string): Promise<Result<PageHead>> {
    const server = URL.parse(serverUrl());
    /** The certificate is the pinned one, and the window does not take it yet. */
    let isAwaited = false as boolean;
    const transport = createTransport({
      origin: server?.origin ?? 'https://server.invalid',
      clock,
      connectTimeoutMs: CONNECT_LIMIT_MS,
      systemContext,
      // Asked for the paired server alone. Its pin counts as far as the window takes it, else it promised what Chromium refuses.
      judge: ({ certificate, systemProblem }) => {
        if (systemProblem === null) return true;
        const pin = trust.pin();
        if (pin?.fingerprint !== fingerprintOf(certificate)) return false;
        isAwaited = host.pageTrust?.holds(pin) === false;
        return host.pageTrust?.holds(pin) === true;
      },
      lookup,
    });
    try {
      const referers = parseReferers(settings().refererFor) ?? [];
      const look = await lookAtPage({ transport, clock, server, userAgent, referers }, address);
      if (!look.ok && isAwaited)
        return fail(
          'page-untrusted',
          'the screen takes the certificate of its server from its next start on',
        );
      const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
      const isBehindProxy = PROXY_VARIABLES.some((name) => isSet(name) || isSet(name.toUpperCase()));
      return !look.ok && isBehindProxy ? fail('page-not-judged', 'A proxy stands before the web.') : look;
    } finally {
      transport.destroy();
    }
  }

  return ({ address, userAgent }) => {
    if (!playlists.holds('web', address)) {
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
