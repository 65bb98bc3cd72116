import type { Incoming } from './incoming.ts';
import type { LoggedRequest } from './types.ts';
import { createWaiting } from './waiting.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type RequestEntry = Writable<LoggedRequest>;

export interface RequestLog {
  readonly entries: readonly LoggedRequest[];
  add(incoming: Incoming, connection: number): RequestEntry;
  /** An entry has changed: those who wait are asked again. */
  changed(): void;
  clear(): void;
  waitFor(predicate: (request: LoggedRequest) => boolean, timeoutMs: number): Promise<LoggedRequest>;
}

const rememberedRequests = 10_000;

/** Keeps the last 10,000 requests, so that a simulator may run beside a demo for as long as it likes. */
export function createRequestLog(): RequestLog {
  const entries: RequestEntry[] = [];
  const waiting = createWaiting();
  let lastSequence = 0;

  const summary = (): string => {
    const lines = entries.slice(-10).map(({ method, path, status }) => `${method} ${path} ${String(status)}`);
    return `no request was the expected one. The last: ${lines.join('; ') || 'none'}`;
  };

  return {
    entries,
    add({ method, path, query, headers, body }, connection) {
      lastSequence += 1;
      const entry: RequestEntry = {
        sequence: lastSequence,
        connection,
        at: new Date(),
        method,
        path,
        query,
        headers,
        body,
        status: null,
        bytesSent: 0,
        finished: false,
      };
      entries.push(entry);
      if (entries.length > rememberedRequests) entries.shift();
      waiting.notify();
      return entry;
    },
    changed() {
      waiting.notify();
    },
    clear() {
      entries.length = 0;
    },
    waitFor(predicate, timeoutMs) {
      return waiting.until(() => entries.find(predicate), timeoutMs, summary);
    },
  };
}
