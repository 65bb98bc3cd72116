import type { BridgeHandlers } from '../shared/answer-bridge.ts';
import { requestNames, type RequestName } from '../shared/bridge.ts';
import { locked, type PinGuard } from './pairing/pin-guard.ts';

/** What the settings' PIN protects: everything that changes the screen, or tells more of it than the wall does. */
const protectedRequests: readonly RequestName[] = [
  'accept-certificate',
  'change-setting',
  'set-autostart',
  'unpair',
  'try-setting',
  'keep-settings',
  'undo-settings',
  'read-storage',
  'read-health',
  'read-log',
  'read-trust-audit',
  'export-diagnostics',
  'export-plays',
  'clear-cache',
  'verify-cache',
  'retry-items',
  'sync-now',
  'look-for-update',
  'install-update',
  'quit',
  'relaunch',
];
/** Pairing is anybody's while the screen asks for it, and a technician's once it is paired. */
const protectedOncePaired: readonly RequestName[] = ['pair', 'probe-server', 'run-doctor', 'cancel-pairing'];

/**
 * Puts the PIN before the requests that need it. It is held here and not on the screen, so that no fault of the page opens
 * the settings.
 */
export function guardRequests(
  handlers: BridgeHandlers,
  guard: PinGuard,
  isPaired: () => boolean,
): BridgeHandlers {
  const isProtected = (name: RequestName): boolean =>
    protectedRequests.includes(name) || (isPaired() && protectedOncePaired.includes(name));
  const guarded: Record<string, (input: never) => unknown> = {};
  for (const name of requestNames) {
    // Each name's handler takes that name's input, which TypeScript cannot follow through a union.
    const handler = handlers[name] as (input: never) => unknown;
    guarded[name] = (input) => (isProtected(name) && !guard.isOpen() ? locked() : handler(input));
  }
  return guarded as unknown as BridgeHandlers;
}
