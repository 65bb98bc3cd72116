import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import type { BridgeTransport } from '../../shared/host.ts';
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../../shared/ipc-channels.ts';
import { fail } from '../../shared/result.ts';
import { APP_ORIGIN } from './app-origin.ts';

export interface IpcDependencies {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  /** The window's own contents; null while there is no window. */
  readonly contents: () => WebContents | null;
  readonly log: Log;
}

/**
 * The bridge over Electron's IPC: one invoke channel, one event channel
 * (https://www.electronjs.org/docs/latest/tutorial/security, Validate the sender of all IPC messages). The handler
 * parses name and input; here it is only decided who may ask at all.
 */
export function createIpcTransport({ ipcMain, contents, log }: IpcDependencies): BridgeTransport {
  return {
    serve: (handler) => {
      ipcMain.removeHandler(REQUEST_CHANNEL);
      ipcMain.handle(REQUEST_CHANNEL, (event, name: unknown, input: unknown) => {
        const refusal = whySenderIsRefused(event, contents());
        if (refusal === null) return handler(typeof name === 'string' ? name : '', input);
        log.warn('A message of a stranger was refused.', { reason: refusal });
        return fail('forbidden', 'Only the screen of this player may ask this.');
      });
    },
    send: (name, payload) => {
      const target = contents();
      if (target === null || target.isDestroyed() || target.isCrashed()) return;
      target.send(EVENT_CHANNEL, name, payload);
    },
  };
}

/**
 * Why this sender may not ask; null when it may: the main frame of the known window, showing our own origin. A frame that
 * has navigated or been destroyed reads as null and is refused (https://www.electronjs.org/docs/latest/api/structures/ipc-main-invoke-event).
 */
function whySenderIsRefused(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  known: WebContents | null,
): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'the frame is gone';
  if (known?.id !== event.sender.id) return 'not the window of the player';
  if (frame.parent !== null || frame.frameToken !== known.mainFrame.frameToken) return 'not the main frame';
  return frame.origin === APP_ORIGIN ? null : 'another origin';
}
