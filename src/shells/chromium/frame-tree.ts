import type { Clock } from '../../shared/clock.ts';
import { wait } from '../../shared/clock.ts';

/** The frames of the browser's pages, as its events tell of them. */
export interface FrameTree {
  /** Where every event of the browser is told. */
  hear(name: string, parameters: unknown): void;
  /** The outermost frame around this one that is no page itself; null: it is a page, or nothing is known of it within a second. */
  itemOf(frame: string): Promise<string | null>;
  /** Whether this frame is a page of its own. */
  isPage(frame: string): boolean;
}

const KNOWN_WITHIN_MS = 1_000;
const LOOK_EVERY_MS = 20;

/** Makes it for the pages `pages`, whose frames are named as their targets are. `onGone` hears of each frame that is removed. */
export function createFrameTree(
  clock: Clock,
  pages: readonly string[],
  onGone: (frame: string) => void,
): FrameTree {
  const parents = new Map<string, string>();
  const isPage = (frame: string): boolean => pages.includes(frame);
  const itemOf = (frame: string): string | null => {
    let found = frame;
    for (;;) {
      const parent = parents.get(found);
      if (parent === undefined) return null;
      if (isPage(parent)) return found;
      found = parent;
    }
  };
  return {
    hear(name, parameters) {
      const { frameId, parentFrameId, reason } = (parameters ?? {}) as Partial<
        Record<'frameId' | 'parentFrameId' | 'reason', string>
      >;
      if (frameId === undefined) return;
      if (name === 'Page.frameAttached' && parentFrameId !== undefined) parents.set(frameId, parentFrameId);
      // One that goes on in another process is told as gone, too.
      if (name !== 'Page.frameDetached' || reason === 'swap') return;
      parents.delete(frameId);
      onGone(frameId);
    },
    // Its own process tells of a frame, and the browser of its request: neither waits for the other.
    async itemOf(frame) {
      for (let waitedMs = 0; !isPage(frame); waitedMs += LOOK_EVERY_MS) {
        const item = itemOf(frame);
        if (item !== null || waitedMs >= KNOWN_WITHIN_MS) return item;
        await wait(clock, LOOK_EVERY_MS);
      }
      return null;
    },
    isPage,
  };
}
