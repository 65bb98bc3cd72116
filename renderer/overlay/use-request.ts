import { useState } from 'react';
import type { RequestInput, RequestName } from '../../src/shared/bridge.ts';
import type { Failure } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';

export interface Asker {
  /** Asks; how it went is in `outcome` afterwards. */
  ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<boolean>;
  /** `done`, or what went wrong with the last request; null before the first. */
  readonly outcome: 'done' | Failure | null;
}

/** Requests of the overlay, with one place to say how the last one went. */
export function useRequest(): Asker {
  const bridge = useBridge();
  const [outcome, setOutcome] = useState<Asker['outcome']>(null);
  return {
    outcome,
    ask: async (name, input) => {
      const answer = await bridge.call(name, input);
      setOutcome(answer.ok ? 'done' : answer.error);
      return answer.ok;
    },
  };
}
