import { useContext, useEffect } from 'react';
import { singleFlight } from '../../src/shared/async.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { painted } from '../stage/paint.ts';
import { PlayerStoreContext } from '../store/player-store.ts';
import { keepScreenPicture } from './keep-screen-picture.ts';
import { shrinkPicture } from './shrink-picture.ts';

/** Answers the player's wish for a picture of the screen, one at a time. */
export function useScreenPicture(clock: Clock): void {
  const bridge = useBridge();
  const store = useContext(PlayerStoreContext);
  useEffect(() => {
    if (store === null) return undefined;
    const keep = singleFlight(() =>
      keepScreenPicture({
        bridge,
        store,
        painted: () => painted(window, clock),
        shrink: (source) => shrinkPicture(source, clock),
      }),
    );
    return bridge.on('screen-picture-wanted', () => void keep());
  }, [bridge, clock, store]);
}
