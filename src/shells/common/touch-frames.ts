import { webHostOf } from '../../shared/host-patterns.ts';
import { isTouchable } from '../../shared/touch-hosts.ts';

/**
 * Which frames stand below a page that may be touched: such a page leads nowhere but to hosts of the list, in itself and in every
 * frame within it. A page that may not be touched moves about as it likes.
 */
export interface TouchFrames {
  use(hosts: readonly string[]): void;
  /** A page may be touched at all. */
  isInUse(): boolean;
  /**
   * Whether a frame may load the document at `address`. `item` is the frame of the page item that it is or stands in, by any
   * name that stays with it; its first address says what it is.
   */
  mayLoad(item: string | number, address: string): boolean;
  /** Whether this frame of a page item is one that may be touched. */
  isTouchable(item: string | number): boolean;
  readonly forget: (item: string | number) => void;
}

/** A page item's frame is let go of with its layer, and some shells never tell: the oldest of so many is forgotten. */
const MOST_FRAMES = 200;

/** Makes it with an empty list. */
export function createTouchFrames(): TouchFrames {
  let hosts: readonly string[] = [];
  const items = new Map<string | number, boolean>();
  return {
    use(next) {
      hosts = next;
    },
    isInUse: () => hosts.length > 0,
    mayLoad(item, address) {
      const isWeb = webHostOf(address) !== null;
      const known = items.get(item);
      if (known === undefined && isWeb) {
        const [oldest] = items.keys();
        if (items.size >= MOST_FRAMES && oldest !== undefined) items.delete(oldest);
        items.set(item, isTouchable(hosts, address));
        return true;
      }
      // What a page builds itself holds nothing that it has not.
      if (known !== true || /^(about:(blank|srcdoc)$|blob:|data:)/i.test(address)) return true;
      return isTouchable(hosts, address);
    },
    isTouchable: (item) => items.get(item) === true,
    forget: (item) => void items.delete(item),
  };
}
