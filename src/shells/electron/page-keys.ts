import type { WebContents } from 'electron';
import { mayBeForPlayer } from '../../shared/overlay-chord.ts';
import { pressInPage } from '../common/hand-on-key.ts';
import { isTextKey } from '../common/text-keys.ts';
import type { KnownFrame } from './touch-pages.ts';

type PageContents = Pick<WebContents, 'on' | 'focusedFrame' | 'mainFrame'>;

/**
 * Keeps every key from a page item that has taken the focus, whether it is meant for the page or for Chromium; what may open
 * or close the overlay goes to the player's page. Text for a page that may be touched is left to its guard (https://www.electronjs.org/docs/latest/api/web-contents#event-before-input-event).
 */
export function keepKeysFromPages(
  contents: PageContents,
  isTouchable: (frame: KnownFrame) => boolean = () => false,
): void {
  contents.on('before-input-event', (event, input) => {
    const { focusedFrame, mainFrame } = contents;
    const focused = focusedFrame?.frameTreeNodeId;
    if (focusedFrame === null || focused === mainFrame.frameTreeNodeId) return;
    if (isTextKey(input) && isTouchable(focusedFrame)) return;
    event.preventDefault();
    if (input.type !== 'keyDown' || !mayBeForPlayer(input)) return;
    // A frame that is just being replaced has no use for the key.
    const { key, code, control: ctrlKey, alt: altKey } = input;
    const press = pressInPage(JSON.stringify({ key, code, ctrlKey, altKey }));
    mainFrame.executeJavaScript(`${press};`).catch(() => undefined);
  });
}
