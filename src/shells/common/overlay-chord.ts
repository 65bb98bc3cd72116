/**
 * Opens the overlay in the player's own page, as the keys would that a page item has swallowed. Text, since both shells have
 * it run in the page.
 */
export const OPEN_OVERLAY =
  "dispatchEvent(new KeyboardEvent('keydown', { key: 's', code: 'KeyS', ctrlKey: true, altKey: true }))";
