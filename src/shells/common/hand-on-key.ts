/**
 * Presses a key in the player's own page, as the keyboard would that a page item has kept it from. `pressed` is an expression of
 * its `key`, `code`, `ctrlKey` and `altKey`. A chord takes the focus back; Escape leaves it to a page that somebody uses. Text,
 * since both shells have it run in the page.
 */
export function pressInPage(pressed: string): string {
  return `((pressed) => {
    if (pressed.ctrlKey) focus();
    const focused = document.activeElement;
    const target = focused === null || focused.tagName === 'IFRAME' ? document.body : focused;
    target.dispatchEvent(new KeyboardEvent('keydown', { ...pressed, bubbles: true, cancelable: true }));
  })(${pressed})`;
}
