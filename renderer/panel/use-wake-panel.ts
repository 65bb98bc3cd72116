import { useEffect } from 'react';
import type { Clock } from '../../src/shared/clock.ts';
import { pageTouch } from '../../src/shared/page-touch.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { usePlayerStore } from '../store/player-store.ts';

/** A finger that plays is told this often, and no more. */
const TELL_EVERY_MS = 5_000;
const signs = ['pointerdown', 'keydown', 'wheel', pageTouch.press, pageTouch.use] as const;

/** Tells the player of touches and keys on a panel that has hours: one that is off comes on, one that is used stays on. */
export function useWakePanel(clock: Clock): void {
  const bridge = useBridge();
  const isOff = usePlayerStore(({ snapshot }) => snapshot?.panel.state === 'off');
  const hasHours = usePlayerStore(({ snapshot }) => snapshot !== null && snapshot.panel.reason !== 'always');
  useEffect(() => {
    if (!hasHours) return undefined;
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const onSign = (): void => {
      if (clock.monotonic() - toldAtMs < TELL_EVERY_MS) return;
      toldAtMs = clock.monotonic();
      void bridge.call('wake-panel', {});
    };
    for (const sign of signs) window.addEventListener(sign, onSign, { capture: true, passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, onSign, { capture: true });
    };
    // What was told of a panel that was on says nothing to one that went off since.
  }, [bridge, clock, hasHours, isOff]);
}
