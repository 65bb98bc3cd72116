import { isAnimated } from './image-bytes.ts';
import type { ScaleAnswer, ScaleOrder } from './image-scaler.ts';

/*
 * The worker that scales one picture and is ended: decoding and scaling a picture of 8K takes the better
 * part of a second, which the stage's own thread does not have between two frames.
 */

/** What is used of the global scope of a worker, which the renderer's types do not hold. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ScaleOrder>) => void) | null;
  postMessage(answer: ScaleAnswer, transfer: readonly Transferable[]): void;
}
const scope = self as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  scale(data).then(
    (bitmap) => {
      scope.postMessage(bitmap, bitmap === null ? [] : [bitmap]);
    },
    () => {
      scope.postMessage(null, []);
    },
  );
};

/** Null for what must stay an `<img>`: it moves, or cannot be read here. */
async function scale({ source, size }: ScaleOrder): Promise<ImageBitmap | null> {
  const answer = await fetch(source);
  if (!answer.ok) return null;
  const bytes = await answer.blob();
  if (isAnimated(new Uint8Array(await bytes.arrayBuffer()))) return null;
  const small = await createImageBitmap(bytes, {
    resizeWidth: size.width,
    resizeHeight: size.height,
    resizeQuality: 'high',
  });
  // Drawn once more: a camera's orientation is only noted in the bitmap, and `bitmaprenderer` does not look at it.
  const canvas = new OffscreenCanvas(size.width, size.height);
  canvas.getContext('2d')?.drawImage(small, 0, 0);
  small.close();
  return canvas.transferToImageBitmap();
}
