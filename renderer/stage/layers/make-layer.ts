import type { Clock } from '../../../src/shared/clock.ts';
import type { ProgramItem } from '../../../src/shared/program.ts';
import { createImageLayer } from './image-layer.ts';
import { createImageScaler } from './image-scaler.ts';
import type { Layer, StageSettings } from './layer.ts';
import { createPdfOpener } from './pdf-document.ts';
import { createPdfLayer } from './pdf-layer.ts';
import { painted } from '../paint.ts';
import { createAudioLayer } from './audio-layer.ts';
import { createStreamLayer } from './stream-layer.ts';
import { createVideoLayer } from './video-layer.ts';
import { createWebLayer, type PageLook, type PageTouch } from './web-layer.ts';

/** Makes the hidden layer of an item; null for a kind that this player cannot show. */
export type LayerMaker = (item: ProgramItem, settings: StageSettings) => Layer | null;

/** Makes layers in `page`. */
export function createLayerMaker(
  page: Document,
  clock: Clock,
  lookAtPage: PageLook,
  touch: PageTouch | null = null,
): LayerMaker {
  const scale = canScale() ? createImageScaler(clock) : null;
  const openPdf = createPdfOpener(page);
  const waitForPaint = (): Promise<void> => painted(window, clock);
  return (item, settings) => {
    switch (item.kind) {
      case 'image':
        return createImageLayer(page, item, settings, { scale, waitForPaint });
      case 'video':
        return createVideoLayer(page, clock, item, settings);
      case 'stream':
        return createStreamLayer(page, clock, item, settings);
      case 'audio':
        return createAudioLayer(page, clock, item, settings);
      case 'web':
        return createWebLayer(page, clock, item, settings, lookAtPage, touch);
      case 'pdf':
        return createPdfLayer(page, clock, item, settings, { open: openPdf, fetchBytes, waitForPaint });
    }
  };
}

/** An engine without one of these draws every picture itself. */
function canScale(): boolean {
  return (
    typeof Worker === 'function' &&
    typeof createImageBitmap === 'function' &&
    typeof ImageBitmapRenderingContext === 'function'
  );
}

async function fetchBytes(source: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(source, { signal });
  if (!answer.ok) throw new Error(`its bytes could not be read (${answer.status})`);
  return new Uint8Array(await answer.arrayBuffer());
}
