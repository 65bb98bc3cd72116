import type { WebContents } from 'electron';
import { isSwallowed } from '../common/swallowed-keys.ts';

/**
 * Takes the browser's own keys from a window, and zoom by key and by pinch
 * (https://www.electronjs.org/docs/latest/api/web-contents#event-before-input-event).
 */
export function lockKeys(contents: WebContents): void {
  contents.on('before-input-event', (event, input) => {
    if (isSwallowed(input)) event.preventDefault();
  });
  contents.on('did-finish-load', () => {
    contents.setZoomFactor(1);
    void contents.setVisualZoomLevelLimits(1, 1);
  });
}
