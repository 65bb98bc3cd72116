import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Carries one request of Node's server to a web-standard answerer and its answer back, at the pace of the reader. When
 * the reader goes away the request's signal aborts and the body is cancelled.
 */
export async function answerByWeb(
  answer: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  const request = asWebRequest(incoming, gone.signal);
  outgoing.once('close', () => {
    // Asking the request keeps it alive until here: Node holds a request's own signal weakly, and one that was collected
    // in the middle of an answer would never abort.
    if (!request.signal.aborted) gone.abort();
  });
  const response = await answer(request);
  if (outgoing.destroyed) {
    await response.body?.cancel();
    return;
  }
  response.headers.forEach((value, name) => outgoing.setHeader(name, value));
  outgoing.writeHead(response.status);
  if (response.body === null || incoming.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  await pump(response.body, outgoing);
}

/** A reader that leaves in the middle (a seek, the next item) is everyday life: the body is cancelled and all is well. */
async function pump(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const closed = new Promise<void>((resolve) => {
    outgoing.once('close', () => {
      void reader.cancel().catch(() => undefined);
      resolve();
    });
  });
  for (;;) {
    // Cancelling ends a read that is under way.
    const { done, value } = await reader.read();
    if (done || outgoing.destroyed) break;
    if (outgoing.write(value)) continue;
    const drained = new Promise<void>((resolve) => outgoing.once('drain', resolve));
    await Promise.race([drained, closed]);
  }
  outgoing.end();
}

function asWebRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const name of ['range', 'if-range', 'if-none-match', 'if-modified-since', 'accept']) {
    const value = incoming.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const host = incoming.headers.host ?? '127.0.0.1';
  return new Request(`http://${host}${incoming.url ?? '/'}`, {
    method: incoming.method ?? 'GET',
    headers,
    signal,
  });
}
