import type { ProgramItem } from '../../src/shared/program.ts';
import { fail, ok } from '../../src/shared/result.ts';
import { createLayerBox, fitPicture, type Layer, type StageSettings } from './layer.ts';

/** A still or animated image, drawn as an image whatever it is: an SVG's scripts never run. */
export function createImageLayer(page: Document, item: ProgramItem, settings: StageSettings): Layer {
  const element = createLayerBox(page);
  const image = page.createElement('img');
  image.decoding = 'sync';
  image.draggable = false;
  image.alt = '';
  element.append(image);
  let prepared = false;

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
      prepared = true;
      return ok(null);
    },
    begin: () => undefined,
    enter: () => undefined,
    leave: () => undefined,
    applySettings,
    framesPresented: () => (prepared ? 1 : 0),
    isMoving: () => false,
    isBuffering: () => false,
    position: () => 0,
    release() {
      image.removeAttribute('src');
      element.remove();
    },
  };
}
