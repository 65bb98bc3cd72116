import { useState } from 'react';
import type { BridgeAnswers, RequestInput, RequestName } from '../../src/shared/bridge.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { I18n } from './i18n.ts';

/** How the last request went, in a sentence. */
interface Outcome {
  readonly isGood: boolean;
  readonly sentence: string;
}

export interface BridgeAction {
  /** Asks; how it went is in `outcome` afterwards: `successMessage`'s sentence about the answer, or that it is done, or why not. */
  run<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    successMessage?: (answer: BridgeAnswers[Name]) => string,
  ): Promise<void>;
  /** Null before the first request, and while one is on its way. */
  readonly outcome: Outcome | null;
}

/** Requests of the overlay, with one place to say how the last one went. */
export function useBridgeAction(i18n: I18n): BridgeAction {
  const bridge = useBridge();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return {
    outcome,
    run: async (name, input, successMessage = () => i18n.text('overlay.done')) => {
      setOutcome(null);
      const answer = await bridge.call(name, input);
      setOutcome(
        answer.ok
          ? { isGood: true, sentence: successMessage(answer.value) }
          : { isGood: false, sentence: i18n.failure(answer.error) },
      );
    },
  };
}
