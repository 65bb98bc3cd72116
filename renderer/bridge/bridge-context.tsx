import { createContext, useContext, type ReactNode } from 'react';
import type { PlayerBridge } from '../../src/shared/bridge.ts';
import { PlayerStoreContext, type PlayerStore } from '../store/player-store.ts';

const BridgeContext = createContext<PlayerBridge | null>(null);

interface BridgeProviderProps {
  readonly bridge: PlayerBridge;
  readonly store: PlayerStore;
  readonly children: ReactNode;
}

/** Gives the bridge and the store that it feeds to everything below. */
export function BridgeProvider({ bridge, store, children }: BridgeProviderProps): ReactNode {
  return (
    <BridgeContext value={bridge}>
      <PlayerStoreContext value={store}>{children}</PlayerStoreContext>
    </BridgeContext>
  );
}

/** The bridge to the main process. */
export function useBridge(): PlayerBridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('useBridge needs a BridgeProvider above it');
  return bridge;
}
