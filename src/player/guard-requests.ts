import type { BridgeHandlers } from '../shared/answer-bridge.ts';
import { requestNames, type RequestName } from '../shared/bridge.ts';
import { locked, type PinGuard } from './pairing/pin-guard.ts';
import { networkRequests } from '../shared/network.ts';

/** What the screen needs in order to play, and the way to the PIN itself; `set-pin` is refused by the PIN's own guard. */
const openRequests: readonly RequestName[] = [
  'hello',
  'report-playback',
  'still-alive',
  'look-at-page',
  'report-picture-box',
  'forget-pages',
  'group-time',
  'wake-panel',
  'capture-screen',
  'keep-screen-picture',
  'unlock',
  'lock',
  'set-pin',
];
/** Pairing, and the network that it needs, is anybody's while the screen asks for it, and a technician's once it is paired. */
const openUntilPaired: readonly string[] = [
  ...['pair', 'probe-server', 'run-doctor', 'cancel-pairing', 'use-proxy'],
  ...Object.keys(networkRequests),
];

/**
 * Puts the PIN before every request but those that are named above, so that a new one is behind it. It is held here and not
 * on the screen, so that no fault of the page opens the settings.
 */
export function guardRequests(
  handlers: BridgeHandlers,
  guard: PinGuard,
  isPaired: () => boolean,
  names: readonly RequestName[] = requestNames,
): BridgeHandlers {
  const isProtected = (name: RequestName): boolean =>
    !openRequests.includes(name) && (isPaired() || !openUntilPaired.includes(name));
  const guarded: Record<string, (input: never) => unknown> = {};
  for (const name of names) {
    // Each name's handler takes that name's input, which TypeScript cannot follow through a union.
    const handler = handlers[name] as (input: never) => unknown;
    guarded[name] = (input) => (isProtected(name) && !guard.isOpen() ? locked() : handler(input));
  }
  return guarded as unknown as BridgeHandlers;
}
