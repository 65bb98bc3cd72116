import type { IncomingMessage } from 'node:http';
import { canAskPeerUser, userOfPeer } from '../../platform/machine/peer-user.ts';

/** Lets one page in without a ticket: the one that a browser is started at, whose address stands in its command line. */
export interface FirstAdmission {
  /** From now on the first page is let in, once; false where nobody can tell whose it is. */
  arm(): boolean;
  /** Whether this request for `/` is that page; when it is, no other will be. */
  admits(request: IncomingMessage): boolean;
}

/**
 * The address is no secret, so three things must hold: the kernel says that a process of this very user asks, the browser says that
 * it asks for a page of a window which nobody led it to (no script, link or frame of a page can say so), and nobody was let in before.
 */
export function createFirstAdmission(
  userOf: (peerPort: number, ownPort: number) => number | null = userOfPeer,
): FirstAdmission {
  const ownUser = process.getuid?.();
  let isOpen = false;
  return {
    arm: () => {
      isOpen = ownUser !== undefined && canAskPeerUser();
      return isOpen;
    },
    admits: (request) => {
      if (!isOpen || !isPageOfWindow(request) || !isOwn(request, ownUser, userOf)) return false;
      isOpen = false;
      return true;
    },
  };
}

function isPageOfWindow({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.origin === undefined &&
    headers['sec-fetch-dest'] === 'document' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-site'] === 'none'
  );
}

function isOwn(
  { socket: { remotePort, localPort } }: IncomingMessage,
  ownUser: number | undefined,
  userOf: (peerPort: number, ownPort: number) => number | null,
): boolean {
  if (remotePort === undefined || localPort === undefined || ownUser === undefined) return false;
  return userOf(remotePort, localPort) === ownUser;
}
