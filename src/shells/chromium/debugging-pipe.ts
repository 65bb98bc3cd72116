import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** Chromium's debugging protocol over the two pipes of `--remote-debugging-pipe`: JSON messages ended by a zero byte. */
export interface DebuggingPipe {
  /** Sends a command and answers its result; fails when the browser refuses, is gone, or says nothing for `timeoutMs`. */
  send(command: string, parameters?: object, session?: string, timeoutMs?: number): Promise<Result<unknown>>;
  /** Listens to events, those of every session. */
  onEvent(listener: (name: string, parameters: unknown) => void): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

const SILENCE_MS = 10_000;
/** A screenshot of a 4K screen in base64 is about 45 MB at worst. */
const LARGEST_MESSAGE_BYTES = 128 * 1024 * 1024;

/** Speaks to a browser over the pipe's two ends. */
export function createDebuggingPipe(toBrowser: Writable, fromBrowser: Readable, clock: Clock): DebuggingPipe {
  const waiting = new Map<number, (answer: Result<unknown>) => void>();
  const listeners: ((name: string, parameters: unknown) => void)[] = [];
  let lastId = 0;
  let closed = false;

  const settle = (id: number, answer: Result<unknown>): void => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  };
  const receive = (text: string): void => {
    // The other end is the browser that this process started, which speaks this protocol and nothing else.
    const message = JSON.parse(text) as Message;
    if (message.id !== undefined) {
      settle(
        message.id,
        message.error === undefined
          ? ok(message.result)
          : fail('browser-refused', message.error.message ?? 'The browser refused a command.'),
      );
    } else if (message.method !== undefined) {
      for (const listener of listeners) listener(message.method, message.params);
    }
  };
  const close = (): void => {
    closed = true;
    for (const id of [...waiting.keys()]) settle(id, fail('browser-gone', 'The browser is gone.'));
  };

  readMessages(fromBrowser, receive);
  fromBrowser.on('close', close).on('error', close);
  toBrowser.on('error', close);

  return {
    send(command, parameters = {}, session, timeoutMs = SILENCE_MS) {
      if (closed) return Promise.resolve(fail('browser-gone', 'The browser is gone.'));
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        const timer = clock.after(timeoutMs, () => {
          settle(id, fail('browser-silent', `The browser did not answer ${command}.`));
        });
        waiting.set(id, (answer) => {
          timer.cancel();
          resolve(answer);
        });
        toBrowser.write(
          `${JSON.stringify({ id, method: command, params: parameters, sessionId: session })}\0`,
        );
      });
    },
    onEvent: (listener) => {
      listeners.push(listener);
    },
  };
}

function readMessages(source: Readable, receive: (text: string) => void): void {
  let parts: Buffer[] = [];
  let bytes = 0;
  source.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      receive(Buffer.concat([...parts, rest.subarray(0, end)]).toString());
      parts = [];
      bytes = 0;
      rest = rest.subarray(end + 1);
    }
    bytes += rest.length;
    if (bytes > LARGEST_MESSAGE_BYTES) source.destroy();
    else parts.push(rest);
  });
}
