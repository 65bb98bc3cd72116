import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { emptyAnswer } from './answer.ts';
import { deliver, planDelivery, strikesBeforeServer } from './delivery.ts';
import type { Endpoints } from './endpoints.ts';
import type { Faults } from './faults.ts';
import { readIncoming } from './incoming.ts';
import type { Incoming } from './incoming.ts';
import type { RequestLog } from './request-log.ts';
import type { LoggedRequest } from './types.ts';

export interface RequestListenerDependencies {
  endpoints: Endpoints;
  faults: Faults;
  log: RequestLog;
  connectionOf: (request: IncomingMessage) => number;
  resetConnection: (request: IncomingMessage) => void;
  /** For the Date header. */
  now: () => Date;
  /** Of a download; null for no limit. */
  bytesPerSecond: () => number | null;
  onAnswer?: ((request: LoggedRequest) => void) | undefined;
}

/** As the guide's nginx adds them to every answer. */
const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, Authorization',
};

/** Waits, or returns at once when the client hangs up. */
async function waitWhileOpen(response: ServerResponse, milliseconds: number): Promise<void> {
  const hungUp = new AbortController();
  response.once('close', () => {
    hungUp.abort();
  });
  await delay(milliseconds, undefined, { signal: hungUp.signal }).catch(() => undefined);
}

/** Reads, logs and answers requests: the endpoint says what, the faults say how. */
export function createRequestListener(dependencies: RequestListenerDependencies): RequestListener {
  const { endpoints, faults, log } = dependencies;

  const answerRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let incoming: Incoming;
    try {
      incoming = await readIncoming(request);
    } catch {
      // The client hung up while it was still sending: there is nobody to answer.
      return;
    }
    const entry = log.add(incoming, dependencies.connectionOf(request));
    response.once('close', () => {
      entry.finished = true;
      log.changed();
    });

    const { latencyMs, effect } = faults.take(incoming.method, incoming.path);
    if (latencyMs > 0) await waitWhileOpen(response, latencyMs);
    const answer = strikesBeforeServer(effect) ? emptyAnswer(200) : await endpoints(incoming);
    await deliver(response, planDelivery(answer, effect), {
      headers: { Server: 'nginx', Date: dependencies.now().toUTCString(), ...corsHeaders },
      bytesPerSecond: incoming.path.startsWith('/static/uploads/') ? dependencies.bytesPerSecond() : null,
      onHead(status) {
        entry.status = status;
        dependencies.onAnswer?.(entry);
        log.changed();
      },
      onBytes(count) {
        entry.bytesSent += count;
        log.changed();
      },
      resetConnection() {
        dependencies.resetConnection(request);
      },
    });
  };

  return (request, response) => {
    void answerRequest(request, response);
  };
}
