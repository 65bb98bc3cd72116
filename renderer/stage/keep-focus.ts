import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import { pageTouch } from '../../src/shared/page-touch.ts';

/** A page takes the focus in its own time: it may have it only after the window has told of its loss. */
const AGAIN_AFTER_MS = [0, 30];
/** What tells of a press in a page comes by another way than the focus that the press gave it. */
const PRESS_TOLD_WITHIN_MS = [100, 200];

/** Keeps the focus out of page items, from `keepFocus()` to `stop()`. */
export interface FocusGuard {
  /** Takes it back now: what a person opened over a page hides the page, and a hidden page that has the focus keeps it. */
  readonly takeBack: () => void;
  readonly stop: () => void;
}

/**
 * Takes the focus back from a page item as soon as it has it, for whatever had it before. The page stands in a process of
 * its own, and `inert` does not keep it from the focus. A page that somebody uses keeps it, until it is taken back.
 */
export function keepFocus(window: Window, clock: Clock): FocusGuard {
  const { document } = window;
  let before: HTMLElement | null = null;
  let timers: readonly ClockTimer[] = [];

  const noteFocus = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && !isFrame(target)) before = target;
  };
  const refocus = (): void => {
    const focused = document.activeElement;
    if (stateOf(focused) === 'used') return;
    if (isFrame(focused)) focused.blur();
    window.focus();
    if (before?.isConnected === true && isFrame(focused)) before.focus({ preventScroll: true });
  };
  const forgetTimers = (): void => {
    for (const timer of timers) timer.cancel();
  };
  const refocusAfter = (waits: readonly number[]): void => {
    forgetTimers();
    timers = waits.map((ms) => clock.after(ms, refocus));
  };
  const takeBack = (): void => {
    const focused = document.activeElement;
    if (isFrame(focused) && stateOf(focused) === 'used') focused.dataset['use'] = 'offered';
    window.dispatchEvent(new Event(pageTouch.close));
    refocus();
    refocusAfter(AGAIN_AFTER_MS);
  };
  const onBlur = (): void => {
    const focused = document.activeElement;
    if (!isFrame(focused) || stateOf(focused) === 'used') return;
    if (stateOf(focused) === 'offered') {
      refocusAfter(PRESS_TOLD_WITHIN_MS);
      return;
    }
    refocus();
    refocusAfter(AGAIN_AFTER_MS);
  };
  document.addEventListener('focusin', noteFocus);
  window.addEventListener('blur', onBlur);
  return {
    takeBack,
    stop: () => {
      document.removeEventListener('focusin', noteFocus);
      window.removeEventListener('blur', onBlur);
      forgetTimers();
    },
  };
}

function isFrame(element: Element | null): element is HTMLIFrameElement {
  return element?.tagName === 'IFRAME';
}

/** A page that may be touched says so: `offered` until somebody presses in it, then `used`. */
function stateOf(element: Element | null): string | undefined {
  return isFrame(element) ? element.dataset['use'] : undefined;
}
