import { useEffect, type RefObject } from 'react';
import type { PlayerBridge } from '../../src/shared/bridge.ts';
import type { PictureBox } from '../../src/shared/drawing.ts';
import { createGrowthWatch } from './layers/growth-watch.ts';
import { pictureBox } from './layers/picture-box.ts';

/** Tells the player for which box vector pictures are to be drawn, so that none is drawn only when it is due. */
export function usePictureBox(
  bridge: PlayerBridge,
  stage: RefObject<HTMLElement | null>,
  fit: PictureBox['fit'],
): void {
  useEffect(() => {
    const element = stage.current;
    if (element === null) return undefined;
    const tell = (): void => {
      const box = pictureBox(element, fit);
      if (box !== null) void bridge.call('report-picture-box', box);
    };
    // It tells of the first size, too.
    const growth = createGrowthWatch(document, element, tell);
    growth.start();
    return () => {
      growth.stop();
    };
  }, [bridge, stage, fit]);
}
