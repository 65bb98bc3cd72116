import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** The least side of anything that is touched, in CSS px. */
const TARGET_PX = 48;

/** What axe says of the page, which targets are too small for a finger, whether a screen that must fit scrolls, and whether anything covers or leaves what it belongs to. */
export async function audit(page: Page, mustFit: boolean): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    async ({ targetPx, mustFit: fits }) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        // The page of a kiosk has no other pages to skip to.
        rules: { bypass: { enabled: false }, 'meta-viewport': { enabled: false } },
      });
      const axeSays = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => {
          const why = (failureSummary ?? '').split('\n').slice(1, 2).join('').trim();
          return `axe ${id} at ${target.join(' ')}: ${why}`;
        }),
      );
      const small = [
        ...document.querySelectorAll<HTMLElement>('button, input, select, [role="tab"]'),
      ].flatMap((element) => {
        const touched = element.closest('label') ?? element;
        const { width, height } = touched.getBoundingClientRect();
        if (width === 0 || (width >= targetPx - 0.5 && height >= targetPx - 0.5)) return [];
        const name = element.getAttribute('aria-label') ?? element.textContent;
        return [`target of ${Math.round(width)} × ${Math.round(height)} px: ${name}`];
      });
      const scrolling = [...document.querySelectorAll<HTMLElement>('.sheet, .sheet *')].filter(
        (element) =>
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowY) &&
          element.scrollHeight > element.clientHeight + 1,
      );
      const overflow = fits
        ? scrolling.map(
            ({ className, scrollHeight, clientHeight }) =>
              `scrolls: .${className} needs ${scrollHeight} px and has ${clientHeight}`,
          )
        : [];
      const keys = document.querySelector('.keyboard')?.getBoundingClientRect();
      const field = document.activeElement?.getBoundingClientRect();
      const covered =
        keys !== undefined && field !== undefined && (field.bottom > keys.top || field.top < 0)
          ? ['the keyboard lies over the field that it fills']
          : [];
      const wide = [
        ...document.querySelectorAll<HTMLElement>('.note, .field, .tile, .overlay-panel, .doctor-page'),
      ]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map(({ className }) => `sticks out of its box: .${className}`);
      const boxOf = (element: Element): DOMRect => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return range.getBoundingClientRect();
      };
      /** Words that drift keep 4 % of the panel to each of its edges, at both ends of their way. */
      const nearEdge = (): string[] =>
        [0, 1].flatMap((phase) => {
          for (const animation of document.getAnimations()) {
            const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
            if (animation.effect === null || (target?.closest('.standby') ?? null) === null) continue;
            animation.pause();
            animation.currentTime = Number(animation.effect.getTiming().duration) * phase * 0.9999;
          }
          return [...document.querySelectorAll('.standby-name, .standby-line, .standby-steps')].flatMap(
            (element) => {
              const { left, right, top, bottom } = boxOf(element);
              const [x, y] = [innerWidth * 0.04 - 1, innerHeight * 0.04 - 1];
              const isNear = left < x || top < y || right > innerWidth - x || bottom > innerHeight - y;
              return isNear ? [`drifts to the edge: .${element.className}`] : [];
            },
          );
        });
      const labels = [...document.querySelectorAll('.field > label')].map(boxOf);
      const overlaid = [...document.querySelectorAll('.pairing-fields > .is-link')].flatMap((link) => {
        const { left, top, bottom } = boxOf(link);
        const meets = labels.some((label) => label.right > left && label.bottom > top && label.top < bottom);
        return meets ? [`lies over a label: ${link.textContent}`] : [];
      });
      return [...axeSays, ...small, ...overflow, ...covered, ...wide, ...overlaid, ...nearEdge()];
    },
    { targetPx: TARGET_PX, mustFit },
  );
}
