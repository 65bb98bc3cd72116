import { waitAtMost, type Clock } from '../../src/shared/clock.ts';

/** A page that is not painted (a locked session, a switched-off panel) calls no animation frames: go on after this. */
const UNPAINTED_MS = 250;

/** Waits until the browser has painted what is set now, that is, until the second animation frame from here. */
export async function painted(page: Window, clock: Clock): Promise<void> {
  const twice = new Promise<void>((resolve) => {
    page.requestAnimationFrame(() => {
      page.requestAnimationFrame(() => {
        resolve();
      });
    });
  });
  await waitAtMost(clock, twice, UNPAINTED_MS);
}
