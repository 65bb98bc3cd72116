import { useEffect, useState } from 'react';
import type { BridgeAnswers, RequestInput, RequestName } from '../../src/shared/bridge.ts';
import type { Result } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';

/** Asks when it appears, and again `everyMs` after each answer; null asks once. Answers null until something came. */
export function useAnswer<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
  everyMs: number | null,
): Result<BridgeAnswers[Name]> | null {
  const bridge = useBridge();
  const [answer, setAnswer] = useState<Result<BridgeAnswers[Name]> | null>(null);
  const [asked] = useState(input);
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const came = await bridge.call(name, asked);
      if (gone) return;
      setAnswer(came);
      if (everyMs !== null) timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [bridge, name, asked, everyMs]);
  return answer;
}
