import { singleFlight } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { ServerClient } from './server-client.types.ts';

/** Sends pictures of the screen to a server that says it takes them. */
export interface PictureSender {
  /** Sends `webp` with this bearer, or drops it: only the newest is worth anything, and nothing of it waits. */
  send(webp: Uint8Array, authCode: string | null): Promise<void>;
}

/** What `/api/health` says of itself holds for so long; a server may learn it, or forget it. */
const ASK_AGAIN_MS = 3_600_000;
const CAPABILITY = 'screenshot';

/** Makes the sender. A server that never said that it takes pictures hears nothing but the question. */
export function createPictureSender(
  client: Pick<ServerClient, 'health' | 'screenshot'>,
  clock: Clock,
  log: Log,
): PictureSender {
  let known: { readonly takes: boolean; readonly atMs: number } | null = null;

  const takesPictures = async (): Promise<boolean> => {
    if (known !== null && clock.monotonic() - known.atMs < ASK_AGAIN_MS) return known.takes;
    const health = await client.health();
    if (!health.ok) return false;
    known = { takes: health.value.capabilities.includes(CAPABILITY), atMs: clock.monotonic() };
    return known.takes;
  };
  const send = singleFlight(async (webp: Uint8Array, authCode: string) => {
    if (!(await takesPictures())) return;
    const sent = await client.screenshot(webp, authCode);
    if (sent.ok) return;
    log.debug('A picture of the screen was not taken by the server', { code: sent.error.code });
    if (sent.error.code === 'not-found' || sent.error.code === 'refused') {
      known = { takes: false, atMs: clock.monotonic() };
    }
  });
  return {
    send: async (webp, authCode) => {
      if (authCode !== null && send.current() === null) await send(webp, authCode);
    },
  };
}
