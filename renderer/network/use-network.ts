import { useCallback, useEffect, useState } from 'react';
import type { NetworkState, WifiNetwork } from '../../src/shared/network.ts';
import type { Failure, Result } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { mergeNetworks } from './merge-networks.ts';

export interface Network {
  /** Null: not known yet. */
  readonly state: Result<NetworkState> | null;
  /** The Wi-Fi networks that were heard so far. */
  readonly networks: readonly WifiNetwork[];
  /** Why there is no list. */
  readonly listFailure: Failure | null;
  /** Whether another look at all channels is under way. */
  readonly isSearching: boolean;
  /** Looks again, from the beginning. */
  readonly search: () => void;
}

/** What the machine is connected by and hears: what is known at once, then what another look finds. */
export function useNetwork(): Network {
  const bridge = useBridge();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<Network['state']>(null);
  const [networks, setNetworks] = useState<readonly WifiNetwork[]>([]);
  const [listFailure, setListFailure] = useState<Failure | null>(null);
  const [isSearching, setSearching] = useState(true);
  useEffect(() => {
    const over = new AbortController();
    const isOver = (): boolean => over.signal.aborted;
    const look = async (): Promise<void> => {
      setSearching(true);
      const read = await bridge.call('read-network', {});
      if (isOver()) return;
      setState(read);
      for (const rescan of read.ok && read.value.wifi === 'ready' ? [false, true] : []) {
        const listed = await bridge.call('list-wifi', { rescan });
        // A new look at the channels may be refused; what is known stays.
        if (isOver()) return;
        setListFailure(listed.ok || rescan ? null : listed.error);
        if (listed.ok) setNetworks((shown) => (rescan ? mergeNetworks(shown, listed.value) : listed.value));
      }
      setSearching(false);
    };
    void look();
    return () => {
      over.abort();
    };
  }, [bridge, round]);
  const search = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  return { state, networks, listFailure, isSearching, search };
}
