import { wait, type Clock } from '../../shared/clock.ts';
import { webHostOf } from '../../shared/host-patterns.ts';
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
  readonly clock: Clock;
  /** The session of the player's page. */
  readonly session: string;
  readonly frames: Pick<TouchFrames, 'isInUse' | 'isTouchable'>;
  readonly tree: Pick<FrameTree, 'itemOf'>;
  /** Whether a cookie is what lets the player's page in. */
  readonly isOwnCookie: (cookie: { readonly name: string; readonly domain: string }) => boolean;
}

/** Pages that lead from frame to frame keep their store; the player remembers so many of them. */
const MOST_KEYS = 1_000;
/** So often the browser is asked for the key of a document, and after so long again, ms. */
const MOST_QUESTIONS = 20;
const ASK_AGAIN_MS = 50;

/** https://chromedevtools.github.io/devtools-protocol/tot/Page/#type-Frame */
interface Frame {
  readonly id: string;
  readonly url: string;
}

/**
 * Wipes by storage key. The pages stand in frames without credentials, whose store is a part of its own: what the protocol wipes
 * by origin is another one (seen with Chromium 156).
 */
export function createPageStorage(dependencies: PageStorageDependencies): PageStorage {
  const { pipe, clock, session, frames, tree, isOwnCookie } = dependencies;
  let keys = new Set<string>();
  let part = '';
  let noting: Promise<unknown> = Promise.resolve();

  /** A document that comes in a process of its own is told of before the browser goes by it: the answer may be of the one before. */
  const keyOf = async (frameId: string, origin: string): Promise<string | null> => {
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      const answer = await pipe.send('Storage.getStorageKey', { frameId }, session);
      const { storageKey = '' } = answer.ok ? (answer.value as { storageKey?: string }) : {};
      if (storageKey.startsWith(`${origin}/`)) return storageKey;
      await wait(clock, ASK_AGAIN_MS);
    }
    return null;
  };
  const note = async ({ id, url }: Frame): Promise<void> => {
    const item = await tree.itemOf(id);
    const origin = webHostOf(url) === null ? null : new URL(url).origin;
    if (item === null || origin === null || !frames.isTouchable(item)) return;
    const key = (await keyOf(id, origin)) ?? `${origin}/${part}`;
    // All frames without credentials below one page share their part, which ends the key.
    part = key.slice(origin.length + 1);
    if (part !== '' && keys.size < MOST_KEYS) keys.add(key);
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
      noting = Promise.all([noting, note((parameters as { readonly frame: Frame }).frame)]);
    },
    async forget() {
      await noting;
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
