import type { Result } from '../../shared/result.ts';
import type { TouchFrames } from '../common/touch-frames.ts';
import type { DebuggingPipe } from './debugging-pipe.ts';
import type { FrameTree } from './frame-tree.ts';

/** What touched pages keep in the browser. */
export interface PageStorage {
  /** Where every event of the browser is told. */
  hear(name: string, parameters: unknown): void;
  /** Wipes it: cookies, storage, databases, caches and service workers of every page and frame that was there since the last time. */
  forget(): Promise<Result<unknown>>;
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-Cookie */
interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly httpOnly: boolean;
  readonly sameSite?: string;
}

export interface PageStorageDependencies {
  readonly pipe: DebuggingPipe;
  /** The session of the player's page. */
  readonly session: string;
  readonly frames: Pick<TouchFrames, 'isInUse' | 'isTouchable'>;
  readonly tree: Pick<FrameTree, 'itemOf'>;
  /** Whether a cookie is what lets the player's page in. */
  readonly isOwnCookie: (cookie: { readonly name: string; readonly domain: string }) => boolean;
}

/** Pages that lead from frame to frame keep their store; the player remembers so many of them. */
const MOST_KEYS = 1_000;

/**
 * Wipes by storage key. The pages stand in frames without credentials, whose store is a part of its own: what the protocol wipes
 * by origin is another one (seen with Chromium 156).
 */
export function createPageStorage(dependencies: PageStorageDependencies): PageStorage {
  const { pipe, session, frames, tree, isOwnCookie } = dependencies;
  let keys = new Set<string>();

  const note = async (frameId: string): Promise<void> => {
    const item = await tree.itemOf(frameId);
    if (item === null || !frames.isTouchable(item)) return;
    const asked = await pipe.send('Storage.getStorageKey', { frameId }, session);
    const key = asked.ok ? (asked.value as { storageKey?: string }).storageKey : undefined;
    if (key !== undefined && keys.size < MOST_KEYS) keys.add(key);
  };
  const cookies = async (): Promise<readonly Cookie[]> => {
    const read = await pipe.send('Storage.getCookies');
    return read.ok ? (read.value as { cookies: readonly Cookie[] }).cookies : [];
  };
  /** A host's cookies go as one, and the player's own may be among them. */
  const forgetCookies = async (own: readonly Cookie[]): Promise<void> => {
    const left = (await cookies()).filter((cookie) => !isOwnCookie(cookie));
    const hosts = new Set(left.map(({ domain }) => domain.replace(/^\./, '')));
    const wiped = [...hosts].map((host) =>
      pipe.send('Storage.clearDataForOrigin', { origin: `http://${host}`, storageTypes: 'cookies' }, session),
    );
    const given = own.map(({ name, value, domain, path, httpOnly, sameSite }) => ({
      ...{ name, value, domain, path, httpOnly },
      ...(sameSite !== undefined && { sameSite }),
    }));
    await Promise.all([
      ...wiped,
      ...(given.length > 0 ? [pipe.send('Storage.setCookies', { cookies: given })] : []),
    ]);
  };

  return {
    hear(name, parameters) {
      if (name !== 'Page.frameNavigated' || !frames.isInUse()) return;
      const { frame } = parameters as { readonly frame: { readonly id: string } };
      void note(frame.id);
    },
    async forget() {
      const wiped = keys;
      keys = new Set();
      const own = (await cookies()).filter(isOwnCookie);
      const results = await Promise.all([
        ...[...wiped].map((storageKey) =>
          pipe.send('Storage.clearDataForStorageKey', { storageKey, storageTypes: 'all' }, session),
        ),
        pipe.send('Network.clearBrowserCache', {}, session),
      ]);
      await forgetCookies(own);
      return results.find(({ ok }) => !ok) ?? { ok: true, value: null };
    },
  };
}
