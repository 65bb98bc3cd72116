import type { Readable, Writable } from 'node:stream';

/** Chromium's debugging protocol over the two pipes of `--remote-debugging-pipe`, with sessions. */
export interface Debugging {
  /** Sends a command; rejects when the browser refuses it or is gone. A hung page leaves it open. */
  send<Answer = unknown>(command: string, parameters?: object, session?: string): Promise<Answer>;
  /** Hears every event; `session` is undefined for those of the browser itself. */
  onEvent(listener: (event: DebuggingEvent) => void): void;
}

export interface DebuggingEvent {
  readonly name: string;
  readonly parameters: unknown;
  readonly session: string | undefined;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createDebugging(toBrowser: Writable, fromBrowser: Readable): Debugging {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: DebuggingEvent) => void>();
  let lastId = 0;

  const receive = ({ id, method, params, sessionId, result, error }: Message): void => {
    if (id === undefined) {
      for (const listener of listeners)
        listener({ name: method ?? '', parameters: params, session: sessionId });
      return;
    }
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  };
  const close = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium is gone.'));
    waiting.clear();
  };

  let rest = '';
  fromBrowser.setEncoding('utf8').on('data', (part: string) => {
    const messages = (rest + part).split('\0');
    rest = messages.pop() ?? '';
    // The other end is the browser that this process started.
    for (const message of messages) receive(JSON.parse(message) as Message);
  });
  fromBrowser.on('close', close).on('error', close);
  toBrowser.on('error', close);

  return {
    send: (command, parameters = {}, session) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve: resolve as Waiting['resolve'], reject });
        const message = { id: lastId, method: command, params: parameters, sessionId: session };
        toBrowser.write(`${JSON.stringify(message)}\0`);
      }),
    onEvent: (listener) => {
      listeners.add(listener);
    },
  };
}
