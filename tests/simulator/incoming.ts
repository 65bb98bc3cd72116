import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const bodyLimitBytes = 1024 * 1024;

/** A request whose body has arrived. */
export interface Incoming {
  method: string;
  /** Without its query, still percent-encoded. */
  path: string;
  query: Readonly<Record<string, string>>;
  headers: IncomingHttpHeaders;
  remoteAddress: string;
  /** JSON or a form as an object, other text as a string, nothing as null. */
  body: unknown;
  /** The body as it came; null: it is too large. */
  bytes: Buffer | null;
  problem: 'too-large' | 'not-json' | null;
}

async function readBytes(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= bodyLimitBytes) chunks.push(chunk);
  }
  return length > bodyLimitBytes ? null : Buffer.concat(chunks);
}

function parseBody(bytes: Buffer | null, contentType: string): Pick<Incoming, 'body' | 'problem'> {
  if (bytes === null) return { body: null, problem: 'too-large' };
  if (bytes.length === 0) return { body: null, problem: null };
  const text = bytes.toString('utf8');
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { body: Object.fromEntries(new URLSearchParams(text)), problem: null };
  }
  if (!contentType.startsWith('application/json')) return { body: text, problem: null };
  try {
    return { body: JSON.parse(text) as unknown, problem: null };
  } catch {
    return { body: text, problem: 'not-json' };
  }
}

/** Reads a whole request; rejects when its connection breaks first. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const [path = '/', queryText = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const bytes = await readBytes(request);
  return {
    method: request.method ?? 'GET',
    path,
    query: Object.fromEntries(new URLSearchParams(queryText)),
    headers: request.headers,
    remoteAddress: request.socket.remoteAddress ?? '',
    bytes,
    ...parseBody(bytes, request.headers['content-type'] ?? ''),
  };
}
