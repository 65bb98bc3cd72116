import { connect } from 'node:net';
import type { Clock } from '../../../shared/clock.ts';

/** So long a machine asks for a neighbour that is not there until it gives up; one that only throws packets away says nothing longer. */
const LIMIT_MS = 4_500;
/** Anything would do; what is there answers, if only by a refusal. */
const PORT = 53;

/**
 * Whether the machine at `address` is there: it takes the connection, refuses it, or is silent though it has been found. Only
 * a network that knows nobody of that address says no.
 */
export function isInReach(address: string, clock: Clock, port = PORT): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (reached: boolean): void => {
      timer.cancel();
      socket.destroy();
      resolve(reached);
    };
    const timer = clock.after(LIMIT_MS, () => {
      end(true);
    });
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      end(code === 'ECONNREFUSED' || code === 'ECONNRESET');
    });
  });
}
