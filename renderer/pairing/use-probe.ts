import { useEffect, useState } from 'react';
import type { ServerProbe } from '../../src/shared/bridge.ts';
import type { Result } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';

const PAUSE_MS = 500;

export type ProbeState =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'answered'; readonly result: Result<ServerProbe> };

/** Looks at the address while it is typed, once the typing pauses. An answer to an older address is dropped. */
export function useProbe(address: string): ProbeState {
  const bridge = useBridge();
  const [seen, setSeen] = useState<{ address: string; result: Result<ServerProbe> } | null>(null);
  const wanted = address.trim();
  useEffect(() => {
    if (wanted === '') return undefined;
    let dropped = false;
    const timer = setTimeout(() => {
      void bridge.call('probe-server', { address: wanted }).then((result) => {
        if (!dropped) setSeen({ address: wanted, result });
      });
    }, PAUSE_MS);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [bridge, wanted]);
  if (wanted === '') return { kind: 'none' };
  return seen?.address === wanted ? { kind: 'answered', result: seen.result } : { kind: 'checking' };
}
