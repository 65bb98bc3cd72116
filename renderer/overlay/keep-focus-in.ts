import type { KeyboardEvent } from 'react';

const stops = 'button, input, select, summary, [tabindex]';

/** Tab goes round inside the dialog; what is beneath cannot be reached. */
export function keepFocusIn(dialog: HTMLElement, event: KeyboardEvent): void {
  const reachable = [...dialog.querySelectorAll<HTMLElement>(stops)].filter(
    (element) => element.tabIndex >= 0 && !element.hasAttribute('disabled') && !isPassedOver(element),
  );
  const first = reachable[0];
  const last = reachable.at(-1);
  const focused = document.activeElement;
  const isInside = focused !== null && dialog.contains(focused);
  if (isInside && focused !== (event.shiftKey ? first : last)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** Tab stops once in a group of radio buttons: at the one that is chosen. */
function isPassedOver(element: HTMLElement): boolean {
  return element instanceof HTMLInputElement && element.type === 'radio' && !element.checked;
}
