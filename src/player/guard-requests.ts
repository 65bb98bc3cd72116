import type { BridgeHandlers } from '../shared/answer-bridge.ts';
import type { RequestName } from '../shared/bridge.ts';
import { locked, type PinGuard } from './pin-guard.ts';

/** What the settings' PIN protects: everything that changes the screen, or tells more of it than the wall does. */
const protectedRequests: readonly RequestName[] = [
  'accept-certificate',
  'change-setting',
  'unpair',
  'read-log',
  'read-trust-audit',
  'export-diagnostics',
  'clear-cache',
  'verify-cache',
  'retry-items',
  'sync-now',
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
  const guarded = Object.entries(handlers).map(([name, handler]) => [
    name,
    (input: never) =>
      isProtected(name as RequestName) && !guard.isOpen()
        ? locked()
        : (handler as (input: never) => unknown)(input),
  ]);
  // The same keys, each with a function of the same type: Object.entries forgets which belongs to which.
  return Object.fromEntries(guarded);
}
