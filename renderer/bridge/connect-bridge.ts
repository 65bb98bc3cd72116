import type { PlayerBridge } from '../../src/shared/bridge.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { createSocketBridge } from './socket-bridge.ts';

declare global {
  interface Window {
    /** Exposed by Electron's preload, and there alone. */
    readonly player?: PlayerBridge;
  }
}

/** The bridge of this shell: Electron's own where it is, else a WebSocket to the page's origin at `/bridge`. */
export function connectBridge(page: Window, clock: Clock): PlayerBridge {
  if (page.player !== undefined) return page.player;
  const address = new URL('/bridge', page.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return createSocketBridge({ open: () => new WebSocket(address), clock, random: Math.random });
}
