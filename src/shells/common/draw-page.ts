import { z } from 'zod';
import type { Drawing, PictureBox } from '../../shared/drawing.ts';

/*
 * What runs in the page of the process that draws. The picture is an image there as it is on the stage: its scripts never run
 * and it loads nothing. The page is thrown away with its process.
 */

/** More than a panel has, in pixels: what covers a box with a very long picture is drawn smaller. */
const MOST_PIXELS = 40_000_000;

/**
 * Draws the SVG whose bytes `base64` holds; answers the text of {@link readDrawn}. It moves by its own elements, by its styles,
 * or by a picture within that moves: without a sure sign of stillness it stays what it is.
 */
const DRAW = `async (base64, box) => {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  // As a blob: address a picture with a foreignObject could not be read back from the canvas.
  const address = 'data:image/svg+xml;base64,' + base64;
  const readDocument = () => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('GET', URL.createObjectURL(new Blob([bytes], { type: 'image/svg+xml' })));
    request.responseType = 'document';
    request.overrideMimeType('image/svg+xml');
    request.onloadend = () => resolve(request.responseXML);
    request.send();
  });
  const load = async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    return image;
  };
  const isMoving = (root) => {
    const movers = ['animate', 'animatecolor', 'animatemotion', 'animatetransform', 'discard', 'set', 'marquee', 'video'];
    const all = [root, ...root.querySelectorAll('*')];
    if (all.some(({ localName }) => movers.includes(localName.toLowerCase()))) return true;
    const text = new XMLSerializer().serializeToString(root.ownerDocument);
    if (/@keyframes|animation|transition|xml-stylesheet/i.test(text)) return true;
    const inner = text.match(/data:[^,"']{0,99},/gi) || [];
    if (inner.some((head) => !/^data:(?:image[/](?:png|jpe?g)|font[/]|application[/](?:x-)?font)/i.test(head))) return true;
    return all.some((element) => [...element.attributes].some(({ value }) => isAnimatedPng(value)));
  };
  const isAnimatedPng = (value) => {
    const start = /^\\s*data:image[/]png[^,]*;base64,/i.exec(value);
    if (start === null) return false;
    try {
      return atob(value.slice(start[0].length).replace(/\\s+/g, '')).includes('acTL');
    } catch {
      return true;
    }
  };
  const hasOwnShape = (root) => {
    const isLength = (name) => /^[\\s+]*[0-9.]/.test(root.getAttribute(name) ?? '') && !root.getAttribute(name).includes('%');
    return root.hasAttribute('viewBox') || (isLength('width') && isLength('height'));
  };
  /** Height by width. Its own sizes are whole pixels, which is too coarse for a drawing of a few of them. */
  const shapeOf = (image) => {
    image.style.cssText = 'position: absolute; width: 10000px; height: auto';
    document.documentElement.append(image);
    const { height } = image.getBoundingClientRect();
    image.remove();
    return height / 10000;
  };
  const sizeOf = (image) => {
    const shape = shapeOf(image);
    const isWide = (box.height / box.width > shape) === (box.fit === 'contain');
    const width = isWide ? box.width : box.height / shape;
    const height = width * shape;
    const less = Math.min(1, Math.sqrt(${MOST_PIXELS} / (width * height)));
    return { width: Math.max(1, Math.round(width * less)), height: Math.max(1, Math.round(height * less)) };
  };
  let image = await load(address).catch(() => null);
  if (image === null || image.naturalWidth === 0 || image.naturalHeight === 0) return JSON.stringify({ kind: 'undecodable' });
  const page = await readDocument();
  const root = page === null ? null : page.documentElement;
  if (root === null) return JSON.stringify({ kind: 'undecodable' });
  let size = sizeOf(image);
  if (box.fit === 'fill' || !hasOwnShape(root)) {
    // It takes the shape of its box, as an image of that size does.
    const { width, height } = box;
    root.setAttribute('width', String(width));
    root.setAttribute('height', String(height));
    image = await load('data:image/svg+xml;charset=utf-8,' + encodeURIComponent(new XMLSerializer().serializeToString(page)));
    size = { width, height };
  }
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext('2d', { willReadFrequently: true }).drawImage(image, 0, 0, size.width, size.height);
  const drawn = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (drawn === null) return JSON.stringify({ kind: 'undecodable' });
  if (isMoving(root)) return JSON.stringify({ kind: 'moves' });
  const reader = new FileReader();
  await new Promise((resolve) => {
    reader.onload = resolve;
    reader.readAsDataURL(drawn);
  });
  return JSON.stringify({ kind: 'still', png: reader.result.slice(reader.result.indexOf(',') + 1) });
}`;

/** An expression that draws the SVG `bytes` for `box` in a page without content, and answers a promise of a text. */
export function drawExpression(bytes: Uint8Array, box: PictureBox): string {
  return `(${DRAW})('${Buffer.from(bytes).toString('base64')}', ${JSON.stringify(box)})`;
}

const drawnSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('undecodable') }),
  z.object({ kind: z.literal('moves') }),
  z.object({ kind: z.literal('still'), png: z.string().min(1) }),
]);

/** What the page answered. Anything else than an answer is a fault of the process. */
export function readDrawn(answer: unknown): Drawing {
  try {
    const drawn = drawnSchema.parse(JSON.parse(String(answer)));
    return drawn.kind === 'still' ? { kind: 'still', png: Buffer.from(drawn.png, 'base64') } : drawn;
  } catch {
    return { kind: 'gave-up', why: 'fault' };
  }
}
