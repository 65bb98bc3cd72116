import type { RequestInput } from '../../shared/bridge.ts';
import type { Result } from '../../shared/result.ts';
import type { PairingController } from './pairing-controller.ts';
import type { PinGuard } from './pin-guard.ts';
import { createSequencer } from '../../shared/async.ts';

/**
 * Pairs, and sets the PIN that was chosen with it. The PIN comes first: one that cannot be kept is told while the person
 * still stands before the form, and a pairing that fails takes it away again.
 */
export function createPairingWithPin(
  pairing: Pick<PairingController, 'pair' | 'cancel'>,
  guard: Pick<PinGuard, 'isSet' | 'set'>,
): (input: RequestInput<'pair'>) => Promise<Result<null>> {
  const sequencer = createSequencer();

  const pair = async (input: RequestInput<'pair'>): Promise<Result<null>> => {
    const hadPin = guard.isSet();
    if (input.pin !== null) {
      const set = await guard.set(input.pin);
      if (!set.ok) return set;
    }
    const paired = await pairing.pair(input);
    if (!paired.ok && input.pin !== null && !hadPin) await guard.set(null);
    return paired;
  };

  return (input) => {
    // One that was given up takes its PIN away before the next sets its own.
    pairing.cancel();
    return sequencer.run(() => pair(input));
  };
}
