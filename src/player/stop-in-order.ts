import type { Log } from '../platform/logging/log.ts';
import { describeThrown } from '../shared/result.ts';

export interface Stoppable {
  stop(): void | Promise<void>;
}

/** Stops `parts` one after the other. One that fails is logged and costs no other: a player that is told to stop stops. */
export async function stopInOrder(parts: readonly Stoppable[], log: Log): Promise<void> {
  for (const part of parts) {
    try {
      await part.stop();
    } catch (thrown) {
      log.error('A part of the player did not stop in order', { reason: describeThrown(thrown) });
    }
  }
}
