import { useEffect, useState } from 'react';
import type { ServerProbe } from '../../src/shared/bridge.ts';
import type { Result } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';

const PAUSE_MS = 500;
/** A server that did not answer may still be starting, and a cable may be plugged in meanwhile. */
const AGAIN_MS = 5_000;

export type ProbeState =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'answered'; readonly result: Result<ServerProbe> };

/**
 * Looks at the address while it is typed, once the typing pauses, again for as long as nobody answers, and anew for each
 * `round`. An answer to an older address is dropped; one to this address stays until the next is there.
 */
export function useProbe(address: string, round: number): ProbeState {
  const bridge = useBridge();
  const [seen, setSeen] = useState<{ address: string; result: Result<ServerProbe> } | null>(null);
  const wanted = address.trim();
  useEffect(() => {
    if (wanted === '') return undefined;
    let dropped = false;
    const look = (): void => {
      void bridge.call('probe-server', { address: wanted }).then((result) => {
        if (dropped) return;
        setSeen({ address: wanted, result });
        if (!result.ok) timer = setTimeout(look, AGAIN_MS);
      });
    };
    let timer = setTimeout(look, PAUSE_MS);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [bridge, wanted, round]);
  if (wanted === '') return { kind: 'none' };
  return seen?.address === wanted ? { kind: 'answered', result: seen.result } : { kind: 'checking' };
}
