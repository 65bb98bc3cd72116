import { wait, waitAtMost, type Clock } from '../../shared/clock.ts';
import type { BrowserPage } from './browser-page.ts';

/** What the first browser of this process is started at. */
export interface FirstStart {
  /** Asked once, just before its start; null: it cannot be let in by this address. */
  readonly address: () => string | null;
  /** Resolves when the page was let in. */
  readonly opened: Promise<unknown>;
}

/** A first page that was not let in after this is led there, ms: a cold machine takes its time to start a browser. */
const FIRST_WITHIN_MS = 15_000;
/** Between being let in and standing there, ms. */
const FIRST_STANDS_MS = 3_000;
const FIRST_LOOK_MS = 50;
/** Both pages of the player have it, and no page of the browser's own. */
const STANDS = "document.getElementById('root') !== null";

export interface FirstStay {
  /** Resolves when the page was let in; null: the browser was started at no page. */
  readonly opened: Promise<unknown> | null;
  /** Resolves when the browser has ended. */
  readonly over: Promise<unknown>;
  readonly isStopped: () => boolean;
  readonly clock: Clock;
}

/** Whether the page that a browser was started at is the player's; waits until it was let in, for 15 s at most. */
export async function standsAtFirst(
  found: Pick<BrowserPage, 'evaluate'>,
  { opened, over, isStopped, clock }: FirstStay,
): Promise<boolean> {
  if (opened === null) return false;
  const state = { isOpened: false };
  const letIn = opened.then(() => {
    state.isOpened = true;
  });
  await waitAtMost(clock, Promise.race([letIn, over]), FIRST_WITHIN_MS);
  const sinceMs = clock.monotonic();
  while (state.isOpened && !isStopped() && clock.monotonic() - sinceMs < FIRST_STANDS_MS) {
    if ((await found.evaluate(STANDS, FIRST_STANDS_MS)) === true) return true;
    await wait(clock, FIRST_LOOK_MS);
  }
  return false;
}
