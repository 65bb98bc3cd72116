import { useState } from 'react';
import type { BridgeAnswers, RequestInput, RequestName } from '../../src/shared/bridge.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { I18n } from './i18n.ts';

/** How the last request went, in a sentence of the language in which it is read. */
interface Outcome {
  readonly isGood: boolean;
  readonly sentence: (i18n: I18n) => string;
}

export interface BridgeAction {
  /** Asks; how it went is in `outcome` afterwards: `successMessage`'s sentence about the answer, or that it is done, or why not. */
  run<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    successMessage?: (answer: BridgeAnswers[Name], i18n: I18n) => string,
  ): Promise<void>;
  /** Null before the first request, and while one is on its way. */
  readonly outcome: Outcome | null;
  /** The sentence was read, or has stood long enough. */
  readonly dismiss: () => void;
}

/** Requests of the overlay, with one place to say how the last one went. */
export function useBridgeAction(): BridgeAction {
  const bridge = useBridge();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [dismiss] = useState(() => () => {
    setOutcome(null);
  });
  return {
    outcome,
    dismiss,
    run: async (name, input, successMessage = (_, i18n) => i18n.text('overlay.done')) => {
      setOutcome(null);
      const answer = await bridge.call(name, input);
      setOutcome(
        answer.ok
          ? { isGood: true, sentence: (i18n) => successMessage(answer.value, i18n) }
          : { isGood: false, sentence: (i18n) => i18n.failure(answer.error) },
      );
    },
  };
}
