/**
 * Presses Ctrl+Alt and the key at the place that `code` names, an expression, in the player's own page, as the keys would that
 * a page item has swallowed. Text, since both shells have it run in the page.
 */
export function pressInPage(code: string): string {
  return `focus(); dispatchEvent(new KeyboardEvent('keydown', { code: ${code}, ctrlKey: true, altKey: true }))`;
}
