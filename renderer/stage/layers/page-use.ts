import { every } from '../../../src/shared/async.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { pageTouch } from '../../../src/shared/page-touch.ts';

/** The use of a page item by whoever stands before the panel. */
export interface PageUse {
  /** From its guard's first answer on the page in `frame` gets what is pressed; `box` is what lies around it. */
  start(box: HTMLElement, frame: HTMLIFrameElement): void;
  /** It gets nothing any more. */
  stop(): void;
  /** Somebody pressed in it since it was started last. */
  wasUsed(): boolean;
}

/** `lost`: the page led to one that cannot be had. */
export type PageUseKind = 'press' | 'use' | 'lost';

const ASK_EVERY_MS = 1_000;
/** A page whose guard says nothing for so long gets no touch: those that open the settings would be lost in it. */
const ANSWERS_WITHIN_MS = 5_000;

/** Makes it, stopped; `tell` hears of presses and of what else somebody does there, which only real input brings about. */
export function createPageUse(clock: Clock, tell: (kind: PageUseKind) => void): PageUse {
  let end = (): void => undefined;
  let isUsed = false;
  return {
    start(box, frame) {
      end();
      isUsed = false;
      let answeredAtMs = Number.NEGATIVE_INFINITY;
      const listening = new AbortController();
      const { signal } = listening;
      const give = (isGiven: boolean): void => {
        for (const { style } of [box, frame]) style.pointerEvents = isGiven ? 'auto' : 'none';
      };
      const hear = (kind: PageUseKind): void => {
        // The focus may stay in it: see keep-focus.ts.
        frame.dataset['use'] = 'used';
        isUsed = true;
        tell(kind);
      };
      for (const kind of ['press', 'use'] as const)
        frame.addEventListener(
          pageTouch[kind],
          () => {
            hear(kind);
          },
          { signal },
        );
      frame.addEventListener(
        pageTouch.lost,
        () => {
          tell('lost');
        },
        { signal },
      );
      frame.addEventListener(
        pageTouch.answer,
        () => {
          answeredAtMs = clock.monotonic();
          give(true);
        },
        { signal },
      );
      const ask = (): void => {
        if (clock.monotonic() - answeredAtMs > ANSWERS_WITHIN_MS) give(false);
        frame.dispatchEvent(new Event(pageTouch.ask, { bubbles: true }));
      };
      const asking = every(clock, ASK_EVERY_MS, ask);
      frame.dataset['use'] = 'offered';
      ask();
      asking.start();
      end = () => {
        asking.stop();
        listening.abort();
        give(false);
        delete frame.dataset['use'];
        end = () => undefined;
      };
    },
    stop: () => {
      end();
    },
    wasUsed: () => isUsed,
  };
}
