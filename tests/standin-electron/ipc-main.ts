import { EventEmitter } from 'node:events';
import type { WebContents, WebFrameMain } from 'electron';
import type { FromPage, ToPage } from './worlds.ts';

type Handler = (event: Asker, ...args: unknown[]) => unknown;

interface Asker {
  readonly sender: WebContents;
  readonly senderFrame: WebFrameMain | null;
}

/** https://www.electronjs.org/docs/latest/api/ipc-main */
export interface StandInIpc {
  readonly ipcMain: EventEmitter & {
    handle(channel: string, handler: Handler): void;
    removeHandler(channel: string): void;
  };
  /** A message of a page; `answer` sends what is to go back. */
  receive(message: FromPage, asker: Asker, answer: (message: ToPage) => void): Promise<void>;
}

export function createIpc(): StandInIpc {
  const handlers = new Map<string, Handler>();
  const ipcMain = Object.assign(new EventEmitter(), {
    handle: (channel: string, handler: Handler) => {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
      handlers.set(channel, handler);
    },
    removeHandler: (channel: string) => {
      handlers.delete(channel);
    },
  });
  return {
    ipcMain,
    async receive(message, asker, answer) {
      if (message.kind === 'preload-error') {
        asker.sender.emit('preload-error', {}, 'preload', new Error(message.message));
        return;
      }
      const { channel, args } = message;
      if (message.kind === 'send') {
        ipcMain.emit(channel, asker, ...args);
        return;
      }
      const { id } = message;
      try {
        const handler = handlers.get(channel);
        if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
        answer({ kind: 'answer', id, value: await handler(asker, ...args) });
      } catch (thrown) {
        const text = `Error invoking remote method '${channel}': ${String(thrown)}`;
        answer({ kind: 'failure', id, message: text });
      }
    },
  };
}
