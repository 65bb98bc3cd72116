/**
 * Scrolls the list that an element is in until the element is at its top. Nothing around the list moves, as it would by the
 * browser's own `scrollIntoView`; and the picture may be turned, so distances are those of the layout.
 */
export function scrollToTop(element: HTMLElement): void {
  const list = element.closest<HTMLElement>('.scroller');
  list?.scrollTo({ top: distanceFromRoot(element) - distanceFromRoot(list) });
}

function distanceFromRoot(element: HTMLElement): number {
  let distance = 0;
  for (let node: Element | null = element; node instanceof HTMLElement; node = node.offsetParent) {
    distance += node.offsetTop;
  }
  return distance;
}
