/**
 * What the guard of a page item and the player's page tell each other, as events of the frame's element, which rise to the
 * window. Only the player's page and the guard can dispatch them there.
 */
export const pageTouch = {
  /** Somebody pressed in the page; `clientX` and `clientY` say where on the panel. */
  press: 'digiplayer-page-press',
  /** Somebody goes on using it: drags, scrolls, types. */
  use: 'digiplayer-page-use',
  /** In its place stands the browser's word that a page cannot be had. */
  lost: 'digiplayer-page-lost',
  /** To the page: does it answer? */
  ask: 'digiplayer-page-ask',
  /** It does. */
  answer: 'digiplayer-page-answer',
  /** To the page that was used last: from now on it gets no key, until somebody presses in it again. */
  close: 'digiplayer-page-close',
} as const;
