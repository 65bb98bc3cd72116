import type { ProgramItem } from '../../src/shared/program.ts';
import { fail, ok } from '../../src/shared/result.ts';
import { createLayerBox, fitPicture, NO_FLAWS, type Layer, type StageSettings } from './layer.ts';
import { readPixels, type PixelSample } from './pixel-watch.ts';

/** A still or animated image, drawn as an image whatever it is: an SVG's scripts never run. */
export function createImageLayer(page: Document, item: ProgramItem, settings: StageSettings): Layer {
  const element = createLayerBox(page);
  const image = page.createElement('img');
  image.decoding = 'sync';
  image.draggable = false;
  image.alt = '';
  element.append(image);
  let prepared: PixelSample | null = null;
  let isPrepared = false;

  function applySettings(changed: StageSettings): void {
    element.style.backgroundColor = changed.backgroundColour;
    fitPicture(image, changed);
  }
  applySettings(settings);

  return {
    item,
    element,
    async prepare() {
      image.src = item.source;
      try {
        await image.decode();
      } catch {
        return fail('undecodable', `The image ${item.fileName} cannot be decoded.`);
      }
      isPrepared = true;
      prepared = readPixels(page, image);
      return ok(null);
    },
    begin: () => undefined,
    enter: () => undefined,
    leave: () => undefined,
    applySettings,
    framesPresented: () => (isPrepared ? 1 : 0),
    isMoving: () => false,
    isBuffering: () => false,
    position: () => 0,
    flaws: () => NO_FLAWS,
    sample: () => (prepared === null ? null : readPixels(page, image)),
    preparedSample: () => prepared,
    release() {
      image.removeAttribute('src');
      element.remove();
    },
  };
}
