import { randomUUID } from 'node:crypto';
import type { App, Session, WebContents, WebFrameMain } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { TouchPages } from '../../shared/host.ts';
import { describeThrown, fail, ok } from '../../shared/result.ts';
import { frameGuard, guardFrames } from '../common/frame-guard.ts';
import { createTouchFrames } from '../common/touch-frames.ts';

/** What is asked of a frame: who it is, and what lies around it. */
export type KnownFrame = Pick<WebFrameMain, 'frameTreeNodeId' | 'parent'>;

/** Web pages that people may touch, in Electron's window. */
export interface ElectronTouchPages {
  readonly port: TouchPages;
  /** Whether a frame of a page item may load this address; a frame that is gone may not, where pages may be touched. */
  readonly mayLoad: (frame: KnownFrame | null, address: string) => boolean;
  /** Whether this frame belongs to a page that may be touched. */
  readonly isTouchable: (frame: KnownFrame) => boolean;
}

export interface TouchPagesDependencies {
  readonly app: Pick<App, 'on'>;
  /** There is none before ready. */
  readonly session: () => Pick<Session, 'clearStorageData' | 'clearCache'>;
  readonly log: Log;
}

/** Makes it; to be made before the first window. While there are no hosts no page is looked at. */
export function createTouchPages({ app, session, log }: TouchPagesDependencies): ElectronTouchPages {
  const frames = createTouchFrames();
  const guarded = new WeakSet<WebContents>();
  let known: readonly WebContents[] = [];

  const guard = (contents: WebContents): void => {
    if (!frames.isInUse() || guarded.has(contents) || contents.isDestroyed()) return;
    guarded.add(contents);
    guardContents(contents).catch((thrown: unknown) => {
      log.warn('Pages cannot be touched', { reason: describeThrown(thrown) });
    });
  };
  app.on('web-contents-created', (_event, contents) => {
    known = [...known.filter((one) => !one.isDestroyed()), contents];
    guard(contents);
  });
  /** Nothing of the player's own is stored in the window. By origin it would be another part of the store than that of page items. */
  const wipe = async (): Promise<void> => {
    await Promise.all([session().clearStorageData(), session().clearCache()]);
  };

  return {
    port: {
      use(hosts) {
        frames.use(hosts);
        for (const contents of known) guard(contents);
        // What a run before left behind.
        if (hosts.length > 0) void wipe().catch(() => undefined);
      },
      async forget() {
        try {
          await wipe();
          return ok(null);
        } catch (thrown) {
          const reason = describeThrown(thrown);
          log.warn('What a touched page stored is not wiped', { reason });
          return fail('browser-refused', `What a touched page stored is not wiped: ${reason}`);
        }
      },
    },
    mayLoad: (frame, address) => {
      if (!frames.isInUse()) return true;
      const item = frame === null ? null : itemOf(frame);
      return item !== null && frames.mayLoad(item, address);
    },
    isTouchable: (frame) => {
      const item = itemOf(frame);
      return item !== null && frames.isTouchable(item);
    },
  };
}

/** The outermost frame around this one that is not the window's own page; null: it is that page. */
function itemOf(frame: KnownFrame): number | null {
  let item = frame;
  for (;;) {
    const { parent } = item;
    if (parent === null) return null;
    if (parent.parent === null) return item.frameTreeNodeId;
    item = parent;
  }
}

/** https://www.electronjs.org/docs/latest/api/debugger; a session stays with its contents through every load and crash. */
async function guardContents({ debugger: session }: WebContents): Promise<void> {
  if (!session.isAttached()) session.attach();
  const protocol = {
    send: (command: string, parameters: object = {}, target?: string): Promise<unknown> =>
      target === undefined
        ? session.sendCommand(command, parameters)
        : // A frame that is gone has no use for it.
          session.sendCommand(command, parameters, target).catch(() => undefined),
    onEvent: (listener: (name: string, parameters: unknown) => void): void => {
      session.on('message', (_event, name: string, parameters: unknown) => {
        listener(name, parameters);
      });
    },
  };
  await guardFrames(protocol, undefined, frameGuard({ up: randomUUID(), down: randomUUID() }));
}
