import type { Clock } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import { createImageLayer } from './image-layer.ts';
import type { Layer, StageSettings } from './layer.ts';
import { createVideoLayer } from './video-layer.ts';
import { createWebLayer } from './web-layer.ts';

/** Makes the hidden layer of an item; null for a kind that this player cannot show. */
export type LayerMaker = (item: ProgramItem, settings: StageSettings) => Layer | null;

/** Makes layers in `page`. */
export function createLayerMaker(page: Document, clock: Clock): LayerMaker {
  return (item, settings) => {
    switch (item.kind) {
      case 'image':
        return createImageLayer(page, item, settings);
      case 'video':
        return createVideoLayer(page, clock, item, settings);
      case 'web':
        return createWebLayer(page, item, settings);
      case 'pdf':
        return null;
    }
  };
}
