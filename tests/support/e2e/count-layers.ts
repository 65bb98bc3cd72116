import type { Page } from '@playwright/test';

/** Counts the layers that come to the stage from now on; answers the way to ask how many they were. */
export async function countLayers(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const stage = document.querySelector('[data-testid=stage]');
    if (stage === null) throw new Error('There is no stage.');
    let layers = 0;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) layers += addedNodes.length;
      document.body.dataset['layers'] = String(layers);
    }).observe(stage, { childList: true });
  });
  return () => page.evaluate(() => Number(document.body.dataset['layers'] ?? 0));
}
