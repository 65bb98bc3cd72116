import type { FakeContents, FakeFrame } from './fake-window.types.ts';

type Handler = (
  event: { sender: FakeContents; senderFrame: FakeFrame | null },
  ...args: unknown[]
) => unknown;

/** https://www.electronjs.org/docs/latest/api/ipc-main */
export interface FakeIpc {
  readonly ipcMain: {
    handle(channel: string, handler: Handler): void;
    removeHandler(channel: string): void;
    on(channel: string, listener: unknown): void;
  };
  readonly handlers: ReadonlyMap<string, Handler>;
  /** What `ipcRenderer.invoke` in `frame` of `sender` answers; the main frame when no frame is given. */
  invoke(sender: FakeContents, channel: string, args: unknown[], frame?: FakeFrame | null): Promise<unknown>;
}

export function createFakeIpc(): FakeIpc {
  const handlers = new Map<string, Handler>();
  return {
    handlers,
    ipcMain: {
      handle: (channel, handler) => {
        if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
        handlers.set(channel, handler);
      },
      removeHandler: (channel) => handlers.delete(channel),
      // electron-store listens here for renderers that use it too.
      on: () => undefined,
    },
    invoke: async (sender, channel, args, frame = sender.mainFrame) => {
      const handler = handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      // What crosses the border is cloned, as Electron does.
      const answer = await handler({ sender, senderFrame: frame }, ...structuredClone(args));
      return structuredClone(answer);
    },
  };
}
