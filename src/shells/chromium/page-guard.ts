import { isSwallowed } from '../common/swallowed-keys.ts';

/**
 * What every page of a kiosk window runs before its own script: an app window of Chromium reserves no
 * key for itself, so a page that takes one leaves nothing of it to print, save, reload, inspect or open a window. The rest
 * keeps zoom by wheel, the mouse's back button, context menus and drops away, also where the player's page is not up yet.
 */
export const PAGE_GUARD = `(() => {
  const isSwallowed = ${isSwallowed.toString()};
  const prevent = (event) => event.preventDefault();
  const preventIf = (holds) => (event) => { if (holds(event)) event.preventDefault(); };
  const listen = (kind, action) => addEventListener(kind, action, { capture: true, passive: false });
  for (const kind of ['contextmenu', 'dragstart', 'dragover', 'drop']) listen(kind, prevent);
  listen('keydown', preventIf(({ key, ctrlKey, altKey, metaKey, shiftKey }) =>
    isSwallowed({ key, control: ctrlKey, alt: altKey, meta: metaKey, shift: shiftKey })));
  listen('wheel', preventIf(({ ctrlKey }) => ctrlKey));
  for (const kind of ['mousedown', 'mouseup', 'auxclick']) listen(kind, preventIf(({ button }) => button > 2));
})()`;
