import { useContext, useEffect } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import { PlayerStoreContext } from '../store/player-store.ts';

/** Locks the settings when a screen of theirs goes away and none takes its place; from the overlay to re-pairing they stay open. */
export function useLocking(): void {
  const bridge = useBridge();
  const store = useContext(PlayerStoreContext);
  useEffect(
    () => () => {
      const state = store?.getState();
      if (state?.snapshot?.pin.isSet !== true || state.overlayOpen || state.pairingRequested) return;
      // Whoever chose the server must still be able to keep it.
      if (state.snapshot.serverTrial !== null) return;
      void bridge.call('lock', {});
    },
    [bridge, store],
  );
}
