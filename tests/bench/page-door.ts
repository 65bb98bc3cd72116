import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession } from '@playwright/test';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** A way into the player's own page for a moment: nothing of it stays in the browser. */
export type PageDoor = Pick<CDPSession, 'send'>;

const pagesSchema = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }));
const answerSchema = z.object({
  id: z.number().optional(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});
const ANSWER_MS = 20_000;

/**
 * Lets `look` speak with the page of the player in `dataFolder`, whose browser `browser-with-door.sh` started. Playwright would
 * keep what it hears of the page's network in the page's own process.
 */
export async function throughDoor<Value>(
  dataFolder: string,
  look: (door: PageDoor) => Promise<Value>,
): Promise<Value> {
  const port = readFileSync(join(dataFolder, 'browser/DevToolsActivePort'), 'utf8').split('\n')[0] ?? '';
  const listed = await fetch(`http://127.0.0.1:${port}/json/list`, {
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const page = pagesSchema.parse(await listed.json()).find(({ type }) => type === 'page');
  if (page === undefined) throw new Error('The browser has no page.');
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  try {
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return await look(doorOver(socket));
  } finally {
    socket.terminate();
  }
}

function doorOver(socket: WebSocket): PageDoor {
  let last = 0;
  const ask = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const timer = setTimeout(() => {
        reject(new Error(`The page did not answer ${method}.`));
      }, ANSWER_MS);
      const hear = (data: Buffer): void => {
        const answer = answerSchema.parse(JSON.parse(data.toString()));
        if (answer.id !== id) return;
        clearTimeout(timer);
        socket.off('message', hear);
        if (answer.error === undefined) resolve(answer.result);
        else reject(new Error(`${method}: ${answer.error.message}`));
      };
      socket.on('message', hear);
      socket.send(JSON.stringify({ id, method, params }));
    });
  // The protocol says what belongs to which method; nothing here depends on it.
  return { send: ask as CDPSession['send'] };
}
