import type { WebContents } from 'electron';
import { mayBeOverlayChord } from '../../shared/overlay-chord.ts';
import { pressInPage } from '../common/hand-on-chord.ts';

type PageContents = Pick<WebContents, 'on' | 'focusedFrame' | 'mainFrame'>;

/**
 * Keeps every key from a page item that has taken the focus, whether it is meant for the page or for Chromium; what may open
 * the overlay goes to the player's page (https://www.electronjs.org/docs/latest/api/web-contents#event-before-input-event).
 */
export function keepKeysFromPages(contents: PageContents): void {
  contents.on('before-input-event', (event, input) => {
    const { focusedFrame, mainFrame } = contents;
    const focused = focusedFrame?.frameTreeNodeId;
    if (focused === undefined || focused === mainFrame.frameTreeNodeId) return;
    event.preventDefault();
    if (input.type !== 'keyDown' || !mayBeOverlayChord(input)) return;
    // A frame that is just being replaced has no use for the key.
    mainFrame.executeJavaScript(`${pressInPage(JSON.stringify(input.code))};`).catch(() => undefined);
  });
}
